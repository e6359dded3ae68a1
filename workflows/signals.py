"""Two things that can happen outside our verbs, in Wagtail's own screens, and must not leave the record behind; and one
that follows from any verb that makes an editorial version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models.signals import post_save
from wagtail.models import Revision, WorkflowState
from wagtail.signals import page_published, workflow_cancelled

from papers.enums import CIRCULATING
from papers.models import Paper, Version
from papers.versions import ensure_version, latest_version
from workflows.changed_annexes import lines_to_tell
from workflows.notifications import announce_editorial
from workflows.routing import state_machine
from workflows.routing.steps import take_back

if TYPE_CHECKING:
    from papers.access import Person


def keep_record_of_cancelled_workflow(instance: WorkflowState, user: Person | None = None, **kwargs: object) -> None:
    """A workflow was switched off in the settings, or cancelled in the editor: its papers go back to their authors."""
    paper = (
        state_machine.held(instance.object_id)
        or Paper.objects.filter(pk=instance.object_id).select_related("locale").first()
    )
    # the review of a translation ends without a trace in its original's routing
    if paper is None or paper.original.pk != paper.pk:
        return
    if state_machine.held(paper.pk) is not None and paper.state not in CIRCULATING:
        return  # by a verb that took the paper where it belongs
    with transaction.atomic():
        paper = state_machine.locked(paper)
        if paper.state in CIRCULATING:
            take_back(paper, by=user)


def keep_version_of_correction(instance: Any, revision: Revision, **kwargs: object) -> None:
    """The council office corrected a released text in the editor: the corrected text is a version too."""
    if not isinstance(instance, Paper) or instance.released_at is None or instance.original.pk != instance.pk:
        return
    if Version.objects.filter(revision=revision.pk).exists():  # as it is whenever a verb publishes
        return
    with transaction.atomic():
        paper = state_machine.locked(instance)
        version = latest_version(paper)
        live = paper.live_revision
        if (
            version is not None
            and live is not None
            and live.pk != version.revision_id
            and live.pk == paper.latest_revision_id
        ):
            ensure_version(paper, by=live.user, editorial=True)


def tell_who_signed(instance: Version, created: bool, **kwargs: object) -> None:
    """Whichever verb called a change of the annexes editorial."""
    if created and instance.editorial:
        announce_editorial(lines_to_tell(instance), instance)


def connect() -> None:
    post_save.connect(tell_who_signed, sender=Version, dispatch_uid="workflows.editorial")
    workflow_cancelled.connect(keep_record_of_cancelled_workflow, dispatch_uid="workflows.cancelled")
    page_published.connect(keep_version_of_correction, dispatch_uid="workflows.correction")
