"""Acting on a line: outcomes by role, votes, dates, deputies, and everybody who must be refused."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import PageLogEntry

from papers.models import Act, Delegation, Membership
from tests.factories.papers import FAVOURABLE, finish_open, fresh, line_of, paper_at
from workflows.errors import LineAlreadyDone, LineNotOpen, NotYourLine
from workflows.routing.acting import Votes, act_on, postpone, refer_to
from workflows.routing.slips import Line

OUTCOMES = {
    "co_sign": {"signed", "signed_with_remarks", "objected"},
    "hearing": {"heard", "postponed"},
    "deliberation": {"noted", "noted_with_remarks", "postponed"},
    "preliminary": {"recommended", "recommended_with_changes", "not_recommended", "postponed"},
    "decision": {"adopted", "adopted_as_amended", "rejected", "referred", "postponed"},
    "information": {"noted"},
}
ALL_OUTCOMES = sorted(set().union(*OUTCOMES.values()))
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


def open_line(cast, role):
    """A paper whose line with this role is open, whatever the role."""
    slips = {
        "co_sign": ("decision", "co_signing", "planning_office"),
        "hearing": ("decision", "deliberating", "culture_committee"),
        "deliberation": ("information", "deliberating", "europe_committee"),
        "preliminary": ("decision", "deliberating", "europe_committee"),
        "information": ("decision", "deliberating", "bristol"),
    }
    if role == "decision":
        paper = paper_at("deliberating", cast, slip=[Line(cast.org.council, "decision", 1)])
        return line_of(paper, cast.org.council, "decision")
    slug, stage, organization = slips[role]
    return line_of(paper_at(stage, cast, slug), getattr(cast.org, organization), role)


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
    ("decision", "adopted", Votes(9, 2, 1, 1)), ("decision", "adopted", Votes(1, 0)),
    ("decision", "adopted_as_amended", Votes(2, 1)),
    ("decision", "rejected", Votes(2, 9)), ("decision", "rejected", Votes(5, 5)), ("decision", "rejected", Votes(9, 2)),
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
    ("decision", "adopted", Votes(5, 5)), ("decision", "adopted", Votes(2, 9)),
    ("decision", "adopted_as_amended", Votes(2, 9)), ("preliminary", "recommended", Votes(1, 1, 7)),
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


def test_a_decision_without_a_count_has_no_votes(cast):
    act = record(cast, open_line(cast, "decision"), "adopted")

    assert (act.votes_yes, act.votes_no, act.votes_abstain, act.votes_biased) == (None,) * 4


@pytest.mark.parametrize(("days", "field"), [(1, "decided_on"), (-30, "decided_on")])
def test_a_result_cannot_be_dated_before_its_line_opened_or_in_the_future(cast, days, field):
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

    assert set(error.value.message_dict) == {"amended_text", "votes", "decided_on"}


# --- who ------------------------------------------------------------------------------------------------------------


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


# --- when -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "stage",
    [
        "draft",
        "co_signing",
        "checking",
        "releasing",
        "returned",
        "withdrawn",
        "returned_after_release",
        "withdrawn_after_release",
    ],
)
def test_a_line_whose_turn_it_is_not_is_not_open(cast, stage):
    paper = paper_at(stage, cast)
    line = paper.consultations.get(organization=cast.org.council)

    with pytest.raises(LineNotOpen):
        act_on(line, by=cast.chair, outcome="adopted")

    assert not Act.objects.filter(consultation=line).exists()


def test_a_second_actor_is_told_who_was_faster(cast):
    line = open_line(cast, "co_sign")
    act_on(line, by=cast.cosigner, outcome="signed")

    with pytest.raises(LineAlreadyDone) as error:
        act_on(line, by=cast.second_cosigner, outcome="objected", remark="Nein.")

    assert "Marta Mitzeichnerin" in error.value.messages[0]
    assert (
        "Mitgezeichnet" in error.value.messages[0]
        or "signed" in error.value.messages[0].lower()
        or "gezeichnet" in error.value.messages[0]
    )
    assert Act.objects.filter(consultation=line).count() == 1


def test_a_stranger_is_not_told_who_acted(cast):
    line = open_line(cast, "co_sign")
    act_on(line, by=cast.cosigner, outcome="signed")

    with pytest.raises(NotYourLine):
        act_on(line, by=cast.outsider, outcome="signed")


def test_stages_open_one_after_the_other_and_lines_of_one_stage_together(cast):
    paper = paper_at("deliberating", cast)
    states = lambda: {line.organization.name: line.state for line in paper.consultations.select_related("organization")}  # noqa: E731
    assert states() == {
        "Planungsamt": "done",
        "Europaausschuss": "open",
        "Kulturausschuss": "open",
        "Rat": "planned",
        "Bristol": "open",
    }

    act_on(line_of(paper, cast.org.europe_committee, "preliminary"), by=cast.secretary, outcome="recommended")
    assert states()["Rat"] == "planned"

    act_on(line_of(paper, cast.org.culture_committee, "hearing"), by=cast.secretary, outcome="heard")
    assert states()["Rat"] == "open"

    act_on(line_of(paper, cast.org.council, "decision"), by=cast.chair, outcome="rejected")
    assert fresh(paper).state == "completed"
    assert states()["Bristol"] == "open"  # information never blocks


def test_an_information_line_may_be_noted_after_the_end(cast):
    paper = paper_at("completed", cast)

    act_on(line_of(paper, cast.org.bristol, "information"), by=cast.liaison, outcome="noted")

    assert fresh(paper).state == "completed"


def test_a_paper_for_information_only_is_completed_with_its_release(cast):
    slip = [Line(cast.org.europe_committee, "information"), Line(cast.org.council, "information")]
    paper = paper_at("deliberating", cast, "information", slip=slip)

    assert paper.state == "completed"
    assert paper.live
    assert set(paper.consultations.values_list("state", flat=True)) == {"open"}


def test_without_co_signatures_the_check_comes_at_once(cast):
    assert paper_at("co_signing", cast, slip=[Line(cast.org.council, "decision")]).state == "checking"


# --- refer and postpone ---------------------------------------------------------------------------------------------


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
    """The Europe committee already deals with it."""
    paper = paper_at("deliberating", cast)
    finish_open(paper, cast, "preliminary", "hearing")
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


# --- the form -------------------------------------------------------------------------------------------------------


def test_the_form_records_votes_and_remark(cast, signed_in):
    line = open_line(cast, "decision")
    form = {
        "outcome": "adopted",
        "decided_on": timezone.localdate().isoformat(),
        "votes_yes": "9",
        "votes_no": "2",
        "votes_abstain": "",
        "votes_biased": "",
        "remark": "Gut.",
    }

    response = signed_in(cast.chair).post(f"/admin/inbox/lines/{line.pk}/", form)

    act = Act.objects.get(consultation=line)
    assert response.status_code == 302
    assert (act.outcome, act.votes_yes, act.votes_no, act.votes_abstain, act.votes_biased, act.remark) == (
        "adopted",
        9,
        2,
        0,
        0,
        "Gut.",
    )


@pytest.mark.parametrize(("changes", "field"), [
    ({"outcome": "signed"}, "outcome"), ({"outcome": ""}, "outcome"),
    ({"votes_yes": "2", "votes_no": "9"}, "votes_yes"), ({"votes_yes": "viele"}, "votes_yes"),
    ({"outcome": "adopted_as_amended"}, "amended_text"), ({"outcome": "referred"}, "refer_to"),
    ({"decided_on": "2031-01-01"}, "decided_on"),
    ({"decided_on": "morgen"}, "decided_on"), ({"votes_yes": "-1", "votes_no": "1"}, "votes_yes"),
])  # fmt: skip
def test_the_form_names_the_field_and_keeps_what_was_typed(cast, signed_in, changes, field):
    line = open_line(cast, "decision")
    form = {
        "outcome": "adopted",
        "decided_on": timezone.localdate().isoformat(),
        "remark": "Lange getippte Bemerkung",
    } | changes

    response = signed_in(cast.chair).post(f"/admin/inbox/lines/{line.pk}/", form)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert "Lange getippte Bemerkung" in response.content.decode()
    assert not Act.objects.filter(consultation=line).exists()


def test_the_form_tells_the_second_actor_who_did_it(cast, signed_in):
    line = open_line(cast, "co_sign")
    act_on(line, by=cast.cosigner, outcome="signed")
    client = signed_in(cast.second_cosigner)

    for response in (
        client.get(f"/admin/inbox/lines/{line.pk}/"),
        client.post(
            f"/admin/inbox/lines/{line.pk}/", {"outcome": "signed", "decided_on": timezone.localdate().isoformat()}
        ),
    ):
        assert response.status_code == 200
        assert "Marta Mitzeichnerin" in response.content.decode()
    assert Act.objects.filter(consultation=line).count() == 1


@pytest.mark.parametrize(
    "name", ["member", "council_member", "author", "council_clerk", "outsider", "adviser", "spokeswoman"]
)
def test_the_form_refuses_whoever_may_not_act(cast, signed_in, name):
    line = open_line(cast, "decision")

    response = signed_in(cast.people()[name]).post(
        f"/admin/inbox/lines/{line.pk}/", {"outcome": "adopted", "decided_on": timezone.localdate().isoformat()}
    )

    assert response.status_code in (302, 403, 404)
    assert not Act.objects.filter(consultation=line).exists()


def test_permission_errors_are_permission_errors(cast):
    with pytest.raises(PermissionDenied):
        act_on(open_line(cast, "co_sign"), by=cast.citizen, outcome="signed")
