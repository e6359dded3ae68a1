"""Minutes arrive late and out of order: a later stage has its result before an earlier one."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from papers.models import Act, Organization
from papers.wording import line_sentence
from tests.factories.papers import draft, edit, fresh, line_of, paper_at
from tests.shown import shown_form
from umlauf.portal.addresses import paper_url
from workflows.errors import LineAlreadyDone, LineNotOpen, NotYourLine
from workflows.routing.acting import act_on, postpone
from workflows.routing.ahead import record_ahead
from workflows.routing.correcting import correct_result
from workflows.routing.slips import Line
from workflows.routing.steps import resubmit, return_to_author
from workflows.timeline import timeline_of

pytestmark = pytest.mark.django_db

WHY = "Die Niederschrift des Europaausschusses fehlt noch."


@pytest.fixture
def paper(cast):
    """In two committees of the first stage; the council decides at the second."""
    paper = paper_at("deliberating", cast)
    paper.versions.update(created_at=timezone.now() - datetime.timedelta(days=9))
    return paper


@pytest.fixture
def decision(cast, paper):
    return line_of(paper, cast.org.council, "decision")


def days_ago(days):
    return timezone.localdate() - datetime.timedelta(days=days)


def test_the_result_stands_and_the_earlier_stage_is_still_to_come(cast, paper, decision):
    act = record_ahead(decision, by=cast.chair, outcome="adopted", order_reason=WHY)

    decision.refresh_from_db()
    europe = line_of(paper, cast.org.europe_committee, "preliminary")
    assert (decision.state, decision.latest_act, act.reason) == ("done", act, WHY)
    assert (europe.state, europe.is_overtaken) == ("open", True)
    assert line_sentence(europe) == "Vorberatung: Ergebnis steht noch aus"
    assert fresh(paper).state == "deliberating"


def test_the_paper_is_completed_when_the_last_earlier_result_has_come(cast, paper, decision):
    record_ahead(decision, by=cast.chair, outcome="adopted", order_reason=WHY, decided_on=days_ago(1))

    act_on(
        line_of(paper, cast.org.europe_committee, "preliminary"),
        by=cast.secretary,
        outcome="recommended",
        decided_on=days_ago(2),
    )
    assert fresh(paper).state == "deliberating"
    act_on(
        line_of(paper, cast.org.culture_committee, "hearing"),
        by=cast.secretary,
        outcome="heard",
        decided_on=days_ago(2),
    )

    assert fresh(paper).state == "completed"
    assert line_of(paper, cast.org.europe_committee, "preliminary").overtaken_at is None


def test_stages_between_open_as_the_earlier_results_come(cast):
    slip = [
        Line(cast.org.europe_committee, "preliminary", 1),
        Line(cast.org.culture_committee, "hearing", 2),
        Line(cast.org.council, "decision", 3),
    ]
    paper = paper_at("deliberating", cast, slip=slip)
    record_ahead(line_of(paper, cast.org.council, "decision"), by=cast.chair, outcome="adopted", order_reason=WHY)

    hearing = line_of(paper, cast.org.culture_committee, "hearing")
    assert (hearing.state, hearing.is_overtaken) == ("planned", True)
    act_on(line_of(paper, cast.org.europe_committee, "preliminary"), by=cast.secretary, outcome="recommended")
    hearing.refresh_from_db()
    assert hearing.state == "open"
    act_on(hearing, by=cast.secretary, outcome="heard")
    assert fresh(paper).state == "completed"


@pytest.mark.parametrize("name", ["chair", "council_clerk"])
def test_its_body_and_the_council_office_record_it(cast, decision, name):
    act = record_ahead(decision, by=cast.people()[name], outcome="adopted", order_reason=WHY)

    assert (act.by, act.on_behalf_of) == (cast.people()[name], None)


@pytest.mark.parametrize("name", ["secretary", "member", "council_member", "author", "outsider", "liaison", "inactive"])
def test_nobody_else_does(cast, decision, name):
    with pytest.raises(NotYourLine):
        record_ahead(decision, by=cast.people()[name], outcome="adopted", order_reason=WHY)
    assert not decision.acts.exists()


@pytest.mark.parametrize(
    "stage",
    ["draft", "co_signing", "checking", "releasing", "returned_after_release", "withdrawn_after_release"],
)
def test_not_while_the_paper_is_elsewhere(cast, stage):
    line = paper_at(stage, cast).consultations.get(organization=cast.org.council)

    with pytest.raises((LineNotOpen, PermissionDenied)):
        record_ahead(line, by=cast.chair, outcome="adopted", order_reason=WHY)
    assert not Act.objects.filter(consultation=line).exists()


def test_not_twice_and_not_where_it_is_its_turn(cast, paper, decision):
    with pytest.raises(LineNotOpen):  # it is open: acted on as usual
        record_ahead(
            line_of(paper, cast.org.culture_committee, "hearing"), by=cast.secretary, outcome="heard", order_reason=WHY
        )
    record_ahead(decision, by=cast.chair, outcome="adopted", order_reason=WHY)
    with pytest.raises(LineAlreadyDone):
        record_ahead(decision, by=cast.chair, outcome="rejected", order_reason=WHY)
    assert decision.acts.count() == 1


def test_a_co_signature_is_never_given_ahead(cast):
    slip = [
        Line(cast.org.planning_office, "co_sign", 1),
        Line(cast.org.works_office, "co_sign", 2),
        Line(cast.org.council, "decision", 1),
    ]
    paper = paper_at("co_signing", cast, slip=slip)

    for line, person in (("works_office", cast.outsider), ("council", cast.council_clerk)):
        with pytest.raises((LineNotOpen, PermissionDenied)):
            record_ahead(
                paper.consultations.get(organization=getattr(cast.org, line)),
                by=person,
                outcome="signed",
                order_reason=WHY,
            )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"order_reason": " "}, "order_reason"),
        ({"outcome": "postponed"}, "outcome"),
        ({"outcome": "referred"}, "outcome"),
        ({"outcome": "signed"}, "outcome"),
        ({"outcome": "adopted_as_amended"}, "amended_text"),
        ({"decided_on": datetime.date(2031, 1, 1)}, "decided_on"),
        ({"decided_on": datetime.date(2001, 1, 1)}, "decided_on"),
    ],
)
def test_it_is_checked_like_any_result(cast, decision, changes, field):
    with pytest.raises(ValidationError) as refused:
        record_ahead(decision, by=cast.chair, **{"outcome": "adopted", "order_reason": WHY} | changes)
    assert list(refused.value.error_dict) == [field]
    assert not decision.acts.exists()


def test_a_body_that_had_ended_by_then_resolved_nothing(cast, decision):
    Organization.objects.filter(pk=cast.org.council.pk).update(ends_on=days_ago(3))

    with pytest.raises(ValidationError) as refused:
        record_ahead(decision, by=cast.council_clerk, outcome="adopted", order_reason=WHY)
    assert list(refused.value.error_dict) == ["decided_on"]
    record_ahead(decision, by=cast.council_clerk, outcome="adopted", order_reason=WHY, decided_on=days_ago(4))


def test_an_earlier_stage_with_a_later_day_is_asked_why(cast, paper, decision):
    """The council did not wait; the committee met afterwards all the same."""
    record_ahead(decision, by=cast.chair, outcome="adopted", order_reason=WHY, decided_on=days_ago(3))
    europe = line_of(paper, cast.org.europe_committee, "preliminary")

    with pytest.raises(ValidationError) as refused:
        act_on(europe, by=cast.secretary, outcome="recommended", decided_on=days_ago(2))
    assert list(refused.value.error_dict) == ["order_reason"]

    act = act_on(
        europe, by=cast.secretary, outcome="recommended", decided_on=days_ago(2), order_reason="Dringlichkeit im Rat."
    )
    assert act.reason == "Dringlichkeit im Rat."


def test_a_postponed_line_that_was_overtaken_says_both(cast, paper, decision):
    europe = line_of(paper, cast.org.europe_committee, "preliminary")
    postpone(europe, by=cast.secretary)
    record_ahead(decision, by=cast.chair, outcome="adopted", order_reason=WHY)
    europe.refresh_from_db()

    assert line_sentence(europe).startswith("Vertagt am")
    assert line_sentence(europe).endswith("Ergebnis steht noch aus")


def test_a_new_text_begins_with_nothing_overtaken(cast, paper, decision):
    record_ahead(decision, by=cast.chair, outcome="adopted", order_reason=WHY)
    return_to_author(paper, by=cast.council_clerk, reason="Neue Zahlen.")
    edit(paper, by=cast.author, summary="Ganz anders.")
    resubmit(fresh(paper), by=cast.author)

    assert {line.overtaken_at for line in paper.consultations.all()} == {None}
    decision.refresh_from_db()
    assert (decision.state, decision.acts.count()) == ("planned", 1)


def test_a_result_recorded_ahead_is_corrected_like_any_other(cast, decision):
    record_ahead(decision, by=cast.chair, outcome="adopted", order_reason=WHY)

    correct_result(decision, by=cast.chair, outcome="rejected", reason="Laut Niederschrift abgelehnt.")

    decision.refresh_from_db()
    assert (decision.outcome, decision.acts.count()) == ("rejected", 2)


def test_by_the_form(cast, paper, decision, client):
    client.force_login(cast.chair)
    closed = client.get(reverse("workflows:act", args=[decision.pk])).content.decode()
    address = reverse("workflows:ahead", args=[decision.pk])
    assert address in closed
    form = shown_form(client, address)
    assert "Europaausschuss" in form.response.content.decode()
    assert "postponed" not in form.response.content.decode()

    form.fill({"Ergebnis": "Beschlossen"})
    form.read(form.send())
    assert list(form.response.context["form"].errors) == ["order_reason"]
    form.fill({"Warum außer der Reihe erfasst wird": WHY}).saved()

    decision.refresh_from_db()
    assert decision.state == "done"


def test_the_usual_form_does_not_ask_for_the_order(cast, paper, client):
    client.force_login(cast.secretary)
    line = line_of(paper, cast.org.culture_committee, "hearing")
    assert (
        "Warum außer der Reihe erfasst wird" not in shown_form(client, reverse("workflows:act", args=[line.pk])).labels
    )


def test_the_address_of_a_line_whose_turn_it_is_leads_to_its_screen(cast, paper, client):
    line = line_of(paper, cast.org.culture_committee, "hearing")
    client.force_login(cast.secretary)
    response = client.get(reverse("workflows:ahead", args=[line.pk]))
    assert response["Location"] == reverse("workflows:act", args=[line.pk])
    client.force_login(cast.council_clerk)
    assert client.get(reverse("workflows:ahead", args=[line.pk]))["Location"] == reverse("workflows:inbox")


def test_readers_see_what_is_still_to_come_and_why(cast, paper, decision, client):
    record_ahead(decision, by=cast.chair, outcome="adopted", order_reason=WHY)

    page = client.get(paper_url(fresh(paper))).content.decode()

    assert page.count("Ergebnis steht noch aus") == 2
    assert f"Außer der Reihe erfasst: {WHY}" in page


def test_the_page_leads_there_whoever_may_and_nobody_else(cast, paper, decision, client):
    address = reverse("workflows:ahead", args=[decision.pk])
    seen = {}
    for name in ("chair", "council_clerk", "secretary"):
        client.force_login(cast.people()[name])
        seen[name] = address in client.get(paper_url(fresh(paper))).content.decode()
    assert seen == {"chair": True, "council_clerk": True, "secretary": False}


def test_the_timeline_tells_why(cast, paper, decision):
    record_ahead(decision, by=cast.chair, outcome="adopted", order_reason=WHY)

    assert any(entry.kind == "act" and WHY in entry.detail for entry in timeline_of(paper))


def test_without_what_was_shown_nothing_happens(cast, decision, client):
    client.force_login(cast.chair)
    data = {"outcome": "adopted", "decided_on": timezone.localdate().isoformat(), "order_reason": WHY}

    response = client.post(reverse("workflows:ahead", args=[decision.pk]), data)

    assert "Seit dem Öffnen dieser Seite" in response.content.decode()
    assert not decision.acts.exists()


def test_a_draft_has_no_such_screen(cast, client):
    line = draft(cast).consultations.get(organization=cast.org.council)
    client.force_login(cast.chair)
    assert client.get(reverse("workflows:ahead", args=[line.pk])).status_code == 404
