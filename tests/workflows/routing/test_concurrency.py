"""People who act at the same moment, with real threads and real connections. SQLite lets one writer in at a time, so
this needs PostgreSQL."""

from __future__ import annotations

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models.signals import pre_save
from wagtail.models import PageLogEntry, WorkflowState

from papers.models import Act, Paper, Version
from papers.numbering import continue_series
from tests.factories.cast import build_cast
from tests.factories.papers import draft, edit, finish_open, fresh, kind, line_of, paper_at
from workflows.errors import LineAlreadyDone, LineNotOpen, WrongState
from workflows.routing.acting import act_on, refer_to
from workflows.routing.release import pass_formal_check, release
from workflows.routing.slips import Line, set_slip, slip_of
from workflows.routing.steps import recall, resubmit, return_to_author, start_routing, withdraw

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PATIENCE = 30  # seconds until a test that hangs is a test that failed


@pytest.fixture
def cast(transactional_db):
    return build_cast()


def at_once(*verbs):
    """Run all of them at the same moment, each on a connection of its own; their results or errors, in order."""
    barrier = threading.Barrier(len(verbs), timeout=PATIENCE)

    def run(verb):
        try:
            connection.ensure_connection()
            barrier.wait()
            return verb()
        except Exception as error:  # noqa: BLE001  # the error is the result
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return [future.result(timeout=PATIENCE) for future in [pool.submit(run, verb) for verb in verbs]]


def errors_of(results):
    return [result for result in results if isinstance(result, Exception)]


@pytest.mark.parametrize("round_", range(5))
def test_two_people_act_on_the_last_two_lines(cast, round_):
    slip = [Line(cast.org.europe_committee, "deliberation"), Line(cast.org.council, "deliberation")]
    paper = paper_at("deliberating", cast, "information", slip=slip)
    lines = [
        line_of(paper, organization, "deliberation") for organization in (cast.org.europe_committee, cast.org.council)
    ]

    results = at_once(
        lambda: act_on(lines[0], by=cast.secretary, outcome="noted"),
        lambda: act_on(lines[1], by=cast.chair, outcome="noted_with_remarks", remark="Gut."),
    )

    assert errors_of(results) == []
    assert set(Act.objects.filter(consultation__paper=paper).values_list("by__email", "outcome")) == {
        ("secretary@umlauf.test", "noted"), ("chair@umlauf.test", "noted_with_remarks"),
    }  # fmt: skip
    assert fresh(paper).state == "completed"
    assert PageLogEntry.objects.filter(page=paper, action="umlauf.complete").count() == 1
    assert [state.status for state in WorkflowState.objects.for_instance(paper)] == ["approved"]


@pytest.mark.parametrize("round_", range(3))
def test_two_people_sign_the_last_two_lines(cast, round_):
    slip = [
        Line(cast.org.planning_office, "co_sign"),
        Line(cast.org.works_office, "co_sign"),
        Line(cast.org.council, "decision"),
    ]
    paper = paper_at("co_signing", cast, slip=slip)
    lines = [
        line_of(paper, organization, "co_sign") for organization in (cast.org.planning_office, cast.org.works_office)
    ]

    results = at_once(
        lambda: act_on(lines[0], by=cast.cosigner, outcome="signed"),
        lambda: act_on(lines[1], by=cast.outsider, outcome="signed"),
    )

    assert errors_of(results) == []
    assert fresh(paper).state == "checking"
    state = WorkflowState.objects.for_instance(paper).get()
    assert state.task_states.filter(status="in_progress").count() == 1


@pytest.mark.parametrize("clerks", [2, 8])
def test_clerks_who_number_at_once_get_numbers_without_gap(cast, clerks):
    papers = [paper_at("checking", cast) for _clerk in range(clerks)]

    results = at_once(*[lambda paper=paper: pass_formal_check(paper, by=cast.council_clerk) for paper in papers])

    assert errors_of(results) == []
    assert sorted(Paper.objects.values_list("number", flat=True)) == [
        f"{number:04}/2026" for number in range(1, clerks + 1)
    ]
    assert sorted(Paper.objects.values_list("slug", flat=True)) == [
        f"{number:04}-2026" for number in range(1, clerks + 1)
    ]


def test_clerks_who_number_in_different_series_do_not_mix_them_up(cast):
    papers = [
        paper_at("checking", cast, date=datetime.date(year, 5, 5)) for year in (2024, 2025) for _paper in range(3)
    ]

    results = at_once(*[lambda paper=paper: pass_formal_check(paper, by=cast.second_clerk) for paper in papers])

    assert errors_of(results) == []
    assert sorted(Paper.objects.values_list("number", flat=True)) == [
        "0001/2024",
        "0001/2025",
        "0002/2024",
        "0002/2025",
        "0003/2024",
        "0003/2025",
    ]


def test_children_of_one_paper_are_numbered_without_gap(cast):
    parent = paper_at("deliberating", cast)
    children = [paper_at("checking", cast, superordinate=parent, suffix_kind="N") for _child in range(4)]

    results = at_once(*[lambda child=child: pass_formal_check(child, by=cast.council_clerk) for child in children])

    assert errors_of(results) == []
    assert sorted(child.number for child in parent.subordinates.all()) == [
        f"0001/2026 N{number}" for number in range(1, 5)
    ]


def test_a_check_that_fails_beside_others_leaves_no_gap(cast):
    papers = [paper_at("checking", cast) for _paper in range(3)]
    edit(papers[1], by=cast.council_clerk, body=[])

    results = at_once(*[lambda paper=paper: pass_formal_check(paper, by=cast.council_clerk) for paper in papers])

    assert [type(error) for error in errors_of(results)] == [type(results[1])]
    assert isinstance(results[1], ValidationError)
    assert sorted(Paper.objects.exclude(number=None).values_list("number", flat=True)) == ["0001/2026", "0002/2026"]


def test_continuing_a_series_beside_a_clerk_gives_no_number_twice(cast):
    papers = [paper_at("checking", cast) for _paper in range(2)]

    at_once(
        lambda: pass_formal_check(papers[0], by=cast.council_clerk),
        lambda: continue_series(kind=kind("decision"), year=2026, last=382, by=cast.second_clerk),
        lambda: pass_formal_check(papers[1], by=cast.council_clerk),
    )

    numbers = sorted(Paper.objects.values_list("number", flat=True))
    assert numbers in (["0001/2026", "0002/2026"], ["0001/2026", "0383/2026"], ["0383/2026", "0384/2026"])


@pytest.mark.parametrize("round_", range(5))
def test_two_people_on_one_line_make_one_act_and_the_second_learns_who_was_faster(cast, round_):
    paper = paper_at("co_signing", cast)
    line = line_of(paper, cast.org.planning_office, "co_sign")

    results = at_once(
        lambda: act_on(line, by=cast.cosigner, outcome="signed"),
        lambda: act_on(line, by=cast.second_cosigner, outcome="signed_with_remarks", remark="Beeilung."),
        lambda: act_on(line, by=cast.deputy, outcome="signed"),
    )

    act = Act.objects.get(consultation=line)
    errors = errors_of(results)
    assert [type(error) for error in errors] == [LineAlreadyDone, LineAlreadyDone]
    assert all(str(act.by) in error.messages[0] for error in errors)
    assert fresh(paper).state == "checking"


def test_one_person_who_clicks_twice_acts_once(cast):
    line = line_of(paper_at("co_signing", cast), cast.org.planning_office, "co_sign")

    results = at_once(*[lambda: act_on(line, by=cast.cosigner, outcome="signed")] * 4)

    assert Act.objects.filter(consultation=line).count() == 1
    assert len(errors_of(results)) == 3


@pytest.mark.parametrize(("stage", "verb"), [
    ("draft", lambda paper, cast: start_routing(paper, by=cast.author)),
    ("returned", lambda paper, cast: resubmit(paper, by=cast.author)),
    ("checking", lambda paper, cast: pass_formal_check(paper, by=cast.council_clerk)),
    ("releasing", lambda paper, cast: release(paper, by=cast.council_clerk)),
    ("deliberating", lambda paper, cast: withdraw(paper, by=cast.author, reason="Entfällt.")),
    ("co_signing", lambda paper, cast: recall(paper, by=cast.author)),
])  # fmt: skip
def test_a_step_taken_twice_at_once_is_taken_once(cast, stage, verb):
    paper = paper_at(stage, cast)
    before = PageLogEntry.objects.filter(page=paper, action__startswith="umlauf.").count()

    results = at_once(lambda: verb(paper, cast), lambda: verb(paper, cast), lambda: verb(paper, cast))

    assert len(errors_of(results)) == 2
    assert PageLogEntry.objects.filter(page=paper, action__startswith="umlauf.").count() == before + 1
    assert WorkflowState.objects.for_instance(paper).active().count() <= 1
    assert Version.objects.filter(paper=paper).count() == 1


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
