"""A line that is added or moved before what is open comes first."""

from __future__ import annotations

import pytest
from django.urls import reverse

from papers.models import Letter
from papers.wording import line_sentence
from tests.factories.papers import finish_open, line_of, paper_at
from tests.shown import shown_form
from workflows.routing.acting import act_on
from workflows.routing.consequences import change_the_way
from workflows.routing.slips import Line, set_slip, slip_of
from workflows.timeline import timeline_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(cast):
    """Recommended and heard; the council is to decide."""
    paper = paper_at("deliberating", cast)
    finish_open(paper, cast, "preliminary", "hearing")
    return paper


def test_a_line_at_an_earlier_stage_takes_the_later_one_back(cast, paper):
    decision = line_of(paper, cast.org.council, "decision")
    assert decision.state == "open"

    back = set_slip(
        paper, lines=[*slip_of(paper), Line(cast.org.finance_committee, "preliminary", 1)], by=cast.council_clerk
    )

    decision.refresh_from_db()
    assert back == [decision]
    assert (decision.state, decision.opened_at) == ("planned", None)
    assert line_of(paper, cast.org.finance_committee, "preliminary").state == "open"
    assert line_sentence(decision) == "Entscheidung vorgesehen"
    assert "Wartet wieder auf eine frühere Stufe: Rat (Entscheidung)" in [entry.text for entry in timeline_of(paper)]


def test_whose_line_was_taken_back_is_told(cast, paper):
    decision = line_of(paper, cast.org.council, "decision")
    set_slip(paper, lines=[*slip_of(paper), Line(cast.org.finance_committee, "preliminary", 1)], by=cast.council_clerk)

    assert Letter.objects.filter(kind="taken_back", about={"line": decision.pk}).exists()


def test_a_planned_line_moved_before_what_is_open_takes_it_back_as_well(cast):
    slip = [Line(cast.org.council, "decision", 2), Line(cast.org.europe_committee, "preliminary", 3)]
    paper = paper_at("deliberating", cast, slip=slip)

    moved = [Line(cast.org.council, "decision", 2), Line(cast.org.europe_committee, "preliminary", 1)]
    set_slip(paper, lines=moved, by=cast.council_clerk)

    assert line_of(paper, cast.org.council, "decision").state == "planned"
    assert line_of(paper, cast.org.europe_committee, "preliminary").state == "open"


def test_what_went_on_ahead_and_waits_again_has_overtaken_nothing(cast, paper):
    europe = line_of(paper, cast.org.europe_committee, "preliminary")
    decision = line_of(paper, cast.org.council, "decision")
    change_the_way(
        europe,
        by=cast.council_clerk,
        outcome="not_dealt_with",
        then={str(decision.pk): "go_on"},
        reason="Falsche Zeile.",
    )
    assert line_of(paper, cast.org.europe_committee, "preliminary").is_overtaken

    set_slip(paper, lines=[*slip_of(paper), Line(cast.org.finance_committee, "preliminary", 1)], by=cast.council_clerk)

    assert not line_of(paper, cast.org.europe_committee, "preliminary").is_overtaken


@pytest.mark.parametrize(("role", "stage"), [("preliminary", 2), ("preliminary", 3), ("information", 1)])
def test_what_does_not_come_first_takes_nothing_back(cast, paper, role, stage):
    added = Line(cast.org.finance_committee, role, stage)

    assert set_slip(paper, lines=[*slip_of(paper), added], by=cast.council_clerk) == []

    assert line_of(paper, cast.org.council, "decision").state == "open"


def test_a_body_that_recorded_something_already_keeps_it(cast, paper):
    decision = line_of(paper, cast.org.council, "decision")
    act = act_on(decision, by=cast.chair, outcome="postponed")

    set_slip(paper, lines=[*slip_of(paper), Line(cast.org.finance_committee, "preliminary", 1)], by=cast.council_clerk)

    decision.refresh_from_db()
    assert (decision.state, decision.latest_act) == ("planned", act)
    assert line_sentence(decision).startswith("Vertagt am")


def test_co_signatures_are_stages_of_their_own(cast):
    slip = [
        Line(cast.org.planning_office, "co_sign", 2),
        Line(cast.org.council, "decision", 1),
    ]
    paper = paper_at("co_signing", cast, slip=slip)

    back = set_slip(paper, lines=[*slip_of(paper), Line(cast.org.works_office, "co_sign", 1)], by=cast.council_clerk)

    assert [line.organization for line in back] == [cast.org.planning_office]
    assert line_of(paper, cast.org.works_office, "co_sign").state == "open"
    assert line_of(paper, cast.org.council, "decision").state == "planned"


def test_the_screen_says_which_lines_wait_again(cast, paper, client):
    client.force_login(cast.council_clerk)
    form = shown_form(client, reverse("workflows:slip", args=[paper.pk]))
    last = len(slip_of(paper))  # the empty row
    row = {"organization": cast.org.finance_committee.pk, "role": "preliminary", "stage": 1}

    response = form.saved(
        "Beratungsfolge speichern", **{f"lines-{last}-{name}": str(value) for name, value in row.items()}
    )

    shown = [str(message) for message in client.get(response["Location"]).context["messages"]]
    assert any("Rat (Entscheidung)" in message for message in shown)
