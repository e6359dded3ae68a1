"""A slip is set before its paper circulates."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from tests.factories.papers import draft, fresh, line_of
from tests.workflows.routing.slips.lines import (
    problems,
    shape,
)
from workflows.errors import InvalidSlip
from workflows.routing.slips import Line, set_slip
from workflows.routing.steps import start_routing


def test_a_slip_keeps_order_stages_and_due_dates(cast):
    paper = draft(cast, slip=[])
    due = timezone.localdate() + datetime.timedelta(days=14)

    set_slip(
        paper,
        lines=[
            Line(cast.org.council, "decision", 2, due),
            Line(cast.org.europe_committee, "preliminary", 1),
            Line(cast.org.planning_office, "co_sign"),
        ],
        by=cast.author,
    )

    assert shape(paper) == [
        ("Europaausschuss", "preliminary", 1),
        ("Planungsamt", "co_sign", 1),
        ("Rat", "decision", 2),
    ]
    assert line_of(paper, cast.org.council, "decision").due == due
    assert set(paper.consultations.values_list("state", flat=True)) == {"planned"}


def test_a_line_taken_off_a_draft_is_gone_and_the_others_keep_their_identity(cast):
    paper = draft(cast)
    council = line_of(paper, cast.org.council, "decision")

    set_slip(paper, lines=[Line(cast.org.council, "decision", 1)], by=cast.author)

    assert list(paper.consultations.values_list("pk", flat=True)) == [council.pk]


@pytest.mark.parametrize(
    ("kind", "lines", "expected"),
    [
        ("decision", [("council", "decision", 1), ("council", "veto", 1)], [(1, "role")]),
        ("decision", [("council", "", 1)], [(0, "role")]),
        ("information", [("council", "decision", 1)], [(0, "role")]),  # no step of this workflow walks through it
        ("question", [("europe_committee", "preliminary", 1)], [(0, "role")]),
        (
            "decision",
            [("council", "decision", 1), ("europe_committee", "preliminary", 1), ("council", "decision", 2)],
            [(2, "organization")],
        ),
        ("decision", [("council", "decision", 0)], [(0, "stage")]),
        ("decision", [("council", "decision", 100)], [(0, "stage")]),
        (
            "decision",
            [("council", "decision", -1), ("council", "decision", 1), ("council", "??", 1)],
            [(0, "stage"), (1, "organization"), (2, "role")],
        ),
    ],
)
def test_every_mistake_is_named_at_its_line_and_field_and_nothing_is_lost(cast, kind, lines, expected):
    paper = draft(cast, kind)
    before = shape(paper)

    with pytest.raises(InvalidSlip) as error:
        set_slip(
            paper, lines=[Line(getattr(cast.org, name), role, stage) for name, role, stage in lines], by=cast.author
        )

    assert problems(error) == expected
    assert len(error.value.messages) == len(expected)
    assert shape(paper) == before


def test_an_organization_may_have_two_different_roles(cast):
    paper = draft(cast, slip=[Line(cast.org.council, "hearing", 1), Line(cast.org.council, "decision", 2)])

    assert shape(paper) == [("Rat", "hearing", 1), ("Rat", "decision", 2)]


@pytest.mark.parametrize(
    ("kind", "lines", "field"), [("decision", [("europe_committee", "preliminary")], "role"), ("information", [], None)]
)
def test_a_slip_that_cannot_circulate_is_refused_when_submitting(cast, kind, lines, field):
    paper = draft(cast, kind, slip=[Line(getattr(cast.org, name), role) for name, role in lines])

    with pytest.raises(InvalidSlip) as error:
        start_routing(paper, by=cast.author)

    assert problems(error) == [(None, field)]
    assert fresh(paper).state == "draft"
    assert not paper.workflow_states.exists()


def test_the_message_about_the_missing_decision_names_kind_and_role(cast):
    paper = draft(cast, "decision", slip=[Line(cast.org.europe_committee, "preliminary")])

    with pytest.raises(InvalidSlip) as error:
        start_routing(paper, by=cast.author)

    assert "Beschlussdrucksache" in error.value.messages[0]
    assert "Entscheidung" in error.value.messages[0]
