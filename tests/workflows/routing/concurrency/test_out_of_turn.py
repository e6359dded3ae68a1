"""Corrections, late minutes and lines that come first meet each other, and what is done as usual."""

from __future__ import annotations

import pytest
from wagtail.models import PageLogEntry, WorkflowState

from papers.models import Act, Consultation
from papers.seen import line_that_stands
from tests.factories.papers import finish_open, fresh, line_of, paper_at
from tests.workflows.routing.concurrency.threads import at_once, errors_of
from workflows.errors import WrongState
from workflows.routing.acting import act_on, refer_to
from workflows.routing.ahead import record_ahead
from workflows.routing.consequences import change_the_way, line_and_slip
from workflows.routing.correcting import correct_result
from workflows.routing.slips import Line, set_slip, slip_of
from workflows.routing.steps import return_to_author, withdraw

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WHY = "Laut Niederschrift."


def seen(line):
    return line_that_stands(line, fresh(line.paper)).token()


def states_of(paper):
    return {line.organization.name: line.state for line in paper.consultations.select_related("organization")}


def at_the_council(cast):
    paper = paper_at("deliberating", cast)
    finish_open(paper, cast, "preliminary", "hearing")
    return paper, line_of(paper, cast.org.council, "decision")


@pytest.mark.parametrize("round_", range(3))
def test_two_corrections_of_one_result(cast, round_):
    """One stands for the wrong result; the other had not seen it."""
    decision = line_of(paper_at("completed", cast), cast.org.council, "decision")
    token = seen(decision)

    results = at_once(
        lambda: correct_result(decision, by=cast.chair, outcome="rejected", reason=WHY, seen=token),
        lambda: correct_result(
            decision, by=cast.council_clerk, outcome="adopted_as_amended", amended_text="Neu.", reason=WHY, seen=token
        ),
    )

    assert [type(error).__mro__[1] for error in errors_of(results)] == [WrongState]
    assert decision.acts.count() == 2
    assert Act.objects.exclude(corrects=None).count() == 1


@pytest.mark.parametrize("round_", range(3))
def test_a_correction_beside_one_that_takes_the_result_away(cast, round_):
    paper = paper_at("completed", cast)
    decision = line_of(paper, cast.org.council, "decision")
    token, whole = seen(decision), line_and_slip(decision, fresh(paper)).token()

    corrected, changed = at_once(
        lambda: correct_result(decision, by=cast.chair, outcome="rejected", reason=WHY, seen=token),
        lambda: change_the_way(decision, by=cast.council_clerk, outcome="postponed", reason=WHY, seen=whole),
    )

    assert len(errors_of([corrected, changed])) == 1
    assert decision.acts.count() == 2
    expected = "completed" if isinstance(changed, Exception) else "deliberating"
    assert fresh(paper).state == expected


@pytest.mark.parametrize("round_", range(3))
def test_a_decision_beside_a_correction_that_takes_it_back(cast, round_):
    """Either the council decides, and the list of what followed was another; or its line is not open any more."""
    paper, decision = at_the_council(cast)
    europe = line_of(paper, cast.org.europe_committee, "preliminary")
    whole = line_and_slip(europe, fresh(paper)).token()

    decided, changed = at_once(
        lambda: act_on(decision, by=cast.chair, outcome="adopted", seen=seen(decision)),
        lambda: change_the_way(europe, by=cast.council_clerk, outcome="postponed", reason=WHY, seen=whole),
    )

    assert len(errors_of([decided, changed])) == 1
    if isinstance(changed, Exception):
        assert (fresh(paper).state, states_of(paper)["Rat"]) == ("completed", "done")
    else:
        assert (states_of(paper)["Europaausschuss"], states_of(paper)["Rat"]) == ("open", "planned")
        assert fresh(paper).state == "deliberating"


@pytest.mark.parametrize("round_", range(3))
def test_the_last_earlier_result_beside_late_minutes(cast, round_):
    """Both are recorded, in either order, and the paper is completed once."""
    slip = [Line(cast.org.europe_committee, "preliminary", 1), Line(cast.org.council, "decision", 2)]
    paper = paper_at("deliberating", cast, slip=slip)
    europe, decision = (
        line_of(paper, *one) for one in ((slip[0].organization, "preliminary"), (cast.org.council, "decision"))
    )

    earlier, ahead = at_once(
        lambda: act_on(europe, by=cast.secretary, outcome="recommended"),
        lambda: record_ahead(decision, by=cast.chair, outcome="adopted", order_reason=WHY),
    )

    assert not isinstance(earlier, Exception)
    if isinstance(ahead, Exception):  # its turn had come: it is recorded as usual
        assert isinstance(ahead, WrongState)
        act_on(Consultation.objects.get(pk=decision.pk), by=cast.chair, outcome="adopted")
    assert fresh(paper).state == "completed"
    assert PageLogEntry.objects.filter(page=paper, action="umlauf.complete").count() == 1
    assert set(states_of(paper).values()) == {"done"}


@pytest.mark.parametrize("round_", range(3))
def test_late_minutes_recorded_twice_at_once(cast, round_):
    paper = paper_at("deliberating", cast)
    decision = line_of(paper, cast.org.council, "decision")

    results = at_once(
        lambda: record_ahead(decision, by=cast.chair, outcome="adopted", order_reason=WHY),
        lambda: record_ahead(decision, by=cast.council_clerk, outcome="rejected", order_reason=WHY),
    )

    assert len(errors_of(results)) == 1
    assert decision.acts.count() == 1


@pytest.mark.parametrize("round_", range(3))
def test_a_decision_beside_a_line_that_comes_first(cast, round_):
    paper, decision = at_the_council(cast)
    wanted = [*slip_of(paper), Line(cast.org.finance_committee, "preliminary", 1)]

    decided, added = at_once(
        lambda: act_on(decision, by=cast.chair, outcome="adopted"),
        lambda: set_slip(paper, lines=wanted, by=cast.council_clerk),
    )

    assert len(errors_of([decided, added])) == 1
    if isinstance(added, Exception):
        assert fresh(paper).state == "completed"
        assert "Finanzausschuss" not in states_of(paper)
    else:
        assert (states_of(paper)["Rat"], states_of(paper)["Finanzausschuss"]) == ("planned", "open")
        assert not decision.acts.exists()


@pytest.mark.parametrize("round_", range(3))
def test_a_referral_back_beside_the_same_round_on_the_slip(cast, round_):
    paper, decision = at_the_council(cast)
    wanted = [*slip_of(paper), Line(cast.org.europe_committee, "preliminary", 2, round=2)]

    results = at_once(
        lambda: refer_to(decision, by=cast.chair, organization=cast.org.europe_committee),
        lambda: set_slip(paper, lines=wanted, by=cast.council_clerk),
    )

    rounds = paper.consultations.not_cancelled().filter(organization=cast.org.europe_committee)
    assert sorted(line.round for line in rounds) == [1, 2]
    assert len(errors_of(results)) <= 1
    assert fresh(paper).state == "deliberating"


@pytest.mark.parametrize("round_", range(3))
@pytest.mark.parametrize("ending", ["return", "withdraw"])
def test_a_correction_with_consequences_beside_an_end_of_the_way(cast, ending, round_):
    paper, _decision = at_the_council(cast)
    europe = line_of(paper, cast.org.europe_committee, "preliminary")

    def end():
        if ending == "return":
            return return_to_author(paper, by=cast.second_clerk, reason="Neue Zahlen.")
        return withdraw(paper, by=cast.author, reason="Entfällt.")

    changed, ended = at_once(
        lambda: change_the_way(europe, by=cast.council_clerk, outcome="not_dealt_with", reason=WHY), end
    )

    assert not isinstance(ended, Exception)
    assert fresh(paper).state == {"return": "returned", "withdraw": "withdrawn"}[ending]
    assert "open" not in {line.state for line in paper.consultations.blocking()}
    assert europe.acts.count() == (1 if isinstance(changed, Exception) else 2)
    if isinstance(changed, Exception):
        assert isinstance(changed, WrongState)


def test_a_paper_comes_back_once(cast):
    paper = paper_at("completed", cast)
    council = line_of(paper, cast.org.council, "decision")
    europe = line_of(paper, cast.org.europe_committee, "preliminary")

    results = at_once(
        lambda: change_the_way(council, by=cast.council_clerk, outcome="postponed", reason=WHY),
        lambda: change_the_way(europe, by=cast.second_clerk, outcome="not_dealt_with", reason=WHY),
    )

    assert errors_of(results) == []
    assert fresh(paper).state == "deliberating"
    assert [state.status for state in WorkflowState.objects.for_instance(paper)] == ["in_progress"]
    assert Act.objects.exclude(corrects=None).count() == 2
