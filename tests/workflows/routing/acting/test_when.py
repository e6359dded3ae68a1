"""When a line is open, and what its result sets off."""

from __future__ import annotations

import pytest

from papers.models import Act
from tests.factories.papers import fresh, line_of, paper_at
from tests.workflows.routing.acting.lines import (
    open_line,
)
from workflows.errors import LineAlreadyDone, LineNotOpen, NotYourLine
from workflows.routing.acting import act_on
from workflows.routing.slips import Line


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

    def states():
        return {line.organization.name: line.state for line in paper.consultations.select_related("organization")}

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
