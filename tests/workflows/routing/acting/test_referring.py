"""A body refers a paper to another one, or takes it up again later."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from papers.models import Act, Delegation, Membership
from tests.factories.papers import finish_open, fresh, line_of, paper_at
from tests.workflows.routing.acting.lines import (
    open_line,
)
from workflows.routing.acting import Votes, act_on, postpone, refer_to
from workflows.routing.slips import Line


def test_a_referral_puts_another_committee_before_the_decision(cast):
    paper = paper_at("deliberating", cast)
    finish_open(paper, cast, "preliminary", "hearing")
    decision = line_of(paper, cast.org.council, "decision")

    act = refer_to(decision, by=cast.chair, organization=cast.org.finance_committee, remark="Wegen der Kosten.")

    decision.refresh_from_db()
    recommendation = line_of(paper, cast.org.finance_committee, "preliminary")
    assert (act.outcome, act.refer_to, act.remark) == ("referred", cast.org.finance_committee, "Wegen der Kosten.")
    assert (recommendation.state, decision.state) == ("open", "planned")
    assert recommendation.stage < decision.stage
    assert fresh(paper).state == "deliberating"


def test_after_the_referral_the_decision_is_taken(cast):
    paper = paper_at("deliberating", cast)
    finish_open(paper, cast, "preliminary", "hearing")
    decision = line_of(paper, cast.org.council, "decision")
    refer_to(decision, by=cast.chair, organization=cast.org.finance_committee)
    Membership.objects.create(person=cast.other_member, organization=cast.org.finance_committee, role="secretary")

    act_on(line_of(paper, cast.org.finance_committee, "preliminary"), by=cast.other_member, outcome="recommended")
    decision.refresh_from_db()
    assert decision.state == "open"
    act_on(decision, by=cast.chair, outcome="adopted", votes=Votes(20, 3))

    assert fresh(paper).state == "completed"
    assert list(Act.objects.filter(consultation=decision).order_by("pk").values_list("outcome", flat=True)) == [
        "referred",
        "adopted",
    ]


@pytest.mark.parametrize("target", [None, "council", "europe_committee", "planning_office", "faction", "bristol"])
def test_a_paper_is_referred_to_another_committee_and_nowhere_else(cast, target):
    """The Europe committee is to deal with it already."""
    slip = [Line(cast.org.council, "decision", 1), Line(cast.org.europe_committee, "preliminary", 2)]
    paper = paper_at("deliberating", cast, slip=slip)
    decision = line_of(paper, cast.org.council, "decision")

    with pytest.raises(ValidationError) as error:
        act_on(decision, by=cast.chair, outcome="referred", refer_to=target and getattr(cast.org, target))

    assert list(error.value.message_dict) == ["refer_to"]
    decision.refresh_from_db()
    assert (decision.state, decision.latest_act) == ("open", None)


def test_a_dissolved_committee_gets_no_referral(cast):
    cast.org.finance_committee.ends_on = timezone.localdate() - datetime.timedelta(days=1)
    cast.org.finance_committee.save()

    with pytest.raises(ValidationError):
        refer_to(open_line(cast, "decision"), by=cast.chair, organization=cast.org.finance_committee)


def test_a_referral_shifts_only_what_comes_later(cast):
    slip = [
        Line(cast.org.europe_committee, "decision", 1),
        Line(cast.org.culture_committee, "hearing", 1),
        Line(cast.org.council, "decision", 2),
    ]
    paper = paper_at("deliberating", cast, slip=slip)

    refer_to(
        line_of(paper, cast.org.europe_committee, "decision"),
        by=cast.secretary,
        organization=cast.org.finance_committee,
    )

    assert {(line.organization.name, line.stage, line.state) for line in paper.consultations.all()} == {
        ("Finanzausschuss", 1, "open"), ("Kulturausschuss", 1, "open"), ("Europaausschuss", 2, "planned"),
        ("Rat", 3, "planned"),
    }  # fmt: skip


def test_a_postponed_line_stays_open_and_is_decided_later(cast):
    decision = open_line(cast, "decision")

    postpone(decision, by=cast.chair, remark="Nächste Sitzung.")
    decision.refresh_from_db()
    assert (decision.state, decision.outcome, fresh(decision.paper).state) == ("open", "postponed", "deliberating")

    act_on(decision, by=cast.chair, outcome="adopted")
    assert fresh(decision.paper).state == "completed"
    assert list(Act.objects.filter(consultation=decision).order_by("pk").values_list("outcome", flat=True)) == [
        "postponed",
        "adopted",
    ]


def test_a_deputy_refers_and_postpones_in_the_name_of_the_chair(cast):
    Delegation.objects.create(delegator=cast.chair, deputy=cast.council_member)
    line = open_line(cast, "decision")

    assert postpone(line, by=cast.council_member).on_behalf_of == cast.chair
    assert refer_to(line, by=cast.council_member, organization=cast.org.finance_committee).on_behalf_of == cast.chair
