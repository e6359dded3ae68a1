"""Different things are done to one paper at the same moment."""

from __future__ import annotations

import threading

import pytest
from django.db.models.signals import pre_save
from wagtail.models import WorkflowState

from papers.models import Act, Paper
from tests.factories.papers import draft, edit, finish_open, fresh, line_of, paper_at
from tests.workflows.routing.concurrency.threads import (
    PATIENCE,
    at_once,
    errors_of,
)
from workflows.errors import LineNotOpen, WrongState
from workflows.routing.acting import act_on, refer_to
from workflows.routing.release import release
from workflows.routing.slips import Line, set_slip, slip_of
from workflows.routing.steps import recall, return_to_author, withdraw

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_an_act_beside_a_return_is_recorded_or_refused_but_never_lost(cast):
    paper = paper_at("deliberating", cast)
    line = line_of(paper, cast.org.europe_committee, "preliminary")

    acted, returned = at_once(
        lambda: act_on(line, by=cast.secretary, outcome="recommended"),
        lambda: return_to_author(paper, by=cast.council_clerk, reason="Neue Zahlen."),
    )

    line.refresh_from_db()
    assert not isinstance(returned, Exception)
    assert fresh(paper).state == "returned"
    if isinstance(acted, Exception):
        assert isinstance(acted, LineNotOpen)
        assert (line.state, line.latest_act) == ("planned", None)
    else:
        assert (line.state, line.latest_act) == ("done", acted)


def test_the_last_act_beside_a_withdrawal_ends_the_paper_one_way(cast):
    paper = paper_at("deliberating", cast, slip=[Line(cast.org.council, "decision")])
    line = line_of(paper, cast.org.council, "decision")

    acted, withdrawn = at_once(
        lambda: act_on(line, by=cast.chair, outcome="adopted"),
        lambda: withdraw(paper, by=cast.author, reason="Entfällt."),
    )

    line.refresh_from_db()
    if isinstance(acted, Exception):
        assert (fresh(paper).state, line.state) == ("withdrawn", "cancelled")
    else:
        assert isinstance(withdrawn, WrongState)
        assert (fresh(paper).state, line.state) == ("completed", "done")
    assert not WorkflowState.objects.for_instance(paper).active().exists()


def test_a_signature_beside_a_recall(cast):
    paper = paper_at("co_signing", cast)
    line = line_of(paper, cast.org.planning_office, "co_sign")

    signed, recalled = at_once(
        lambda: act_on(line, by=cast.cosigner, outcome="signed"), lambda: recall(paper, by=cast.author)
    )

    assert not isinstance(recalled, Exception)
    assert fresh(paper).state == "draft"
    assert Act.objects.filter(consultation=line).count() == (0 if isinstance(signed, Exception) else 1)
    assert not WorkflowState.objects.for_instance(paper).active().exists()


def test_a_referral_beside_a_hearing_that_ends(cast):
    slip = [Line(cast.org.council, "decision", 1), Line(cast.org.culture_committee, "hearing", 1)]
    paper = paper_at("deliberating", cast, slip=slip)

    results = at_once(
        lambda: refer_to(
            line_of(paper, cast.org.council, "decision"), by=cast.chair, organization=cast.org.finance_committee
        ),
        lambda: act_on(line_of(paper, cast.org.culture_committee, "hearing"), by=cast.secretary, outcome="heard"),
    )

    assert errors_of(results) == []
    states = {line.organization.name: line.state for line in paper.consultations.select_related("organization")}
    assert states == {"Rat": "planned", "Kulturausschuss": "done", "Finanzausschuss": "open"}


def test_a_changed_slip_beside_the_last_act_loses_no_line(cast):
    paper = paper_at("deliberating", cast, "information", slip=[Line(cast.org.council, "deliberation")])
    wanted = [*slip_of(paper), Line(cast.org.culture_committee, "hearing")]

    at_once(
        lambda: act_on(line_of(paper, cast.org.council, "deliberation"), by=cast.chair, outcome="noted"),
        lambda: set_slip(paper, lines=wanted, by=cast.council_clerk),
    )

    added = paper.consultations.filter(role="hearing").first()
    assert (fresh(paper).state, added and added.state) in (("completed", None), ("deliberating", "open"))


def test_release_and_first_act_take_turns(cast):
    paper = paper_at("releasing", cast)
    line = line_of(paper, cast.org.europe_committee, "preliminary")

    released, acted = at_once(
        lambda: release(paper, by=cast.council_clerk), lambda: act_on(line, by=cast.secretary, outcome="recommended")
    )

    assert not isinstance(released, Exception)
    line.refresh_from_db()
    assert (fresh(paper).state, fresh(paper).live) == ("deliberating", True)
    if isinstance(acted, Exception):
        assert isinstance(acted, LineNotOpen)
        assert line.state == "open"
    else:
        assert (line.state, line.latest_act) == ("done", acted)


def test_a_recall_that_waited_for_a_release_sees_that_the_paper_is_public(cast):
    """The row of a paper lies in two tables. Whoever waited for the lock must see what the other wrote into both."""
    paper = paper_at("releasing", cast)
    about_to_write, recalled = threading.Event(), threading.Event()

    def hold_back(**kwargs):
        about_to_write.set()
        recalled.wait(1)  # until the other waits for us

    def take_back():
        assert about_to_write.wait(PATIENCE)
        try:
            recall(paper, by=cast.author)
        finally:
            recalled.set()

    pre_save.connect(hold_back, sender=Paper)
    try:
        results = at_once(lambda: release(paper, by=cast.council_clerk), take_back)
    finally:
        pre_save.disconnect(hold_back, sender=Paper)

    assert [type(error) for error in errors_of(results)] == [WrongState]
    assert (fresh(paper).live, fresh(paper).state) == (True, "deliberating")


def test_a_correction_published_in_the_editor_does_not_undo_an_act_of_the_same_moment(cast):
    """Publishing writes the whole row of the page. Held back just before it writes, it must not bring the old state
    back."""
    paper = paper_at("deliberating", cast, slip=[Line(cast.org.council, "decision")])
    edit(paper, by=cast.council_clerk, title="Berichtigter Titel")
    line = line_of(paper, cast.org.council, "decision")
    about_to_write, decided = threading.Event(), threading.Event()

    def hold_back(instance, **kwargs):
        if threading.current_thread() is publisher["thread"]:
            about_to_write.set()
            decided.wait(3)  # as long as the decision takes, unless it waits for us

    def publish():
        publisher["thread"] = threading.current_thread()
        fresh(paper).get_latest_revision().publish(user=cast.council_clerk)

    def decide():
        assert about_to_write.wait(PATIENCE)
        act_on(line, by=cast.chair, outcome="adopted")
        decided.set()

    publisher = {"thread": None}
    pre_save.connect(hold_back, sender=Paper)
    try:
        results = at_once(publish, decide)
    finally:
        pre_save.disconnect(hold_back, sender=Paper)

    assert errors_of(results) == []
    assert (fresh(paper).state, fresh(paper).title) == ("completed", "Berichtigter Titel")
    line.refresh_from_db()
    assert line.outcome == "adopted"


def test_the_whole_council_at_once(cast):
    """Five papers, each finished by its people at the same moment."""
    papers = [paper_at("deliberating", cast) for _paper in range(5)]

    results = at_once(*[lambda paper=paper: finish_open(paper, cast, "preliminary", "hearing") for paper in papers])
    results += at_once(*[lambda paper=paper: finish_open(paper, cast, "decision") for paper in papers])

    assert errors_of(results) == []
    assert {fresh(paper).state for paper in papers} == {"completed"}
    assert draft(cast).number is None
