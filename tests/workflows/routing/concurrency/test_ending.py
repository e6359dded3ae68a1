"""A body ends, or a paper goes to somebody else, at the moment in which others do something there."""

from __future__ import annotations

import datetime
import threading

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models.signals import post_save, pre_save
from django.utils import timezone
from wagtail.models import PageLogEntry

from papers.models import Act, Attachment, Consultation, Letter, Measure, Organization
from tests.factories.papers import add_attachment, draft, fresh, line_of, paper_at
from tests.workflows.routing.concurrency.threads import PATIENCE, at_once, errors_of
from workflows.errors import LineNotOpen
from workflows.models import PlannedEnd, Stranding
from workflows.routing.acting import act_on, refer_to
from workflows.routing.ending import end_organization, settle_ended, take_back_end
from workflows.routing.handing_over import hand_over
from workflows.routing.slips import Line
from workflows.routing.steps import withdraw
from workflows.stranding import tell_of_strandings

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
REASON = "Der Rat hat sich neu geordnet."


def end(organization, cast, **how):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    return end_organization(organization, **{"ends_on": yesterday, "by": cast.council_clerk, "reason": REASON, **how})


def tomorrow():
    return time_machine.travel(timezone.now() + datetime.timedelta(days=1))


@pytest.mark.parametrize("round_", range(5))
def test_a_result_recorded_while_the_clock_settles_stands_or_is_refused(cast, round_):
    paper = paper_at("deliberating", cast)
    old, new = cast.org.europe_committee, cast.org.finance_committee
    line = line_of(paper, old, "preliminary")

    last_day = timezone.localdate()
    end(old, cast, successor=new, ends_on=last_day)

    with tomorrow():
        settled, acted = at_once(
            settle_ended,
            lambda: act_on(line, by=cast.secretary, outcome="recommended", decided_on=last_day),
        )

    assert settled == 1
    line.refresh_from_db()
    handed = paper.consultations.filter(organization=new, role="preliminary")
    if isinstance(acted, Exception):
        assert isinstance(acted, LineNotOpen)
        assert (line.state, line.handed_to, handed.get().state) == ("cancelled", new, "open")
    else:
        assert (line.state, line.latest_act, handed.count()) == ("done", acted, 0)


def test_a_result_recorded_after_the_list_was_read_is_not_cancelled(cast):
    """Held back when everything left was read and nothing is settled yet."""
    paper = paper_at("deliberating", cast)
    old = cast.org.europe_committee
    line = line_of(paper, old, "preliminary")
    read, recorded = threading.Event(), threading.Event()

    def hold_back(**kwargs):
        read.set()
        assert recorded.wait(PATIENCE)

    def record():
        assert read.wait(PATIENCE)
        try:
            return act_on(line, by=cast.secretary, outcome="recommended")
        finally:
            recorded.set()

    pre_save.connect(hold_back, sender=Organization)
    try:
        results = at_once(lambda: end(old, cast, successor=cast.org.finance_committee), record)
    finally:
        pre_save.disconnect(hold_back, sender=Organization)

    assert errors_of(results) == []
    line.refresh_from_db()
    assert (line.state, line.outcome, line.handed_to) == ("done", "recommended", None)
    assert not paper.consultations.filter(organization=cast.org.finance_committee).exists()


def test_a_referral_to_a_body_that_ends_at_that_moment_is_looked_at_first(cast):
    """Neither waits for the other in a circle: whoever refers holds the paper, whoever ends holds the body."""
    slip = [Line(cast.org.council, "decision"), Line(cast.org.culture_committee, "hearing")]
    paper = paper_at("deliberating", cast, slip=slip)
    body = cast.org.culture_committee
    decision = line_of(paper, cast.org.council, "decision")
    read, referred = threading.Event(), threading.Event()

    def hold_back(**kwargs):
        read.set()
        assert referred.wait(PATIENCE)

    def refer():
        assert read.wait(PATIENCE)
        try:
            return refer_to(decision, by=cast.chair, organization=body)
        finally:
            referred.set()

    post_save.connect(hold_back, sender=Organization)
    try:
        ended, sent = at_once(lambda: end(body, cast, successor=cast.org.europe_committee), refer)
    finally:
        post_save.disconnect(hold_back, sender=Organization)

    assert not isinstance(sent, Exception), sent
    assert isinstance(ended, ValidationError), ended
    assert Organization.objects.get(pk=body.pk).ends_on is None
    assert Consultation.objects.filter(paper=paper, organization=body).exclude(state="cancelled").count() == 2


def test_two_end_the_same_body_and_everything_is_handed_over_once(cast):
    paper = paper_at("deliberating", cast)
    old = cast.org.works_office
    strategy = draft(cast, "strategy")
    measure = Measure.objects.create(strategy=strategy, title="Austausch", office=old)
    body, heirs = cast.org.europe_committee, (cast.org.finance_committee, cast.org.culture_committee)

    results = at_once(
        *[lambda heir=heir: end(body, cast, successor=heir) for heir in heirs],
        lambda: end(old, cast, successor=cast.org.planning_office),
        lambda: end(old, cast, successor=cast.org.international_office),
    )

    assert errors_of(results) == []
    handed = paper.consultations.filter(organization__in=heirs, role="preliminary")
    assert handed.count() == 1
    measure.refresh_from_db()
    assert measure.office in (cast.org.planning_office, cast.org.international_office)
    assert measure.history.count() == 2


@pytest.mark.parametrize("round_", range(3))
def test_clocks_settle_once_and_an_end_is_taken_back_before_or_after(cast, round_):
    papers = [paper_at("deliberating", cast) for _count in range(2)]
    old, new = cast.org.europe_committee, cast.org.finance_committee
    end(old, cast, successor=new, ends_on=timezone.localdate())

    with tomorrow():
        *settled, back = at_once(
            settle_ended, settle_ended, settle_ended, lambda: take_back_end(old, by=cast.second_clerk)
        )

    assert not isinstance(back, Exception), back
    handed = [paper.consultations.filter(organization=new, role="preliminary").count() for paper in papers]
    assert (sorted(settled), handed) in (([0, 0, 0], [0, 0]), ([0, 0, 1], [1, 1]))
    assert not PlannedEnd.objects.exists()
    assert Organization.objects.get(pk=old.pk).ends_on is None


def test_two_bodies_end_that_share_their_papers(cast):
    papers = [paper_at("deliberating", cast) for _count in range(3)]

    results = at_once(
        lambda: end(cast.org.europe_committee, cast, successor=cast.org.finance_committee),
        lambda: end(cast.org.culture_committee, cast),
    )

    assert errors_of(results) == []
    for paper in papers:
        states = dict(paper.consultations.values_list("organization__name", "state"))
        assert (states["Finanzausschuss"], states["Kulturausschuss"]) == ("open", "cancelled")


@pytest.mark.parametrize("round_", range(3))
def test_two_hand_over_the_same_paper_and_the_second_is_told(cast, round_):
    paper = paper_at("draft", cast)
    office = cast.org.international_office

    results = at_once(
        lambda: hand_over(paper, office=office, author=cast.colleague, by=cast.author),
        lambda: hand_over(paper, office=office, author=cast.colleague, by=cast.council_clerk),
    )

    (error,) = errors_of(results)
    assert list(error.message_dict) == ["author"]
    assert fresh(paper).author == cast.colleague


def test_two_hand_over_the_same_paper_to_different_offices(cast):
    """One after the other; both stand in the timeline, and the paper is where the later one sent it."""
    paper = paper_at("deliberating", cast)

    results = at_once(
        lambda: hand_over(paper, office=cast.org.works_office, author=cast.outsider, by=cast.council_clerk),
        lambda: hand_over(paper, office=cast.org.planning_office, author=cast.cosigner, by=cast.second_clerk),
    )

    assert errors_of(results) == []
    entries = [entry for entry in _log(paper) if entry.action == "umlauf.hand_over"]
    assert len(entries) == 2
    now = fresh(paper)
    assert (now.originating_office, now.author) in (
        (cast.org.works_office, cast.outsider),
        (cast.org.planning_office, cast.cosigner),
    )
    assert entries[-1].data["office"] == str(now.originating_office)


def _log(paper):
    return list(PageLogEntry.objects.filter(page=paper.pk).order_by("pk"))


@pytest.mark.parametrize("round_", range(3))
def test_a_late_annex_beside_a_withdrawal_is_kept_or_refused(cast, round_):
    paper = paper_at("deliberating", cast)

    attached, withdrawn = at_once(
        lambda: add_attachment(paper, by=cast.council_clerk, title="Nachtrag"),
        lambda: withdraw(paper, by=cast.author, reason="Entfällt."),
    )

    assert not isinstance(withdrawn, Exception), withdrawn
    assert fresh(paper).state == "withdrawn"
    kept = Attachment.objects.filter(paper=paper, title="Nachtrag")
    if isinstance(attached, Exception):
        assert isinstance(attached, PermissionDenied), attached
        assert not kept.exists()
    else:
        assert kept.get().came_with is not None


def test_two_clocks_tell_once(cast):
    paper_at("deliberating", cast)
    cast.secretary.is_active = False
    cast.secretary.save()

    results = at_once(tell_of_strandings, tell_of_strandings, tell_of_strandings)

    assert sorted(results) == [0, 0, 2]
    # each of the two letters was for two people of the council office
    assert (Stranding.objects.count(), Letter.objects.filter(kind="stranded").count()) == (2, 4)
    assert not Act.objects.filter(consultation__in=Stranding.objects.values("line")).exists()
