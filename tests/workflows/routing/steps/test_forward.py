"""Submitting, checking and releasing."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import PageLogEntry, Workflow, WorkflowState, WorkflowTask

from papers.models import PaperKind, Version
from papers.versions import latest_version
from tests.factories.papers import draft, edit, finish_open, fresh, line_of, paper_at
from workflows.errors import IncompletePaper, WrongState
from workflows.models import RoutingTask
from workflows.routing.release import pass_formal_check, release
from workflows.routing.slips import Line
from workflows.routing.steps import start_routing

# --- submitting -----------------------------------------------------------------------------------------------------


def test_an_incomplete_paper_can_be_saved_but_not_submitted_and_the_message_names_the_sections(cast):
    paper = draft(cast, "information", filled=False)

    with pytest.raises(IncompletePaper) as error:
        start_routing(paper, by=cast.author)

    assert [section.key for section in error.value.missing] == ["occasion", "gender", "costs"]
    for heading in ("Anlass", "Berücksichtigung von Gender-Aspekten", "Kostentabelle"):
        assert heading in error.value.messages[0]
    assert fresh(paper).state == "draft"
    assert not Version.objects.exists()


def test_the_latest_text_is_what_counts(cast):
    paper = draft(cast, "information")
    edit(paper, by=cast.author, body=[])

    with pytest.raises(IncompletePaper):
        start_routing(paper, by=cast.author)


def test_a_kind_without_a_workflow_says_so(cast):
    paper = draft(cast, "question")
    PaperKind.objects.filter(slug="question").update(workflow=None)

    with pytest.raises(ValidationError):
        start_routing(paper, by=cast.author)

    assert fresh(paper).state == "draft"


def test_a_workflow_that_was_switched_off_takes_no_new_papers(cast):
    paper = draft(cast)
    Workflow.objects.get(pk=paper.kind.workflow_id).deactivate(user=cast.council_clerk)

    with pytest.raises(ValidationError):
        start_routing(paper, by=cast.author)

    assert fresh(paper).state == "draft"


def test_submitting_twice_is_told(cast):
    paper = paper_at("draft", cast)
    stale = fresh(paper)
    start_routing(paper, by=cast.author)

    with pytest.raises((WrongState, PermissionDenied)):
        start_routing(stale, by=cast.colleague)

    assert WorkflowState.objects.for_instance(paper).count() == 1


@pytest.mark.parametrize("slug", ["information", "decision", "motion", "question", "strategy"])
def test_every_kind_reaches_its_end(cast, slug):
    paper = paper_at("completed", cast, slug)

    assert (paper.state, paper.live, paper.number) == ("completed", True, "0001/2026")
    state = WorkflowState.objects.for_instance(paper).get()
    assert state.status == "approved"
    assert PageLogEntry.objects.filter(page=paper, action="umlauf.complete").count() == 1


def test_internal_first_lets_the_committees_act_before_the_release(cast):
    PaperKind.objects.filter(slug="decision").update(workflow=Workflow.objects.get(name="Erst intern"))
    paper = draft(cast)
    start_routing(paper, by=cast.author)
    finish_open(paper, cast, "co_sign")
    assert (fresh(paper).state, fresh(paper).live) == ("deliberating", False)
    finish_open(paper, cast, "preliminary", "hearing")
    finish_open(paper, cast, "decision")
    pass_formal_check(paper, by=cast.council_clerk)
    assert not fresh(paper).live

    release(paper, by=cast.council_clerk)

    assert (fresh(paper).state, fresh(paper).live) == ("completed", True)


def test_a_workflow_without_a_release_publishes_at_its_end(cast):
    workflow = Workflow.objects.create(name="Nur Gremien", active=True)
    WorkflowTask.objects.create(
        workflow=workflow, task=RoutingTask.objects.create(name="Alle", roles=["deliberation"]).task_ptr, sort_order=0
    )
    PaperKind.objects.filter(slug="information").update(workflow=workflow)
    paper = draft(cast, "information", slip=[Line(cast.org.europe_committee, "deliberation")])
    start_routing(paper, by=cast.author)
    assert not fresh(paper).live

    finish_open(paper, cast, "deliberation")

    assert (fresh(paper).state, fresh(paper).live) == ("completed", True)


# --- checking and releasing -----------------------------------------------------------------------------------------


def test_the_council_offices_change_while_checking_must_be_called_editorial(cast):
    paper = edit(paper_at("checking", cast), by=cast.council_clerk, summary="Ohne Tippfehler.")

    with pytest.raises(ValidationError) as error:
        pass_formal_check(paper, by=cast.council_clerk)
    assert list(error.value.message_dict) == ["editorial"]
    pass_formal_check(paper, by=cast.council_clerk, editorial=True)

    assert [(version.number, version.editorial) for version in Version.objects.filter(paper=paper)] == [
        (1, False),
        (2, True),
    ]
    assert line_of(paper, cast.org.planning_office, "co_sign").state == "done"


def test_the_remark_of_the_check_is_kept(cast):
    paper = paper_at("checking", cast)

    pass_formal_check(paper, by=cast.council_clerk, remark=" Bitte bald behandeln. ")

    assert PageLogEntry.objects.get(page=paper, action="umlauf.check").data == {
        "number": "0001/2026",
        "new": True,
        "remark": "Bitte bald behandeln.",
    }


def test_an_incomplete_text_does_not_pass_the_check(cast):
    paper = edit(paper_at("checking", cast), by=cast.council_clerk, body=[])

    with pytest.raises(IncompletePaper):
        pass_formal_check(paper, by=cast.council_clerk, editorial=True)

    assert (fresh(paper).state, fresh(paper).number) == ("checking", None)


def test_the_release_publishes_under_the_number(cast):
    paper = paper_at("deliberating", cast, title="Städtepartnerschaft")

    assert (paper.title, paper.live, paper.slug, paper.live_revision_id) == (
        "Städtepartnerschaft",
        True,
        "0001-2026",
        latest_version(paper).revision_id,
    )
    assert paper.released_at is not None
