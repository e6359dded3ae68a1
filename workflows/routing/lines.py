"""Opening and closing lines of the slip: the mechanics under the verbs.

Everything here runs inside a verb's transaction with the paper's row locked; nothing here asks who may.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Min
from django.utils import timezone

from papers.enums import BLOCKING_ROLES, CIRCULATING, ConsultationRole, ConsultationState, PaperState
from papers.models import Consultation, Paper
from workflows import notifications

if TYPE_CHECKING:
    from wagtail.models import TaskState, WorkflowState

    from papers.access import Reader


def locked(paper: Paper) -> Paper:
    """The paper fresh from the database, its row locked: two actors on one paper take turns here, in every verb."""
    return Paper.objects.select_for_update(of=("self",)).get(pk=paper.original.pk).specific


def paper_of(workflow_state: WorkflowState) -> Paper:
    """Fresh, because Wagtail keeps the object it first saw."""
    return Paper.objects.get(pk=workflow_state.object_id).specific


def enter(paper: Paper, state: PaperState) -> None:
    """Put the paper into a state; the only place where one is written."""
    paper.state, paper.state_since = state, timezone.now()
    Paper.objects.filter(pk=paper.pk).update(state=paper.state, state_since=paper.state_since)
    if state in (PaperState.CHECKING, PaperState.RELEASING):
        notifications.announce_step(paper)
    elif state == PaperState.RETURNED:
        notifications.announce_return(paper)


def open_information(paper: Paper, roles: Collection[str]) -> None:
    """Information lines open with the routing, whatever their stage, and are never waited for."""
    if ConsultationRole.INFORMATION in roles:
        _open(list(paper.consultations.planned().filter(role=ConsultationRole.INFORMATION)))


def open_next_stage(paper: Paper, roles: Collection[str]) -> None:
    """Open the lines of the lowest stage that still has something to do."""
    work = _blocking_work(paper, roles)
    stage = work.aggregate(stage=Min("stage"))["stage"]
    if stage is not None:
        _open(list(work.planned().filter(stage=stage)))


def has_blocking_work(paper: Paper, roles: Collection[str]) -> bool:
    return _blocking_work(paper, roles).exists()


def close_open(paper: Paper, *, cancel_planned: bool = False) -> None:
    """Take back what is open: to planned while the author works, or cancelled for good when the paper is withdrawn."""
    lines = paper.consultations.unfinished() if cancel_planned else paper.consultations.open()
    for line in lines:
        line.state = ConsultationState.CANCELLED if cancel_planned else ConsultationState.PLANNED
        line.opened_at = None
        line.save()


def reopen_for_confirmation(paper: Paper) -> None:
    """The text changed: what was signed for the old version has to be confirmed. The acts stay as they are."""
    for line in paper.consultations.blocking().filter(state=ConsultationState.DONE):
        line.state, line.completed_at = ConsultationState.PLANNED, None
        line.save()


def advance(paper: Paper, user: Reader | None) -> None:
    """After a line changed: open the next stage, or let the workflow move on when the step is done."""
    task_state = current_task_state(paper)
    if task_state is None or paper.state not in CIRCULATING:
        return
    task = task_state.task.specific
    roles = getattr(task, "roles", None)
    if roles is None:
        return
    open_information(paper, roles)
    open_next_stage(paper, roles)
    if not has_blocking_work(paper, roles):
        task_state.specific.approve(user=user)


def current_task_state(paper: Paper) -> TaskState | None:
    """Not ``paper.current_workflow_task_state``, which Wagtail caches on the instance."""
    state = paper.workflow_states.active().select_related("current_task_state__task").first()
    return state.current_task_state if state and state.status == state.STATUS_IN_PROGRESS else None


def roles_ahead(paper: Paper) -> frozenset[str]:
    """Roles of the step a circulating paper is at and of those still to come."""
    state = paper.workflow_states.active().first()
    if state is None:
        return frozenset()
    done = set(state.successful_task_states.values_list("task_id", flat=True))
    return frozenset(
        role for task in state.workflow.tasks.specific() if task.pk not in done for role in getattr(task, "roles", ())
    )


# a manager's queryset class is private to django-stubs
def _blocking_work(paper: Paper, roles: Collection[str]):  # type: ignore[no-untyped-def]
    return paper.consultations.unfinished().filter(role__in=BLOCKING_ROLES & frozenset(roles))


def _open(lines: list[Consultation]) -> None:
    for line in lines:
        line.state, line.opened_at = ConsultationState.OPEN, timezone.now()
        line.save()
        notifications.announce_line(line)
