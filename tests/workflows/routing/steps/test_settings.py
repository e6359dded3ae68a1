"""What can be done to running workflows in Wagtail's settings."""

from __future__ import annotations

import pytest
from wagtail.models import Task, Workflow, WorkflowState, WorkflowTask

from papers.models import Act, PaperKind
from tests.factories.papers import STAGES, STATE_OF_STAGE, draft, finish_open, fresh, paper_at
from workflows.models import FormalCheckTask, RoutingTask
from workflows.routing.release import release
from workflows.routing.steps import start_routing


@pytest.mark.parametrize(
    ("stage", "state"),
    [
        ("co_signing", "draft"),
        ("checking", "draft"),
        ("releasing", "draft"),
        ("deliberating", "returned"),
        ("completed", "completed"),
    ],
)
def test_a_workflow_switched_off_in_the_settings_gives_papers_back(cast, signed_in, stage, state):
    paper = paper_at(stage, cast)
    acts = list(Act.objects.order_by("pk").values())

    signed_in(cast.admin).post(f"/admin/workflows/disable/{paper.kind.workflow_id}/")

    assert not Workflow.objects.get(pk=paper.kind.workflow_id).active
    assert fresh(paper).state == state
    assert not WorkflowState.objects.for_instance(paper).active().exists()
    if state != "completed":
        assert not paper.consultations.open().exists()
    assert list(Act.objects.order_by("pk").values()) == acts


@pytest.mark.parametrize("name", ["Gremien mit Entscheidung", "Freigabe", "Formale Prüfung", "Mitzeichnung"])
def test_a_task_switched_off_in_the_settings_completes_nothing_undone(cast, signed_in, name):
    stage = {
        "Gremien mit Entscheidung": "deliberating",
        "Freigabe": "releasing",
        "Formale Prüfung": "checking",
        "Mitzeichnung": "co_signing",
    }[name]
    paper = paper_at(stage, cast)

    signed_in(cast.admin).post(f"/admin/workflows/tasks/disable/{Task.objects.get(name=name).pk}/")

    assert not Task.objects.get(name=name).active
    after = fresh(paper)
    assert after.state != "completed"
    assert after.number is not None or not after.live
    if after.state in ("draft", "returned"):
        assert not paper.consultations.open().exists()


def test_wagtails_own_cancelling_gives_a_paper_back(cast):
    paper = paper_at("checking", cast)

    paper.current_workflow_state.cancel(user=cast.council_clerk)

    assert fresh(paper).state == "draft"


def test_a_workflow_may_lose_its_check(cast):
    """The council office combines steps as it likes; what is never numbered is released without."""
    workflow = Workflow.objects.create(name="Ohne Prüfung", active=True)
    for order, task in enumerate(
        (
            RoutingTask.objects.get(name="Mitzeichnung"),
            Task.objects.get(name="Freigabe"),
            RoutingTask.objects.get(name="Gremien"),
        )
    ):
        WorkflowTask.objects.create(
            workflow=workflow, task=task.task_ptr if isinstance(task, RoutingTask) else task, sort_order=order
        )
    PaperKind.objects.filter(slug="information").update(workflow=workflow)
    paper = draft(cast, "information")
    start_routing(paper, by=cast.author)
    finish_open(paper, cast, "co_sign")

    release(paper, by=cast.council_clerk)

    assert fresh(paper).state == "deliberating"
    assert FormalCheckTask.objects.exists()


def test_stages_and_states_agree(cast):
    assert {stage: paper_at(stage, cast).state for stage in STAGES} == STATE_OF_STAGE
