"""A paper in the hand of a verb: its row locked, its state, and the workflow engine that moves with it.

Everything here runs inside a verb's transaction; nothing here asks who may. Which steps lead from which state is said
by the table of verbs and by the verbs themselves (``release``, ``steps``, ``acting``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from papers.access import circles
from papers.access.verb_table import WrongState
from papers.enums import AT_COUNCIL_OFFICE, PaperState
from papers.models import Consultation, Paper
from papers.once import found, keep
from workflows import notifications

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from papers.access import Person


def locked(paper: Paper) -> Paper:
    """The paper fresh from the database, its row locked: two actors on one paper take turns here, in every verb."""
    return in_hand(_rows().get(pk=paper.translation_of_id or paper.pk))


def locked_paper_of(line: Consultation) -> Paper:
    """As ``locked``; lines belong to originals."""
    return in_hand(_rows().get(pk=line.paper_id))


def _rows() -> QuerySet[Paper]:
    rows: QuerySet[Paper] = Paper.objects.in_turn().select_related("kind__workflow")
    return rows


def in_hand(row: Paper) -> Paper:
    """The paper as the verb works with it. What follows in the verb, the workflow engine included, gets this very
    object (``held``). Raises WrongCircle for a row that is not kept for the readers its facts give it."""
    circles.check(row)
    paper: Paper = row.specific
    if paper is not row:  # a strategy was read anew and knows nothing of what was read along
        paper.locale, paper.kind = row.locale, row.kind
    paper.content_type = paper.cached_content_type
    keep(("paper", paper.pk), paper)
    return paper


def held(paper_id: int | str) -> Paper | None:
    """The paper or translation the verb has locked; None where no verb is at work, as in Wagtail's own screens."""
    paper: Paper | None = found(("paper", int(paper_id)))
    return paper


def paper_of(workflow_state: WorkflowState) -> Paper:
    """Returns the paper the verb holds, or else reads it anew, because Wagtail keeps the object it first saw."""
    paper: Paper = (
        held(workflow_state.object_id)
        or Paper.objects.select_related("locale").get(pk=workflow_state.object_id).specific
    )
    return paper


def enter(paper: Paper, state: PaperState) -> None:
    """Put the paper into a state; the only place where one is written."""
    paper.write_record(state=state, state_since=timezone.now())
    if state in AT_COUNCIL_OFFICE:
        notifications.announce_step(paper)
    elif state == PaperState.RETURNED:
        notifications.announce_return(paper)


# --- the workflow engine --------------------------------------------------------------------------------------------


def active_states(paper: Paper) -> list[WorkflowState]:
    """What of the paper's workflows is not over: one, where nobody meddled. Not ``paper.current_workflow_state``, which
    Wagtail caches."""
    states = list(paper.workflow_states.active().select_related("workflow", "current_task_state__task"))
    for state in states:
        hand_over(state)
    return states


def current_task_state(paper: Paper) -> TaskState | None:
    state = next(iter(active_states(paper)), None)
    return state.current_task_state if state and state.status == state.STATUS_IN_PROGRESS else None


def approve(paper: Paper, task_state: TaskState, *, by: Person | None, comment: str = "") -> None:
    _know_revision(paper, task_state)
    task_state.specific.approve(user=by, comment=comment)


def reject(paper: Paper, task_state: TaskState, *, by: Person, comment: str) -> None:
    _know_revision(paper, task_state)
    task_state.specific.reject(user=by, comment=comment)


def cancel_workflows(paper: Paper, *, by: Person) -> None:
    for state in active_states(paper):
        if state.current_task_state is not None:
            _know_revision(paper, state.current_task_state)
        state.cancel(user=by)


def go_back_to(paper: Paper, role: str, *, by: Person) -> bool:
    """Let the step that walks through lines of the role run again; False where the paper is at it. What is checked and
    released stays so; steps that walk through the slip from there on are taken anew. Raises WrongState where the
    paper's workflow has no such step any more."""
    state = (
        paper.workflow_states.order_by("-created_at", "-pk").select_related("workflow", "current_task_state").first()
    )
    tasks = list(state.workflow.tasks.specific()) if state is not None else []
    walking = [task for task in tasks if getattr(task, "roles", ())]
    step = next((task for task in walking if role in task.roles), None)
    current = state.current_task_state if state is not None else None
    if state is None or step is None:
        raise WrongState(_("The workflow of this paper has no step for this role any more."))
    if state.status == state.STATUS_IN_PROGRESS and current is not None and current.task_id == step.pk:
        return False
    if not step.active:
        raise WrongState(_("The workflow of this paper has no step for this role any more."))
    if not paper.consultations.unfinished().blocking().filter(role__in=step.roles).exists():
        return False
    again = [task.pk for task in walking[walking.index(step) :]]
    state.task_states.filter(task__in=again).exclude(status=TaskState.STATUS_REJECTED).update(
        status=TaskState.STATUS_CANCELLED
    )
    state.status, state.current_task_state = state.STATUS_IN_PROGRESS, None
    hand_over(state)
    state.update(user=by, next_task=step)
    return True


def hand_over(state: WorkflowState) -> None:
    """Give the engine what the verb holds. Left to itself it reads page, workflow and revision anew at every step, and
    asks the database before each save of its state whether all of that exists: ten statements about rows that are
    locked or cannot go."""
    paper = held(state.object_id)
    if paper is None:
        return
    page = Page(**{field.attname: getattr(paper, field.attname) for field in Page._meta.concrete_fields})
    page._state.adding = False
    page.specific = paper
    if Paper._meta.get_field("latest_revision").is_cached(paper):
        page.latest_revision = paper.latest_revision
    WorkflowState._meta.get_field("content_object").set_cached_value(state, page)
    state.full_clean = _nothing_to_ask  # what it would find wrong, the database refuses
    if state.current_task_state is not None:
        state.current_task_state.workflow_state = state


def _nothing_to_ask(*args: object, **kwargs: object) -> None:
    pass


def _know_revision(paper: Paper, task_state: TaskState) -> None:
    """The engine reads the text of a step for its log, and to read it the page behind it."""
    revision = paper.latest_revision if task_state.revision_id == paper.latest_revision_id else task_state.revision
    revision.content_object = paper
    task_state.revision = revision


def roles_ahead(paper: Paper) -> frozenset[str]:
    """Roles of the step a circulating paper is at and of those still to come."""
    state = paper.workflow_states.active().first()
    if state is None:
        return frozenset()
    done = set(state.successful_task_states.values_list("task_id", flat=True))
    return frozenset(
        role for task in state.workflow.tasks.specific() if task.pk not in done for role in getattr(task, "roles", ())
    )
