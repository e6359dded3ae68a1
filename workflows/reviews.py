"""This module says where the review of a translation stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import WorkflowState

if TYPE_CHECKING:
    from papers.models import Paper


def review_state(page: Paper) -> WorkflowState | None:
    """Returns the review in progress, or the one given back; it returns None where nobody asked for a review since the
    last publication."""
    active = page.workflow_states.active().select_related("current_task_state__task", "requested_by")
    return active.first()


def is_waiting_for_review(page: Paper) -> bool:
    state = review_state(page)
    return state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS
