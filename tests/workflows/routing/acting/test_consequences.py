"""A result is corrected from which the way of a paper went on."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from papers.models import Act, Consultation, Letter, Organization
from papers.wording import final_result, line_sentence
from tests.factories.papers import edit, finish_open, fresh, line_of, paper_at
from tests.shown import shown_form
from umlauf.portal.addresses import paper_url
from workflows.errors import WrongState
from workflows.inbox import waiting_for
from workflows.routing.acting import act_on, postpone, refer_to
from workflows.routing.ahead import record_ahead
from workflows.routing.consequences import change_the_way, consequences_of, possible_outcomes
from workflows.routing.correcting import correct_result
from workflows.routing.slips import Line, set_slip, slip_of
from workflows.routing.steps import resubmit, return_to_author, withdraw
from workflows.timeline import timeline_of

pytestmark = pytest.mark.django_db

WHY = "Laut Niederschrift wurde vertagt."


@pytest.fixture
def paper(cast):
    return paper_at("completed", cast)


def of(cast, paper, name):
    role = {"council": "decision", "europe_committee": "preliminary", "culture_committee": "hearing"}[name]
    return line_of(paper, getattr(cast.org, name), role)


def change(line, cast, outcome, **more):
    act = change_the_way(
        Consultation.objects.get(pk=line.pk), by=cast.council_clerk, outcome=outcome, **{"reason": WHY} | more
    )
    line.refresh_from_db()
    return act


# --- a completed paper ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", ["postponed", "not_dealt_with"])
def test_a_completed_paper_is_in_deliberation_again(cast, paper, outcome):
    decision = of(cast, paper, "council")
    wrong = decision.latest_act

    act = change(decision, cast, outcome)

    assert (decision.state, decision.latest_act, act.corrects, act.reason) == ("open", act, wrong, WHY)
    assert Act.objects.filter(pk=wrong.pk, outcome="adopted").exists()
    assert fresh(paper).state == "deliberating"
    assert fresh(paper).released_at == paper.released_at
    assert final_result(fresh(paper)) is None
    assert decision.pk in waiting_for(cast.chair).values_list("line_pk", flat=True)


def test_it_is_completed_anew_by_what_the_body_does_then(cast, paper):
    decision = of(cast, paper, "council")
    number = paper.number
    for _time in range(2):
        change(decision, cast, "postponed")
        act_on(decision, by=cast.chair, outcome="rejected")
        decision.refresh_from_db()
        assert fresh(paper).state == "completed"

    assert (fresh(paper).number, decision.outcome, decision.acts.count()) == (number, "rejected", 5)


def test_really_referred(cast, paper):
    decision = of(cast, paper, "council")

    act = change(decision, cast, "referred", refer_to=cast.org.europe_committee)

    again = paper.consultations.get(organization=cast.org.europe_committee, round=2)
    assert (act.refer_to, again.state, decision.state) == (cast.org.europe_committee, "open", "planned")
    assert again.stage < decision.stage
    act_on(again, by=cast.secretary, outcome="recommended")
    act_on(of(cast, paper, "council"), by=cast.chair, outcome="adopted")
    assert fresh(paper).state == "completed"


def test_a_co_signature_of_a_released_paper_is_not_corrected_so(cast, paper):
    with pytest.raises(WrongState):
        change(line_of(paper, cast.org.planning_office, "co_sign"), cast, "not_dealt_with")


def test_information_noted_by_mistake_is_received_again(cast, paper):
    line = line_of(paper, cast.org.bristol, "information")
    act_on(line, by=cast.liaison, outcome="noted")

    change(line, cast, "not_dealt_with")

    assert (line.state, fresh(paper).state) == ("open", "completed")


# --- what followed ----------------------------------------------------------------------------------------------------


@pytest.fixture
def at_the_council(cast):
    paper = paper_at("deliberating", cast)
    finish_open(paper, cast, "preliminary", "hearing")
    return paper


def choices_of(line):
    return {one.line.organization.name: [str(choice.value) for choice in one.choices] for one in consequences_of(line)}


def test_what_opened_is_taken_back_and_told(cast, at_the_council):
    europe, council = (of(cast, at_the_council, name) for name in ("europe_committee", "council"))
    assert choices_of(europe) == {"Rat": ["take_back", "go_on"]}

    change(europe, cast, "postponed")

    council.refresh_from_db()
    assert (europe.state, council.state, council.opened_at) == ("open", "planned", None)
    assert not europe.is_overtaken
    assert Letter.objects.filter(kind="taken_back", about={"line": council.pk}).exists()


def test_what_opened_may_go_on_and_the_earlier_result_is_still_to_come(cast, at_the_council):
    europe, council = (of(cast, at_the_council, name) for name in ("europe_committee", "council"))

    change(europe, cast, "not_dealt_with", then={str(council.pk): "go_on"})

    council.refresh_from_db()
    assert (europe.state, council.state, line_sentence(europe)) == (
        "open",
        "open",
        "Vorberatung: Ergebnis steht noch aus",
    )
    act_on(council, by=cast.chair, outcome="adopted")
    assert fresh(at_the_council).state == "deliberating"
    act_on(Consultation.objects.get(pk=europe.pk), by=cast.secretary, outcome="recommended")
    assert fresh(at_the_council).state == "completed"


def test_what_acted_stands(cast, paper):
    europe, council = (of(cast, paper, name) for name in ("europe_committee", "council"))
    assert choices_of(europe) == {"Rat": ["stand", "repeat"]}

    change(europe, cast, "not_dealt_with")

    council.refresh_from_db()
    assert (europe.state, europe.is_overtaken, council.state) == ("open", True, "done")
    act_on(Consultation.objects.get(pk=europe.pk), by=cast.secretary, outcome="recommended")
    assert fresh(paper).state == "completed"


def test_what_acted_is_dealt_with_again(cast, paper):
    europe, council = (of(cast, paper, name) for name in ("europe_committee", "council"))

    change(europe, cast, "postponed", then={str(council.pk): "repeat"})

    council.refresh_from_db()
    assert (council.state, council.acts.count(), europe.is_overtaken) == ("planned", 1, False)
    assert line_sentence(council).endswith("noch zu bestätigen") or "bestätig" in line_sentence(council)
    act_on(europe, by=cast.secretary, outcome="recommended")
    council.refresh_from_db()
    assert council.state == "open"


def test_lines_of_the_same_stage_are_left_alone(cast, paper):
    europe = of(cast, paper, "europe_committee")

    change(europe, cast, "postponed")

    assert of(cast, paper, "culture_committee").state == "done"


def test_a_line_nobody_can_act_on_waits_at_the_council_office(cast, paper):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Organization.objects.filter(pk=cast.org.europe_committee.pk).update(ends_on=yesterday)
    paper.versions.update(created_at=timezone.now() - datetime.timedelta(days=9))
    europe = of(cast, paper, "europe_committee")

    change(europe, cast, "not_dealt_with")

    assert (europe.state, fresh(paper).state) == ("planned", "deliberating")
    assert europe.pk in waiting_for(cast.council_clerk).values_list("line_pk", flat=True)


def test_every_decision_is_on_record(cast, paper):
    europe, council = (of(cast, paper, name) for name in ("europe_committee", "council"))
    change(europe, cast, "postponed", then={str(council.pk): "repeat"})

    entries = timeline_of(paper)

    told = next(entry for entry in entries if entry.text.startswith("Nach einer Berichtigung wieder in Beratung"))
    assert told.detail == "Rat (Entscheidung): muss erneut behandelt werden"
    assert any(entry.kind == "act" and WHY in entry.detail for entry in entries)


@pytest.mark.parametrize("wish", ["take_back", "end", "", "nonsense"])
def test_nothing_else_can_become_of_a_line(cast, paper, wish):
    europe, council = (of(cast, paper, name) for name in ("europe_committee", "council"))
    if wish == "":
        change(europe, cast, "postponed", then={str(council.pk): wish})  # the usual
        return
    with pytest.raises(ValidationError) as refused:
        change(europe, cast, "postponed", then={str(council.pk): wish})
    assert list(refused.value.error_dict) == [f"then-{council.pk}"]
    assert europe.acts.count() == 1


# --- the other way round ----------------------------------------------------------------------------------------------


def test_a_postponement_that_was_a_decision(cast, at_the_council):
    council = of(cast, at_the_council, "council")
    postpone(council, by=cast.chair)

    change(council, cast, "adopted")

    assert (council.state, council.outcome, fresh(at_the_council).state) == ("done", "adopted", "completed")


@pytest.mark.parametrize(
    ("wish", "state", "paper_state"), [("end", "cancelled", "completed"), ("keep", "open", "deliberating")]
)
def test_a_referral_that_was_a_decision(cast, at_the_council, wish, state, paper_state):
    council = of(cast, at_the_council, "council")
    refer_to(council, by=cast.chair, organization=cast.org.finance_committee)
    referred = line_of(at_the_council, cast.org.finance_committee, "preliminary")
    council.refresh_from_db()
    assert choices_of(council) == {"Finanzausschuss": ["end", "keep"]}

    change(council, cast, "adopted", then={str(referred.pk): wish})

    referred.refresh_from_db()
    assert (council.state, referred.state, fresh(at_the_council).state) == ("done", state, paper_state)
    assert referred.is_overtaken == (wish == "keep")


def test_a_referral_to_the_wrong_body(cast, at_the_council):
    council = of(cast, at_the_council, "council")
    refer_to(council, by=cast.chair, organization=cast.org.finance_committee)

    change(council, cast, "referred", refer_to=cast.org.culture_committee)

    states = {line.organization.name: line.state for line in at_the_council.consultations.filter(role="preliminary")}
    assert states == {"Europaausschuss": "done", "Finanzausschuss": "cancelled", "Kulturausschuss": "open"}
    assert council.state == "planned"


def test_a_referral_that_was_none_lets_the_line_wait_as_before(cast, at_the_council):
    council = of(cast, at_the_council, "council")
    refer_to(council, by=cast.chair, organization=cast.org.finance_committee)

    change(council, cast, "not_dealt_with")

    assert (council.state, council.has_result) == ("open", False)
    assert line_sentence(council).startswith("Entscheidung seit")


# --- who, when, what --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["chair", "secretary", "author", "member", "outsider", "liaison", "inactive", "citizen"]
)
def test_nobody_but_the_council_office(cast, paper, name):
    with pytest.raises(PermissionDenied):
        change_the_way(of(cast, paper, "council"), by=cast.people()[name], outcome="postponed", reason=WHY)
    assert of(cast, paper, "council").acts.count() == 1


@pytest.mark.parametrize("stage", ["returned_after_release", "withdrawn_after_release", "confirming", "releasing"])
def test_not_while_the_paper_is_elsewhere(cast, stage):
    paper = paper_at(stage, cast)
    for line in paper.consultations.exclude(role="co_sign"):
        with pytest.raises(WrongState):
            change(line, cast, "not_dealt_with")


def test_not_twice(cast, paper):
    decision = of(cast, paper, "council")
    change(decision, cast, "not_dealt_with")
    with pytest.raises(WrongState):
        change(decision, cast, "postponed")
    assert decision.acts.count() == 2


def test_a_round_that_was_followed_by_another_is_history(cast, at_the_council):
    refer_to(of(cast, at_the_council, "council"), by=cast.chair, organization=cast.org.europe_committee)
    first = at_the_council.consultations.get(organization=cast.org.europe_committee, round=1)

    with pytest.raises(WrongState):
        change(first, cast, "postponed")
    correct_result(first, by=cast.council_clerk, outcome="not_recommended", reason="Falsch.")  # its result can be


def test_a_signature_given_on_the_wrong_line_while_others_sign(cast):
    slip = [
        Line(cast.org.planning_office, "co_sign", 1),
        Line(cast.org.works_office, "co_sign", 2),
        Line(cast.org.council, "decision", 1),
    ]
    paper = paper_at("co_signing", cast, slip=slip)
    line = line_of(paper, cast.org.planning_office, "co_sign")
    act_on(line, by=cast.cosigner, outcome="signed_with_remarks", remark="Nur intern.")

    act = change(line, cast, "not_dealt_with")

    assert (line.state, act.remark) == ("open", "")
    assert line_of(paper, cast.org.works_office, "co_sign").state == "planned"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"outcome": "rejected"}, "outcome"),
        ({"outcome": "objected"}, "outcome"),
        ({"outcome": "nonsense"}, "outcome"),
        ({"outcome": "referred"}, "refer_to"),
        ({"decided_on": datetime.date(2031, 1, 1)}, "decided_on"),
        ({"decided_on": datetime.date(2001, 1, 1)}, "decided_on"),
    ],
)
def test_it_is_checked_like_a_result(cast, paper, changes, field):
    with pytest.raises(ValidationError) as refused:
        change(of(cast, paper, "council"), cast, **{"outcome": "postponed"} | changes)
    assert list(refused.value.error_dict) == [field]
    assert (of(cast, paper, "council").acts.count(), fresh(paper).state) == (1, "completed")


def test_the_way_goes_on_as_it_does_for_any_paper(cast, paper):
    """Changed, signed again, recorded ahead, withdrawn: a paper that came back is a paper like others."""
    change(of(cast, paper, "europe_committee"), cast, "postponed", then={str(of(cast, paper, "council").pk): "repeat"})
    record_ahead(of(cast, paper, "council"), by=cast.chair, outcome="rejected", order_reason="Niederschrift fehlt.")
    set_slip(paper, lines=[*slip_of(paper), Line(cast.org.finance_committee, "hearing", 1)], by=cast.council_clerk)
    return_to_author(fresh(paper), by=cast.council_clerk, reason="Neue Zahlen.")
    edit(paper, by=cast.author, summary="Ganz anders.")
    resubmit(fresh(paper), by=cast.author)
    assert fresh(paper).state == "co_signing"

    withdraw(fresh(paper), by=cast.author, reason="Entfällt.")
    assert {line.state for line in paper.consultations.all()} <= {"done", "cancelled"}


# --- screens ----------------------------------------------------------------------------------------------------------


def test_by_the_form(cast, paper, client):
    europe, council = (of(cast, paper, name) for name in ("europe_committee", "council"))
    client.force_login(cast.council_clerk)
    address = reverse("workflows:change_the_way", args=[europe.pk])
    assert address in client.get(reverse("workflows:slip", args=[paper.pk])).content.decode()
    assert address in client.get(reverse("workflows:correct", args=[europe.pk])).content.decode()
    form = shown_form(client, address)
    assert "Die Vorlage ist abgeschlossen" in form.response.content.decode()
    row = next(label for label in form.labels if label.startswith("Rat: Beschlossen am"))

    form.fill({"Ergebnis": "Vertagt", "Was war falsch?": WHY, row: "muss erneut behandelt werden"}).saved()

    council.refresh_from_db()
    europe.refresh_from_db()
    assert (europe.outcome, europe.state, council.state, fresh(paper).state) == (
        "postponed",
        "open",
        "planned",
        "deliberating",
    )


def test_what_came_up_since_is_told_and_what_was_typed_stays(cast, at_the_council, client):
    europe = of(cast, at_the_council, "europe_committee")
    client.force_login(cast.council_clerk)
    form = shown_form(client, reverse("workflows:change_the_way", args=[europe.pk]))
    form.fill({"Ergebnis": "Vertagt", "Was war falsch?": WHY})
    act_on(of(cast, at_the_council, "council"), by=cast.chair, outcome="adopted")

    form.read(form.send())

    assert "Seit dem Öffnen dieser Seite" in form.response.content.decode()
    assert WHY in form.response.content.decode()
    assert Act.objects.filter(consultation=europe).count() == 1
    form.saved()
    assert fresh(at_the_council).state == "deliberating"


def test_the_form_offers_what_the_verb_accepts(cast, at_the_council, client):
    client.force_login(cast.council_clerk)
    council = of(cast, at_the_council, "council")
    postpone(council, by=cast.chair)
    council.refresh_from_db()
    form = client.get(reverse("workflows:change_the_way", args=[council.pk])).context["form"]

    assert [value for value, _label in form.fields["outcome"].choices] == possible_outcomes(council)
    assert possible_outcomes(council) == ["adopted", "adopted_as_amended", "rejected", "referred", "not_dealt_with"]


def test_readers_see_what_stood_there_and_why(cast, paper, client):
    change(of(cast, paper, "council"), cast, "not_dealt_with", reason="Gehörte zur Vorlage 0999/2026.")

    page = client.get(paper_url(fresh(paper))).content.decode()

    assert "Entscheidung seit" in page
    assert "statt „Beschlossen am" in page
    assert "Gehörte zur Vorlage 0999/2026." in page


def test_the_address_without_a_result_leads_back(cast, client):
    line = paper_at("deliberating", cast).consultations.get(organization=cast.org.council)
    client.force_login(cast.council_clerk)
    assert client.get(reverse("workflows:change_the_way", args=[line.pk]))["Location"] == reverse("workflows:inbox")
