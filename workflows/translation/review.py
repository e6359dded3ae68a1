"""The way of a translation: submit it, approve it (which publishes it), or give it back. One liaison reads what another
wrote, or the same one once more.

The text may still be corrected while it waits. What counts is what the reviewer saw: approving names its fingerprint,
and is refused when somebody changed a word since. Approving is the only way to publish a translation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log
from wagtail.models import TaskState, Workflow
from wagtail_localize.models import Translation

from papers.models import Paper, TranslationVersion
from papers.once import one_verb
from papers.translation.side_by_side import Part, fingerprint, side_by_side
from workflows import notifications
from workflows.errors import WrongState
from workflows.reviews import is_waiting_for_review
from workflows.routing import state_machine
from workflows.routing.task_types import TranslationReviewTask
from workflows.translation_verbs import APPROVE_TRANSLATION, RETURN_TRANSLATION, SUBMIT_TRANSLATION

if TYPE_CHECKING:
    from wagtail.models import WorkflowState

    from papers.access import Person


def translation_of(page: Paper) -> Translation:
    """Raises WrongState for a page that is no translation, or is no longer translated text by text."""
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    ).select_related("source", "target_locale")
    found = translation.first()
    if found is None:
        raise WrongState(_("This page is not translated text by text."))
    return found


@transaction.atomic
@one_verb()
def submit_translation(page: Paper, *, by: Person, partial: bool = False) -> Paper:
    """Ask for a review. ``partial``: publish although texts are missing; readers will see those in the original's
    language, marked.

    Raises PermissionDenied, WrongState, ValidationError on ``partial`` (names the sections).
    """
    page = _locked(page)
    SUBMIT_TRANSLATION.allow(by, page)
    translation = translation_of(page)
    _check_complete(side_by_side(translation), partial=partial)
    _begin(page, translation, by)
    return _locked(page)


@transaction.atomic
@one_verb()
def approve_translation(page: Paper, *, by: Person, seen: str, partial: bool = False) -> Paper:
    """Publish what the reviewer saw. ``seen``: the fingerprint of what was shown.

    Raises PermissionDenied, WrongState, ValidationError on ``partial``.
    """
    page = _locked(page)
    APPROVE_TRANSLATION.allow(by, page)
    translation = translation_of(page)
    parts = side_by_side(translation)
    if fingerprint(parts) != seen:
        raise WrongState(
            _("The text was changed while you read it. Here it is as it stands now; please read the changes.")
        )
    _check_complete(parts, partial=partial)
    if is_waiting_for_review(page):
        translation.save_target(user=by, publish=False)  # corrections made while it waited
    else:
        _begin(page, translation, by)
    page = _locked(page)
    TranslationVersion.objects.filter(revision=page.latest_revision_id).update(
        reviewed_by=by.pk, reviewed_at=timezone.now()
    )
    log(instance=page, action="umlauf.approve_translation", user=by)
    state_machine.approve(page, _current_task_state(page), by=by)
    return _locked(page)


@transaction.atomic
@one_verb()
def return_translation(page: Paper, *, by: Person, reason: str) -> Paper:
    """Give it back to who submitted it. What is published stays. Raises PermissionDenied, WrongState, ValidationError
    on ``reason``."""
    page = _locked(page)
    RETURN_TRANSLATION.allow(by, page)
    if not reason.strip():
        raise ValidationError({"reason": _("Say what should be changed.")})
    log(instance=page, action="umlauf.return_translation", user=by, data={"reason": reason.strip()})
    state_machine.reject(page, _current_task_state(page), by=by, comment=reason.strip())
    notifications.announce_returned_translation(page)
    return _locked(page)


def publish_reviewed(workflow_state: WorkflowState, *, user: Person | None = None) -> None:
    """All steps of the review are done. Only a text that somebody approved is published."""
    page = state_machine.paper_of(workflow_state)
    made = TranslationVersion.objects.filter(revision=page.latest_revision_id).exclude(reviewed_at=None).first()
    if made is None or not page.original.live:
        # a step was switched off in the settings while it waited
        workflow_state.status = workflow_state.STATUS_CANCELLED
        workflow_state.save()
        return
    revision = page.get_latest_revision()
    revision.content_object = page
    PublishPageRevisionAction(revision, user=user).execute(skip_permission_checks=True)


def _locked(page: Paper) -> Paper:
    return state_machine.in_hand(Paper.objects.in_turn().select_related("kind").get(pk=page.pk))


def _begin(page: Paper, translation: Translation, by: Person) -> None:
    workflow = (
        Workflow.objects.filter(active=True, workflow_tasks__task__in=TranslationReviewTask.objects.filter(active=True))
        .order_by("pk")
        .first()
    )
    if workflow is None:
        raise WrongState(_("No workflow for translations is switched on."))
    state_machine.cancel_workflows(page, by=by)
    translation.save_target(user=by, publish=False)
    page = _locked(page)
    log(instance=page, action="umlauf.submit_translation", user=by)
    workflow.start(page, user=by)


def _current_task_state(page: Paper) -> TaskState:
    task_state = state_machine.current_task_state(page)
    if task_state is None:
        raise WrongState(_("This translation is not waiting for review."))
    return task_state


def _check_complete(parts: list[Part], *, partial: bool) -> None:
    missing = [part for part in parts if part.untranslated]
    count = sum(part.untranslated for part in missing)
    if not count or partial:
        return
    sections = ", ".join(_("“%(heading)s”") % {"heading": part.heading} for part in missing if part.heading)
    raise ValidationError(
        {
            "partial": ngettext(
                "%(count)s text is not translated yet (%(sections)s). Translate it, or confirm that readers shall see "
                "it in the original’s language.",
                "%(count)s texts are not translated yet (%(sections)s). Translate them, or confirm that readers shall "
                "see them in the original’s language.",
                count,
            )
            % {"count": count, "sections": sections or "–"}
        }
    )
