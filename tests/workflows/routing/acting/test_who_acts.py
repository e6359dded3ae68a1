"""Who acts on a line, and for whom."""

from __future__ import annotations

import pytest

from papers.models import Act, Delegation
from tests.factories.papers import FAVOURABLE, line_of, paper_at
from tests.workflows.routing.acting.lines import (
    open_line,
)
from workflows.errors import NotYourLine
from workflows.routing.acting import act_on
from workflows.routing.ahead import record_ahead
from workflows.routing.slips import Line

# organization on the slip below: who may act on its line in the database's eyes, by the memberships of the cast
ACTORS = {
    "planning_office": {"cosigner", "second_cosigner", "deputy"},
    "europe_committee": {"secretary"},
    "culture_committee": {"secretary"},
    "council": {"chair"},
    "bristol": {"liaison"},
    "faction": {"spokeswoman"},
    "finance_committee": set(),
}


@pytest.mark.parametrize(("organization", "role"), [
    ("planning_office", "co_sign"), ("europe_committee", "deliberation"), ("culture_committee", "hearing"),
    ("council", "deliberation"), ("bristol", "information"),
    ("faction", "hearing"), ("finance_committee", "deliberation"),
])  # fmt: skip
def test_only_those_who_act_for_the_organization_act_on_its_line(cast, organization, role):
    stage = "co_signing" if role == "co_sign" else "deliberating"
    slip = [Line(getattr(cast.org, organization), role, 1)]
    if role == "information":
        slip.append(Line(cast.org.council, "deliberation", 1))
    paper = paper_at(stage, cast, "information", slip=slip)
    line = line_of(paper, getattr(cast.org, organization), role)

    for name, person in cast.people().items():
        if name in ACTORS[organization]:
            continue
        with pytest.raises(NotYourLine):
            act_on(line, by=person, outcome=FAVOURABLE[role])
    assert not Act.objects.filter(consultation=line).exists()

    for name in sorted(ACTORS[organization])[:1]:
        act_on(line, by=cast.people()[name], outcome=FAVOURABLE[role])
        assert Act.objects.get(consultation=line).by == cast.people()[name]


def test_a_deputy_acts_and_the_record_says_for_whom(cast):
    act = act_on(open_line(cast, "co_sign"), by=cast.deputy, outcome="signed")

    assert (act.by, act.on_behalf_of) == (cast.deputy, cast.cosigner)


def test_who_has_a_right_of_their_own_uses_it_first(cast):
    Delegation.objects.create(delegator=cast.cosigner, deputy=cast.second_cosigner)

    act = act_on(open_line(cast, "co_sign"), by=cast.second_cosigner, outcome="signed")

    assert act.on_behalf_of is None


def test_but_may_say_that_they_act_for_the_other(cast):
    Delegation.objects.create(delegator=cast.cosigner, deputy=cast.second_cosigner)

    act = act_on(open_line(cast, "co_sign"), by=cast.second_cosigner, outcome="signed", on_behalf_of=cast.cosigner)

    assert (act.by, act.on_behalf_of) == (cast.second_cosigner, cast.cosigner)


def test_naming_oneself_is_no_delegation(cast):
    act = act_on(open_line(cast, "co_sign"), by=cast.cosigner, outcome="signed", on_behalf_of=cast.cosigner)

    assert act.on_behalf_of is None


@pytest.mark.parametrize(
    ("by", "for_whom"),
    [
        ("cosigner", "second_cosigner"),
        ("deputy", "second_cosigner"),
        ("deputys_deputy", "deputy"),
        ("outsider", "cosigner"),
        ("deputy", "chair"),
    ],
)
def test_nobody_acts_in_the_name_of_somebody_who_did_not_ask_them(cast, by, for_whom):
    line = open_line(cast, "co_sign")

    with pytest.raises(NotYourLine):
        act_on(line, by=cast.people()[by], outcome="signed", on_behalf_of=cast.people()[for_whom])

    assert not Act.objects.exists()


def test_a_deputy_records_late_minutes_in_the_name_of_the_chair(cast):
    Delegation.objects.create(delegator=cast.chair, deputy=cast.council_member)
    line = line_of(paper_at("deliberating", cast), cast.org.council, "decision")

    act = record_ahead(line, by=cast.council_member, outcome="adopted", order_reason="Niederschrift fehlt noch.")

    assert (act.by, act.on_behalf_of) == (cast.council_member, cast.chair)
