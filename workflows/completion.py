"""What happens when a workflow has no step left. Named in ``WAGTAIL_FINISH_WORKFLOW_ACTION``.

Wagtail's own action publishes the *latest* revision as the last actor, which fails for everybody without publish
permission and would publish text nobody signed. Imported while ``wagtail.models`` loads, so nothing is imported at the
top."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagtail.models import WorkflowState

    from papers.access import Person


def finish_routing(workflow_state: WorkflowState, user: Person | None = None) -> None:
    from papers.models import Paper
    from workflows.routing.release import complete
    from workflows.translation.review import publish_reviewed

    instance = workflow_state.content_object
    page = instance.specific if hasattr(instance, "specific") else instance
    if isinstance(page, Paper) and page.original.pk != page.pk:
        publish_reviewed(workflow_state, user=user)
    elif isinstance(page, Paper):
        complete(workflow_state, user=user)
    else:
        from wagtail.workflows import publish_workflow_state

        publish_workflow_state(workflow_state, user=user)
