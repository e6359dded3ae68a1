"""Who corrects a result together with its consequences, when and how."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.models import Task, Workflow, WorkflowTask

from papers.models import Act, PaperKind
from tests.factories.papers import draft, edit, finish_open, fresh, line_of, paper_at
from tests.shown import shown_form
from tests.workflows.routing.acting.changes import WHY, change, of
from umlauf.portal.addresses import paper_url
from workflows.errors import WrongState
from workflows.models import RoutingTask
from workflows.routing.acting import act_on, postpone, refer_to
from workflows.routing.ahead import record_ahead
from workflows.routing.consequences import change_the_way, possible_outcomes
from workflows.routing.correcting import correct_result
from workflows.routing.slips import Line, set_slip, slip_of
from workflows.routing.steps import resubmit, return_to_author, start_routing, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(cast):
    return paper_at("completed", cast)


@pytest.fixture
def at_the_council(cast):
    paper = paper_at("deliberating", cast)
    finish_open(paper, cast, "preliminary", "hearing")
    return paper


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


# --- workflows of other cities ----------------------------------------------------------------------------------------


def in_two_steps(cast):
    """Heard in one step, decided in the next, without a check or a release before."""
    workflow = Workflow.objects.create(name="In zwei Schritten", active=True)
    steps = [RoutingTask.objects.create(name=role, roles=[role]) for role in ("hearing", "decision")]
    for order, task in enumerate(steps):
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    PaperKind.objects.filter(slug="decision").update(workflow=workflow)
    slip = [Line(cast.org.culture_committee, "hearing", 1), Line(cast.org.council, "decision", 2)]
    paper = draft(cast, slip=slip)
    start_routing(paper, by=cast.author)
    return paper


@pytest.mark.parametrize(("done", "wish"), [(1, "take_back"), (2, "repeat"), (2, "stand")])
def test_a_paper_goes_back_to_the_step_the_line_belongs_to(cast, done, wish):
    paper = in_two_steps(cast)
    finish_open(paper, cast, "hearing")
    hearing, council = of(cast, paper, "culture_committee"), of(cast, paper, "council")
    if done == 2:
        act_on(council, by=cast.chair, outcome="adopted")
        assert fresh(paper).state == "completed"

    change(hearing, cast, "not_dealt_with", then={str(council.pk): wish})

    assert (hearing.state, fresh(paper).state) == ("open", "deliberating")
    finish_open(paper, cast, "hearing")
    council.refresh_from_db()
    if wish == "stand":
        assert (council.state, fresh(paper).state) == ("done", "completed")
    else:
        assert (council.state, fresh(paper).state) == ("open", "deliberating")
        act_on(council, by=cast.chair, outcome="rejected")
        assert fresh(paper).state == "completed"


def test_a_step_that_was_switched_off_takes_nothing_up_again(cast, paper):
    Task.objects.filter(name="Gremien mit Entscheidung").update(active=False)

    with pytest.raises(WrongState):
        change(of(cast, paper, "council"), cast, "postponed")

    assert (fresh(paper).state, of(cast, paper, "council").acts.count()) == ("completed", 1)
