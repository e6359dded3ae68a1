"""A result is corrected from which the way of a paper went on."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from papers.models import Act, Consultation, Letter, Organization
from papers.wording import final_result, line_sentence
from tests.factories.papers import finish_open, fresh, line_of, paper_at
from tests.workflows.routing.acting.changes import WHY, change, of
from workflows.errors import WrongState
from workflows.inbox import waiting_for
from workflows.routing.acting import act_on, postpone, refer_to
from workflows.routing.consequences import consequences_of
from workflows.timeline import timeline_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(cast):
    return paper_at("completed", cast)


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
