"""What may be recorded on a line of each role, and what it needs."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import PageLogEntry

from papers.models import Act
from tests.factories.papers import fresh
from tests.workflows.routing.acting.lines import (
    open_line,
)
from workflows.routing.acting import Votes, act_on

OUTCOMES = {
    "co_sign": {"signed", "signed_with_remarks", "objected"},
    "hearing": {"heard", "postponed"},
    "deliberation": {"noted", "noted_with_remarks", "postponed"},
    "preliminary": {"recommended", "recommended_with_changes", "not_recommended", "postponed"},
    "decision": {"adopted", "adopted_as_amended", "rejected", "referred", "postponed"},
    "information": {"noted"},
}


ALL_OUTCOMES = sorted(set().union(*OUTCOMES.values()))


def actor_on(cast, role):
    return {"co_sign": cast.cosigner, "decision": cast.chair, "information": cast.liaison}.get(role, cast.secretary)


def record(cast, line, outcome, **extra):
    fields = {"remark": "Bitte beachten.", "amended_text": "In geänderter Fassung."}
    if outcome == "referred":
        fields["refer_to"] = cast.org.finance_committee
    return act_on(line, by=actor_on(cast, line.role), outcome=outcome, **(fields | extra))


@pytest.mark.parametrize("role", OUTCOMES)
def test_a_role_knows_its_outcomes_and_no_others(cast, role):
    line = open_line(cast, role)

    for outcome in ALL_OUTCOMES:
        if outcome not in OUTCOMES[role]:
            with pytest.raises(ValidationError) as error:
                record(cast, line, outcome)
            assert "outcome" in error.value.message_dict, outcome
    assert not Act.objects.filter(consultation=line).exists()


@pytest.mark.parametrize(
    ("role", "outcome"), [(role, outcome) for role, outcomes in OUTCOMES.items() for outcome in sorted(outcomes)]
)
def test_every_outcome_is_recorded_for_its_version(cast, role, outcome):
    line = open_line(cast, role)

    act = record(cast, line, outcome)

    line.refresh_from_db()
    assert (act.outcome, act.version.number, act.by, act.on_behalf_of, act.decided_on) == (
        outcome,
        1,
        actor_on(cast, role),
        None,
        timezone.localdate(),
    )
    assert (line.latest_act, line.outcome) == (act, outcome)
    unfinished = {"objected": "planned", "referred": "planned", "postponed": "open"}
    assert line.state == unfinished.get(outcome, "done")
    assert (line.completed_at is not None) == (line.state == "done")
    entry = PageLogEntry.objects.get(page=line.paper, action="umlauf.act", data__act=act.pk)
    assert (entry.user, entry.data["outcome"]) == (act.by, outcome)


@pytest.mark.parametrize("outcome", ["nonsense", "", "ADOPTED"])
def test_an_unknown_outcome_is_named_at_its_field(cast, outcome):
    with pytest.raises(ValidationError) as error:
        record(cast, open_line(cast, "decision"), outcome)

    assert list(error.value.message_dict) == ["outcome"]


@pytest.mark.parametrize(
    ("role", "outcome"),
    [("co_sign", "signed_with_remarks"), ("co_sign", "objected"), ("deliberation", "noted_with_remarks")],
)
@pytest.mark.parametrize("remark", ["", "  \n"])
def test_an_outcome_that_says_with_remarks_needs_one(cast, role, outcome, remark):
    line = open_line(cast, role)

    with pytest.raises(ValidationError) as error:
        record(cast, line, outcome, remark=remark)

    assert list(error.value.message_dict) == ["remark"]
    assert fresh(line.paper).state == line.paper.state


@pytest.mark.parametrize(
    ("role", "outcome"), [("decision", "adopted_as_amended"), ("preliminary", "recommended_with_changes")]
)
def test_a_changed_text_must_be_recorded(cast, role, outcome):
    with pytest.raises(ValidationError) as error:
        record(cast, open_line(cast, role), outcome, amended_text=" ")

    assert list(error.value.message_dict) == ["amended_text"]


@pytest.mark.parametrize(("role", "outcome", "votes"), [
    ("decision", "adopted", Votes(9, 2, 1, 1)), ("decision", "adopted", Votes(2, 0)),
    ("decision", "adopted_as_amended", Votes(2, 1)),
    ("decision", "rejected", Votes(2, 9)), ("decision", "rejected", Votes(5, 5)),
    ("preliminary", "recommended", Votes(9, 2)), ("preliminary", "not_recommended", Votes(0, 3)),
    ("deliberation", "noted", Votes(0, 0, 4)),
])  # fmt: skip
def test_votes_are_kept_as_counts(cast, role, outcome, votes):
    act = record(cast, open_line(cast, role), outcome, votes=votes)

    assert (act.votes_yes, act.votes_no, act.votes_abstain, act.votes_biased) == (
        votes.yes,
        votes.no,
        votes.abstain,
        votes.biased,
    )


@pytest.mark.parametrize(("role", "outcome", "votes"), [
    ("decision", "adopted", Votes(0, 0)), ("decision", "adopted", Votes(0, 0, 0, 3)),
    ("decision", "rejected", Votes(-1, 3)),
    ("decision", "rejected", Votes(1, 3, -1)), ("decision", "postponed", Votes(9, 2)),
    ("decision", "referred", Votes(9, 2)),
    ("co_sign", "signed", Votes(9, 2)), ("hearing", "heard", Votes(1, 0)), ("information", "noted", Votes(1, 0)),
])  # fmt: skip
def test_votes_that_cannot_be_are_named(cast, role, outcome, votes):
    line = open_line(cast, role)

    with pytest.raises(ValidationError) as error:
        record(cast, line, outcome, votes=votes)

    assert list(error.value.message_dict) == ["votes"]
    assert not Act.objects.filter(consultation=line).exists()


@pytest.mark.parametrize(("role", "outcome", "votes"), [
    ("decision", "adopted", Votes(5, 5)), ("decision", "adopted", Votes(2, 9)),
    ("decision", "adopted_as_amended", Votes(2, 9)), ("preliminary", "recommended", Votes(1, 1, 7)),
    ("decision", "rejected", Votes(9, 2)), ("decision", "adopted", Votes(1, 0)),
])  # fmt: skip
def test_votes_that_look_like_a_mistake_are_asked_back_once(cast, role, outcome, votes):
    """A majority may need more votes than one more."""
    line = open_line(cast, role)

    with pytest.raises(ValidationError) as error:
        record(cast, line, outcome, votes=votes)
    assert list(error.value.message_dict) == ["votes_reason"]
    assert not Act.objects.filter(consultation=line).exists()

    act = record(cast, line, outcome, votes=votes, votes_reason="Zwei Drittel waren nötig.")
    assert act.votes_reason == "Zwei Drittel waren nötig."


def test_a_decision_without_a_count_has_no_votes(cast):
    act = record(cast, open_line(cast, "decision"), "adopted")

    assert (act.votes_yes, act.votes_no, act.votes_abstain, act.votes_biased) == (None,) * 4


@pytest.mark.parametrize(("days", "field"), [(1, "decided_on"), (-30, "decided_on")])
def test_a_result_cannot_be_dated_before_the_paper_was_on_its_way_or_in_the_future(cast, days, field):
    with pytest.raises(ValidationError) as error:
        record(
            cast,
            open_line(cast, "decision"),
            "adopted",
            decided_on=timezone.localdate() + datetime.timedelta(days=days),
        )

    assert list(error.value.message_dict) == [field]


def test_several_mistakes_are_told_at_once(cast):
    with pytest.raises(ValidationError) as error:
        record(
            cast,
            open_line(cast, "decision"),
            "adopted_as_amended",
            amended_text="",
            votes=Votes(1, 2),
            decided_on=timezone.localdate() + datetime.timedelta(days=1),
        )

    assert set(error.value.message_dict) == {"amended_text", "votes_reason", "decided_on"}
