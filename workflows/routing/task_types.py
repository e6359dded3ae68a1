"""Task types the council office combines into workflows.

One ``RoutingTask`` row serves all organizations with its roles. A task per committee would make every screen that asks
"what can this user moderate?" slower with each committee."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from papers.access.verbs import may_edit
from papers.enums import BLOCKING_ROLES, ConsultationRole, PaperState
from papers.ticked import TickedField
from workflows import notifications
from workflows.routing import lines, state_machine

if TYPE_CHECKING:
    from wagtail.models import WorkflowState

    from papers.access import Reader
    from papers.models import Paper


class RolesField(TickedField):
    """A list of consultation roles, ticked in the form."""

    def offered(self) -> list[tuple[str, Any]]:
        return ConsultationRole.choices

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        unknown = (
            [role for role in value if role not in ConsultationRole.values] if isinstance(value, list) else [value]
        )
        if unknown:
            raise ValidationError(_("Unknown role: %(role)s.") % {"role": ", ".join(map(str, unknown))})


class PaperTask(Task):
    """What all steps of a paper have in common: they are taken by our verbs, never by Wagtail's generic approve and
    reject buttons."""

    class Meta:
        abstract = True

    def start(self, workflow_state: WorkflowState, user: Reader | None = None) -> TaskState:
        state_machine.hand_over(workflow_state)
        return super().start(workflow_state, user=user)

    def locked_for_user(self, obj: Paper, user: Reader) -> bool:
        return not may_edit(user, obj)

    def user_can_access_editor(self, obj: Paper, user: Reader) -> bool:
        return False  # the paper's own permission tester answers

    def user_can_lock(self, obj: Paper, user: Reader) -> bool:
        return False

    def user_can_unlock(self, obj: Paper, user: Reader) -> bool:
        return False

    def get_actions(self, obj: Paper, user: Reader) -> list[tuple[str, str, bool]]:
        return []

    def get_task_states_user_can_moderate(self, user: Reader, **kwargs: object) -> models.QuerySet[TaskState]:
        nothing: models.QuerySet[TaskState] = TaskState.objects.none()  # what waits for whom is told by workflows.inbox
        return nothing


class RoutingTask(PaperTask):
    roles = RolesField(_("roles"), default=list, help_text=_("Lines of the routing slip that this step walks through."))

    admin_form_fields: ClassVar[list[str]] = [*Task.admin_form_fields, "roles"]

    class Meta:
        verbose_name = _("Routing: walk through the slip")
        verbose_name_plural = _("routing tasks")

    def start(self, workflow_state: WorkflowState, user: Reader | None = None) -> TaskState:
        """Open the first stage; with nothing to do the task is done before it began, and the workflow moves on."""
        task_state = super().start(workflow_state, user=user)
        paper = state_machine.paper_of(workflow_state)
        state_machine.enter(
            paper, PaperState.CO_SIGNING if set(self.roles) == {ConsultationRole.CO_SIGN} else PaperState.DELIBERATING
        )
        if not lines.open_due(paper, self.roles):
            task_state.status = TaskState.STATUS_APPROVED
            task_state.finished_at = timezone.now()
            task_state.finished_by = user
            task_state.save()
        return task_state

    @classmethod
    def get_description(cls) -> Any:
        return _(
            "Offices or committees act on their lines of the routing slip, stage by stage, lines of one stage in "
            "parallel"
        )

    @property
    def blocking_roles(self) -> frozenset[str]:
        return frozenset(self.roles) & BLOCKING_ROLES


class FormalCheckTask(PaperTask):
    class Meta:
        verbose_name = _("Formal check by the council office")
        verbose_name_plural = _("formal checks")

    def start(self, workflow_state: WorkflowState, user: Reader | None = None) -> TaskState:
        task_state = super().start(workflow_state, user=user)
        state_machine.enter(state_machine.paper_of(workflow_state), PaperState.CHECKING)
        return task_state

    @classmethod
    def get_description(cls) -> Any:
        return _("The council office checks the paper; passing it assigns the number")


class ReleaseTask(PaperTask):
    class Meta:
        verbose_name = _("Release by the council office")
        verbose_name_plural = _("releases")

    def start(self, workflow_state: WorkflowState, user: Reader | None = None) -> TaskState:
        task_state = super().start(workflow_state, user=user)
        state_machine.enter(state_machine.paper_of(workflow_state), PaperState.RELEASING)
        return task_state

    @classmethod
    def get_description(cls) -> Any:
        return _("The council office releases the checked version; the routing may go on after it")


class TranslationReviewTask(PaperTask):
    class Meta:
        verbose_name = _("Review of a translation")
        verbose_name_plural = _("reviews of translations")

    def start(self, workflow_state: WorkflowState, user: Reader | None = None) -> TaskState:
        task_state = super().start(workflow_state, user=user)
        notifications.announce_review(state_machine.paper_of(workflow_state))
        return task_state

    @classmethod
    def get_description(cls) -> Any:
        return _(
            "A liaison of the language, or the council office, reads the translation and approves it, which publishes "
            "it"
        )
