"""Who changes the slip of a paper on its way, and how far."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tests.factories.papers import draft, finish_open, fresh, line_of, paper_at, slip_for
from tests.workflows.routing.slips.lines import (
    problems,
    shape,
)
from workflows.errors import InvalidSlip
from workflows.routing.acting import act_on
from workflows.routing.slips import Line, set_slip, slip_of


@pytest.mark.parametrize(
    "name", ["cosigner", "secretary", "chair", "member", "outsider", "former_colleague", "citizen", "inactive"]
)
def test_others_do_not_touch_the_slip(cast, name):
    paper = draft(cast)
    before = shape(paper)

    with pytest.raises(PermissionDenied):
        set_slip(paper, lines=[], by=cast.people()[name])

    assert shape(paper) == before


@pytest.mark.parametrize(("stage", "author", "clerk"), [
    ("draft", True, True), ("co_signing", False, True), ("checking", False, True), ("releasing", False, True),
    ("deliberating", False, True),
    ("completed", False, False), ("withdrawn", False, False), ("returned", True, True),
])  # fmt: skip
def test_who_changes_the_slip_at_which_stage(cast, stage, author, clerk):
    paper = paper_at(stage, cast)
    due = timezone.localdate() + datetime.timedelta(days=3)
    lines = [Line(line.organization, line.role, line.stage, due) for line in slip_of(paper)]

    for person, allowed in ((cast.author, author), (cast.council_clerk, clerk)):
        if allowed:
            set_slip(paper, lines=lines, by=person)
        else:
            with pytest.raises(PermissionDenied):
                set_slip(paper, lines=lines, by=person)


def test_open_and_done_lines_stay_where_they_are(cast):
    paper = paper_at("deliberating", cast)
    without_done = [line for line in slip_for(cast, "decision") if line.role != "co_sign"]
    moved = [
        Line(line.organization, line.role, 9 if line.role == "hearing" else line.stage)
        for line in slip_for(cast, "decision")
    ]

    for lines, expected in ((without_done, [(None, "organization")]), (moved, [(2, "stage")])):
        with pytest.raises(InvalidSlip) as error:
            set_slip(paper, lines=lines, by=cast.council_clerk)
        assert problems(error) == expected

    assert shape(paper)[0] == ("Planungsamt", "co_sign", 1)
    assert line_of(paper, cast.org.planning_office, "co_sign").outcome == "signed"


def test_a_line_that_acted_once_and_waits_again_stays(cast):
    paper = paper_at("deliberating", cast)
    act_on(line_of(paper, cast.org.europe_committee, "preliminary"), by=cast.secretary, outcome="recommended")
    finish_open(paper, cast, "hearing")
    act_on(
        line_of(paper, cast.org.council, "decision"),
        by=cast.chair,
        outcome="referred",
        refer_to=cast.org.finance_committee,
    )

    with pytest.raises(InvalidSlip):
        set_slip(paper, lines=[line for line in slip_of(paper) if line.role != "decision"], by=cast.council_clerk)

    assert line_of(paper, cast.org.council, "decision").latest_act.outcome == "referred"


def test_a_committee_added_during_deliberation_opens_in_its_turn(cast):
    paper = paper_at("deliberating", cast)

    set_slip(paper, lines=[*slip_of(paper), Line(cast.org.finance_committee, "preliminary", 1)], by=cast.council_clerk)

    assert line_of(paper, cast.org.finance_committee, "preliminary").state == "open"
    assert line_of(paper, cast.org.council, "decision").state == "planned"


def test_a_committee_informed_during_deliberation_is_informed_at_once(cast):
    paper = paper_at("deliberating", cast)

    set_slip(paper, lines=[*slip_of(paper), Line(cast.org.finance_committee, "information", 7)], by=cast.council_clerk)

    assert line_of(paper, cast.org.finance_committee, "information").state == "open"


def test_taking_off_the_last_planned_line_completes_the_paper(cast):
    slip = [Line(cast.org.europe_committee, "deliberation", 1), Line(cast.org.culture_committee, "deliberation", 2)]
    paper = paper_at("deliberating", cast, "information", slip=slip)
    act_on(line_of(paper, cast.org.europe_committee, "deliberation"), by=cast.secretary, outcome="postponed")

    set_slip(paper, lines=slip[:1], by=cast.council_clerk)
    assert fresh(paper).state == "deliberating"
    finish_open(paper, cast, "deliberation")

    assert fresh(paper).state == "completed"


def test_a_circulating_decision_paper_keeps_its_decision(cast):
    """Otherwise it would complete without anybody having decided."""
    paper = paper_at("deliberating", cast)

    with pytest.raises(ValidationError):
        set_slip(paper, lines=[line for line in slip_of(paper) if line.role != "decision"], by=cast.council_clerk)

    finish_open(paper, cast, "preliminary", "hearing")
    assert fresh(paper).state == "deliberating"
    assert line_of(paper, cast.org.council, "decision").state == "open"


@pytest.mark.parametrize("stage", ["checking", "releasing", "deliberating"])
def test_a_line_whose_step_is_over_cannot_be_added(cast, stage):
    """Nobody would ever open it, and the paper would complete with a blocking line undone."""
    paper = paper_at(stage, cast)

    with pytest.raises(ValidationError):
        set_slip(paper, lines=[*slip_of(paper), Line(cast.org.works_office, "co_sign", 1)], by=cast.council_clerk)

    assert not paper.consultations.filter(organization=cast.org.works_office).exists()
