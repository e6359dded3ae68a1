"""The verbs of the council office: check, number, release. And what completes a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log

from papers.attaching import release_waiting
from papers.completeness import missing_sections
from papers.enums import PaperState
from papers.inspection.warnings import problems_of_annexes
from papers.models import Paper, Version
from papers.numbering import assign_number
from papers.once import one_verb
from papers.pdf.preflight import problems_of
from papers.seen import check_seen, what_stands
from papers.versions import changed_since, check_editorial, latest_text, latest_version, new_version
from workflows.errors import IncompletePaper, UnprintablePaper, WrongState
from workflows.routing import state_machine
from workflows.routing.steps import take_back
from workflows.verbs import CALL_EDITORIAL, PASS_FORMAL_CHECK, RELEASE

if TYPE_CHECKING:
    from wagtail.models import TaskState, WorkflowState

    from papers.access import Person
    from papers.access.verb_table import Verb


@transaction.atomic
@one_verb()
def pass_formal_check(
    paper: Paper, *, by: Person, remark: str = "", editorial: bool = False, seen: str | None = None
) -> Paper:
    """Pass the check; the paper gets its number and its address.

    If the council office changed the text while checking, it must say that the change is editorial (signatures stay
    valid); otherwise the paper has to be returned. Raises PermissionDenied, WrongState, IncompletePaper,
    UnprintablePaper, ValidationError on ``editorial``."""
    paper, task_state = _at_step(paper, PASS_FORMAL_CHECK, by, seen)
    text = latest_text(paper)
    missing = missing_sections(text)
    if missing:
        raise IncompletePaper(missing)
    _check_print(text)
    _settle_text(paper, by=by, editorial=editorial)
    had_number = bool(paper.number)
    number = assign_number(paper)
    log(
        instance=paper,
        action="umlauf.check",
        user=by,
        data={"number": number, "new": not had_number, "remark": remark.strip()},
    )
    state_machine.approve(paper, task_state, by=by, comment=remark.strip())
    return state_machine.locked(paper)


@transaction.atomic
@one_verb()
def release(paper: Paper, *, by: Person, editorial: bool = False, seen: str | None = None) -> Paper:
    """Publish the version that was checked; the routing goes on after it.

    Raises PermissionDenied, WrongState, UnprintablePaper, ValidationError on ``editorial``.
    """
    paper, task_state = _at_step(paper, RELEASE, by, seen)
    version = _settle_text(paper, by=by, editorial=editorial)
    _check_print(latest_text(paper))
    publish_version(paper, by=by, version=version)
    state_machine.approve(paper, task_state, by=by)
    return state_machine.locked(paper)


def publish_version(paper: Paper, *, by: Person | None, version: Version | None = None) -> None:
    """Publish the text of the latest version (``version``, where the caller has it in hand), whatever drafts came after
    it.

    The paper's row is locked by the caller, and ``paper`` is as it stands there: its record is saved with the text.
    """
    version = version or latest_version(paper)
    if version is None:
        raise WrongState(_("This paper was never submitted."))
    if paper.released_at is None:
        paper.write_record(released_at=timezone.now())
    revision = paper.latest_revision if version.revision_id == paper.latest_revision_id else version.revision
    revision.content_object = paper
    log(instance=paper, action="umlauf.release", user=by, data={"version": version.number})
    PublishPageRevisionAction(revision, user=by).execute(skip_permission_checks=True)
    paper.live = True
    release_waiting(paper)


def complete(workflow_state: WorkflowState, *, user: Person | None = None) -> None:
    """All steps are done. A workflow without a release step releases here, so that nothing is ever completed unseen."""
    paper = state_machine.paper_of(workflow_state)
    if paper.consultations.blocking().unfinished().exists():
        _stop_short(workflow_state, paper, user)
        return
    if not paper.live:
        publish_version(paper, by=user)
    state_machine.enter(paper, PaperState.COMPLETED)
    log(instance=paper, action="umlauf.complete", user=user)


def _stop_short(workflow_state: WorkflowState, paper: Paper, user: Person | None) -> None:
    """A step was switched off in the settings while lines waited in it: nothing is completed undone, the paper goes
    back to its author."""
    workflow_state.status = workflow_state.STATUS_CANCELLED
    workflow_state.save()
    take_back(paper, by=user)


def _check_print(text: Paper) -> None:
    """The printed paper is the authoritative form, so what cannot be printed is not released; nor is an annex that
    does harm where it is opened."""
    problems = [*problems_of(text), *problems_of_annexes(text)]
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise UnprintablePaper(errors)


def _at_step(paper: Paper, verb: Verb, by: Person, seen: str | None) -> tuple[Paper, TaskState]:
    paper = state_machine.locked(paper)
    verb.allow(by, paper)
    check_seen(seen, lambda: what_stands(paper), by=by)
    task_state = state_machine.current_task_state(paper)
    if task_state is None:  # the state and the workflow are changed together
        raise WrongState(_("This paper is not in circulation."))
    return paper, task_state


def _settle_text(paper: Paper, *, by: Person, editorial: bool) -> Version | None:
    """Returns the version of the text as it stands, and makes an editorial change a version first. Raises
    PermissionDenied, and ValidationError on ``editorial`` where a change was not called that."""
    if editorial:
        CALL_EDITORIAL.allow(by, paper)
    version = latest_version(paper)
    if not changed_since(paper, version):
        return version
    if not editorial:
        raise ValidationError(
            {
                "editorial": _(
                    "The text was changed since it was submitted. Confirm that the change is editorial, or return the "
                    "paper to its author."
                )
            }
        )
    check_editorial(paper, version)
    return new_version(paper, after=version, by=by, editorial=True)
