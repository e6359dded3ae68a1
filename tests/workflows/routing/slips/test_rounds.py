"""A body deals with a paper more than once."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from papers.models import Consultation, Organization
from papers.pdf.content import content_of
from tests.factories.papers import edit, finish_open, fresh, line_of, paper_at
from tests.shown import shown_form
from tests.workflows.routing.slips.lines import problems
from umlauf.portal.addresses import paper_url
from workflows.errors import InvalidSlip
from workflows.routing.acting import act_on, bodies_to_refer_to, refer_to
from workflows.routing.ending import hand_over_line
from workflows.routing.slips import Line, set_slip, slip_of
from workflows.routing.steps import resubmit, return_to_author
from workflows.timeline import timeline_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(cast):
    """Recommended and heard; the council is to decide."""
    paper = paper_at("deliberating", cast)
    finish_open(paper, cast, "preliminary", "hearing")
    return paper


def rounds_of(paper, organization):
    lines = paper.consultations.filter(organization=organization, role="preliminary").order_by("round")
    return [(line.round, line.stage, line.state) for line in lines]


def refer_back(paper, cast):
    refer_to(line_of(paper, cast.org.council, "decision"), by=cast.chair, organization=cast.org.europe_committee)
    return paper.consultations.filter(organization=cast.org.europe_committee).order_by("round").last()


# --- referred back ----------------------------------------------------------------------------------------------------


def test_a_paper_is_referred_back_and_each_round_is_a_line_of_its_own(cast, paper):
    for number in (2, 3, 4):
        line = refer_back(paper, cast)
        assert (line.round, line.state) == (number, "open")
        act_on(line, by=cast.secretary, outcome="recommended" if number % 2 else "not_recommended")
    act_on(line_of(paper, cast.org.council, "decision"), by=cast.chair, outcome="adopted")

    assert rounds_of(paper, cast.org.europe_committee) == [
        (1, 1, "done"),
        (2, 2, "done"),
        (3, 3, "done"),
        (4, 4, "done"),
    ]
    assert fresh(paper).state == "completed"


def test_not_while_the_body_is_still_to_deal_with_it(cast, paper):
    refer_back(paper, cast)

    assert cast.org.europe_committee not in bodies_to_refer_to(line_of(paper, cast.org.council, "decision"))


def test_a_body_that_has_ended_gets_nothing_back_its_successor_does(cast, paper):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Organization.objects.filter(pk=cast.org.europe_committee.pk).update(ends_on=yesterday)
    cast.org.europe_committee.successors.add(cast.org.finance_committee)

    offered = bodies_to_refer_to(line_of(paper, cast.org.council, "decision"))

    assert cast.org.europe_committee not in offered
    assert cast.org.finance_committee in offered


def test_a_second_round_at_a_body_that_ended_goes_to_a_successor_that_dealt_with_it_itself(cast):
    slip = [
        Line(cast.org.europe_committee, "preliminary", 1),
        Line(cast.org.culture_committee, "preliminary", 1),
        Line(cast.org.council, "decision", 2),
    ]
    paper = paper_at("deliberating", cast, slip=slip)
    finish_open(paper, cast, "preliminary")
    line = refer_back(paper, cast)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Organization.objects.filter(pk=cast.org.europe_committee.pk).update(ends_on=yesterday)

    hand_over_line(Consultation.objects.get(pk=line.pk), to=cast.org.culture_committee, by=cast.council_clerk)

    assert rounds_of(paper, cast.org.culture_committee) == [(1, 1, "done"), (2, 2, "open")]


def test_the_database_knows_one_line_that_waits_and_one_of_each_round(cast, paper):
    europe = {"paper": paper, "organization": cast.org.europe_committee, "role": "preliminary"}
    refer_back(paper, cast)
    for number in (1, 3):
        with pytest.raises(IntegrityError), transaction.atomic():
            Consultation.objects.create(**europe, round=number)


def test_readers_see_the_rounds_apart(cast, paper, client):
    act_on(refer_back(paper, cast), by=cast.secretary, outcome="not_recommended")

    page = client.get(paper_url(fresh(paper))).content.decode()

    assert "Vorberatung: Empfohlen am" in page
    assert "Vorberatung (2. Runde): Nicht empfohlen am" in page


def test_timeline_and_print_see_the_rounds_apart(cast, paper):
    line = refer_back(paper, cast)
    act_on(line, by=cast.secretary, outcome="not_recommended")

    texts = [entry.text for entry in timeline_of(paper)]
    assert any(text.startswith("Europaausschuss: Empfohlen") for text in texts)
    assert any(text.startswith("Europaausschuss, 2. Runde: Nicht empfohlen") for text in texts)
    assert "Liegt bei: Europaausschuss (Vorberatung (2. Runde))" in texts
    roles = [one["role"] for one in content_of(fresh(paper))["committees"] if one["name"] == "Europaausschuss"]
    assert roles == ["Vorberatung", "Vorberatung (2. Runde)"]


def test_a_new_text_is_confirmed_once_by_each_body(cast, paper):
    act_on(refer_back(paper, cast), by=cast.secretary, outcome="recommended")
    return_to_author(paper, by=cast.council_clerk, reason="Neue Zahlen.")
    edit(paper, by=cast.author, summary="Ganz anders.")

    resubmit(fresh(paper), by=cast.author)

    assert rounds_of(paper, cast.org.europe_committee) == [(1, 1, "done"), (2, 2, "planned")]


def test_the_form_offers_the_way_back_and_the_verb_accepts_it(cast, paper, client):
    client.force_login(cast.chair)
    form = shown_form(client, reverse("workflows:act", args=[line_of(paper, cast.org.council, "decision").pk]))

    form.fill({"Ergebnis": "Überwiesen", "Überweisen an": "Europaausschuss"}).saved()

    assert rounds_of(paper, cast.org.europe_committee) == [(1, 1, "done"), (2, 2, "open")]


# --- on the slip ------------------------------------------------------------------------------------------------------


def test_the_council_office_puts_another_round_on_the_slip(cast, paper):
    again = Line(cast.org.europe_committee, "preliminary", 2, round=2)

    set_slip(paper, lines=[*slip_of(paper), again], by=cast.council_clerk)

    assert rounds_of(paper, cast.org.europe_committee) == [(1, 1, "done"), (2, 2, "open")]


def test_a_round_that_comes_before_an_earlier_one_on_the_slip_keeps_no_paper_from_its_way(cast):
    slip = [Line(cast.org.culture_committee, "hearing", 1), Line(cast.org.europe_committee, "preliminary", 2)]
    paper = paper_at("deliberating", cast, slip=[*slip, Line(cast.org.council, "decision", 3)])
    finish_open(paper, cast, "hearing")
    finish_open(paper, cast, "preliminary")
    again = Line(cast.org.europe_committee, "preliminary", 1, round=2)
    set_slip(paper, lines=[*slip_of(paper), again], by=cast.council_clerk)
    assert [line.round for line in slip_of(paper) if line.role == "preliminary"] == [2, 1]
    return_to_author(fresh(paper), by=cast.council_clerk, reason="Neue Zahlen.")
    edit(paper, by=cast.author, summary="Ganz anders.")

    resubmit(fresh(paper), by=cast.author)

    assert fresh(paper).state == "checking"


@pytest.mark.parametrize("number", [1, 2, 7])
def test_no_second_line_while_one_waits(cast, number):
    paper = paper_at("deliberating", cast)

    with pytest.raises(InvalidSlip) as refused:
        set_slip(
            paper,
            lines=[*slip_of(paper), Line(cast.org.europe_committee, "preliminary", 2, round=number)],
            by=cast.council_clerk,
        )
    assert (5, "organization") in problems(refused)


def test_a_first_round_is_the_first_whatever_was_sent(cast, paper):
    set_slip(
        paper,
        lines=[*slip_of(paper), Line(cast.org.finance_committee, "preliminary", 2, round=9)],
        by=cast.council_clerk,
    )

    assert line_of(paper, cast.org.finance_committee, "preliminary").round == 1


def test_the_slip_with_two_rounds_is_shown_and_saved_as_it_is(cast, paper, client):
    refer_back(paper, cast)
    before = slip_of(paper)
    client.force_login(cast.council_clerk)
    form = shown_form(client, reverse("workflows:slip", args=[paper.pk]))
    assert "Vorberatung (2. Runde)" in form.response.content.decode()

    form.saved("Beratungsfolge speichern")

    assert slip_of(paper) == before


def test_a_row_typed_for_a_body_that_is_done_is_its_next_round(cast, paper, client):
    client.force_login(cast.council_clerk)
    form = shown_form(client, reverse("workflows:slip", args=[paper.pk]))
    last = len(slip_of(paper))
    row = {"organization": cast.org.europe_committee.pk, "role": "preliminary", "stage": 2}

    form.saved("Beratungsfolge speichern", **{f"lines-{last}-{name}": str(value) for name, value in row.items()})

    assert rounds_of(paper, cast.org.europe_committee) == [(1, 1, "done"), (2, 2, "open")]


@pytest.mark.parametrize("number", ["0", "-1", "zwei", "9" * 5000])
def test_a_round_no_screen_wrote_is_no_error(cast, paper, client, number):
    client.force_login(cast.council_clerk)
    form = shown_form(client, reverse("workflows:slip", args=[paper.pk]))
    before = slip_of(paper)

    assert form.send("Beratungsfolge speichern", **{"lines-0-round": number}).status_code == 200
    assert slip_of(paper) == before
