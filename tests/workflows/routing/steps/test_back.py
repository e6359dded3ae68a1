"""Returning and resubmitting, recalling and withdrawing."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import PageLogEntry, WorkflowState

from papers.models import Act, Version
from papers.versions import latest_version
from tests.factories.papers import edit, finish_open, fresh, line_of, paper_at
from workflows.errors import IncompletePaper
from workflows.routing.acting import act_on
from workflows.routing.release import pass_formal_check, release
from workflows.routing.slips import Line
from workflows.routing.steps import recall, resubmit, return_to_author, start_routing, withdraw

# --- returning and resubmitting -------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["co_signing", "checking", "releasing", "deliberating"])
def test_an_unchanged_text_goes_on_where_it_was_returned(cast, stage):
    paper = paper_at(stage, cast)
    lines = list(paper.consultations.order_by("pk").values_list("pk", "state"))
    return_to_author(paper, by=cast.council_clerk, reason="Rückfrage.")
    assert not paper.consultations.open().exists()

    resubmit(paper, by=cast.author)

    assert fresh(paper).state == stage
    assert list(paper.consultations.order_by("pk").values_list("pk", "state")) == lines
    assert Version.objects.filter(paper=paper).count() == 1


def test_an_objection_returns_the_paper_with_its_reason(cast):
    paper = paper_at("co_signing", cast)
    line = line_of(paper, cast.org.planning_office, "co_sign")

    act_on(line, by=cast.cosigner, outcome="objected", remark="So nicht.")

    line.refresh_from_db()
    assert (fresh(paper).state, line.state, line.outcome) == ("returned", "planned", "objected")
    assert PageLogEntry.objects.get(page=paper, action="umlauf.return").data["reason"] == "So nicht."


def test_after_an_objection_the_objector_signs_the_changed_text(cast):
    paper = paper_at("co_signing", cast)
    act_on(
        line_of(paper, cast.org.planning_office, "co_sign"), by=cast.cosigner, outcome="objected", remark="So nicht."
    )
    edit(paper, by=cast.author, summary="Dann eben so.")

    resubmit(paper, by=cast.author)
    finish_open(paper, cast, "co_sign")

    assert fresh(paper).state == "checking"
    assert list(Act.objects.order_by("pk").values_list("outcome", "version__number")) == [
        ("objected", 1),
        ("signed", 2),
    ]


def test_an_objection_beside_a_signature_keeps_the_signature(cast):
    slip = [
        Line(cast.org.planning_office, "co_sign"),
        Line(cast.org.works_office, "co_sign"),
        Line(cast.org.council, "decision"),
    ]
    paper = paper_at("co_signing", cast, slip=slip)
    act_on(line_of(paper, cast.org.works_office, "co_sign"), by=cast.outsider, outcome="signed")
    act_on(
        line_of(paper, cast.org.planning_office, "co_sign"), by=cast.cosigner, outcome="objected", remark="So nicht."
    )

    resubmit(paper, by=cast.author)

    assert line_of(paper, cast.org.works_office, "co_sign").state == "done"
    assert line_of(paper, cast.org.planning_office, "co_sign").state == "open"


def test_a_changed_text_begins_anew_and_everything_signed_must_be_confirmed(cast):
    paper = paper_at("deliberating", cast)
    act_on(line_of(paper, cast.org.europe_committee, "preliminary"), by=cast.secretary, outcome="recommended")
    return_to_author(paper, by=cast.council_clerk, reason="Neue Zahlen.")
    edit(paper, by=cast.author, summary="Neue Zahlen.")

    resubmit(paper, by=cast.author)

    lines = {
        line.organization.name: (line.state, line.outcome)
        for line in paper.consultations.select_related("organization")
    }
    assert fresh(paper).state == "co_signing"
    assert lines["Planungsamt"] == ("open", "signed")
    assert lines["Europaausschuss"] == ("planned", "recommended")
    assert Act.objects.filter(consultation__paper=paper).count() == 2
    assert fresh(paper).number == "0001/2026"
    assert [state.status for state in paper.workflow_states.order_by("pk")] == ["cancelled", "in_progress"]


def test_an_editorial_change_keeps_the_signatures(cast):
    paper = edit(paper_at("returned_after_release", cast), by=cast.author, summary="Komma ergänzt.")

    resubmit(paper, by=cast.council_clerk, editorial=True)

    assert fresh(paper).state == "deliberating"
    assert line_of(paper, cast.org.planning_office, "co_sign").state == "done"
    assert latest_version(paper).editorial


def test_only_the_council_office_calls_a_change_editorial(cast):
    paper = edit(paper_at("returned", cast), by=cast.author, summary="Nur ein Komma.")

    with pytest.raises(PermissionDenied):
        resubmit(paper, by=cast.author, editorial=True)

    assert fresh(paper).state == "returned"


def test_a_returned_text_that_lost_a_section_is_not_resubmitted(cast):
    paper = edit(paper_at("returned", cast), by=cast.author, body=[])

    with pytest.raises(IncompletePaper):
        resubmit(paper, by=cast.author)

    assert fresh(paper).state == "returned"


def test_the_released_text_stays_public_while_its_successor_is_signed(cast):
    paper = paper_at("returned_after_release", cast, summary="Alte Zahlen.")
    edit(paper, by=cast.author, summary="Neue Zahlen.")
    resubmit(paper, by=cast.author)
    assert (fresh(paper).live, fresh(paper).summary) == (True, "Alte Zahlen.")

    finish_open(paper, cast, "co_sign")
    pass_formal_check(paper, by=cast.council_clerk)
    release(paper, by=cast.council_clerk)

    assert (fresh(paper).summary, fresh(paper).state) == ("Neue Zahlen.", "deliberating")


# --- recalling and withdrawing --------------------------------------------------------------------------------------


def test_a_recalled_paper_is_a_draft_again_and_leaves_the_inboxes(cast):
    paper = paper_at("co_signing", cast)

    recall(paper, by=cast.author)

    assert fresh(paper).state == "draft"
    assert not paper.consultations.open().exists()
    assert not WorkflowState.objects.for_instance(paper).active().exists()


def test_a_recalled_and_unchanged_paper_keeps_its_signatures(cast):
    paper = paper_at("checking", cast)
    recall(paper, by=cast.author)

    start_routing(paper, by=cast.author)

    assert fresh(paper).state == "checking"
    assert Version.objects.filter(paper=paper).count() == 1


def test_a_recalled_and_changed_paper_must_be_signed_again(cast):
    paper = paper_at("checking", cast)
    recall(paper, by=cast.author)
    edit(paper, by=cast.author, summary="Anders.")

    start_routing(paper, by=cast.author)

    assert fresh(paper).state == "co_signing"
    assert line_of(paper, cast.org.planning_office, "co_sign").state == "open"
    assert latest_version(paper).number == 2


def test_a_withdrawn_paper_keeps_number_results_and_page(cast):
    paper = paper_at("deliberating", cast)
    act_on(line_of(paper, cast.org.europe_committee, "preliminary"), by=cast.secretary, outcome="recommended")

    withdraw(paper, by=cast.author, reason="Der Anlass ist entfallen.")

    states = {
        line.organization.name: (line.state, line.outcome)
        for line in paper.consultations.select_related("organization")
    }
    assert (fresh(paper).number, fresh(paper).live) == ("0001/2026", True)
    assert states["Europaausschuss"] == ("done", "recommended")
    assert states["Kulturausschuss"] == states["Rat"] == states["Bristol"] == ("cancelled", "")
    assert not WorkflowState.objects.for_instance(paper).active().exists()
