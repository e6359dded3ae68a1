"""The verbs of the author and of those on the slip: submit, act, return, recall, withdraw.

All take the paper's row lock first, so two people who act at the same moment take turns: both results are recorded, and
the workflow moves on exactly once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import WorkflowState

from papers.completeness import missing_sections
from papers.enums import ENDED, PaperState
from papers.models import Paper
from papers.once import one_verb
from papers.seen import check_seen, what_stands, with_slip
from papers.versions import changed_since, check_editorial, latest_text, latest_version, new_version
from workflows.errors import IncompletePaper, InvalidSlip, WrongState
from workflows.routing import lines, state_machine
from workflows.routing.slips import problems_before_submission
from workflows.verbs import CALL_EDITORIAL, RECALL, RESUBMIT, RETURN_TO_AUTHOR, START_ROUTING, WITHDRAW

if TYPE_CHECKING:
    from papers.access import Person


@transaction.atomic
@one_verb()
def start_routing(paper: Paper, *, by: Person, seen: str | None = None) -> Paper:
    """Submit a draft: its text becomes version 1 and the first step of its workflow begins.

    Raises PermissionDenied, WrongState, IncompletePaper (names the sections), InvalidSlip (names the line and field).
    """
    paper = state_machine.locked(paper)
    START_ROUTING.allow(by, paper)
    check_seen(seen, lambda: with_slip(what_stands(paper), paper), by=by)
    _check_ready(paper)
    earlier = latest_version(paper)
    if changed_since(paper, earlier):
        new_version(paper, after=earlier, by=by)
        if earlier is not None:
            lines.reopen_for_confirmation(paper)  # recalled, changed and submitted again
    log(instance=paper, action="umlauf.submit", user=by)
    _begin(paper, by)
    return state_machine.locked(paper)


@transaction.atomic
@one_verb()
def resubmit(paper: Paper, *, by: Person, editorial: bool = False, seen: str | None = None) -> Paper:
    """Send a returned paper on its way again.

    An unchanged text, or a change the council office calls editorial, goes on where it was returned. Any other change
    is a new version: the way begins anew, and what was signed for the old one must be confirmed. Raises as
    ``start_routing`` does."""
    paper = state_machine.locked(paper)
    RESUBMIT.allow(by, paper)
    check_seen(seen, lambda: with_slip(what_stands(paper), paper), by=by)
    if editorial:
        CALL_EDITORIAL.allow(by, paper)
    _check_ready(paper)
    earlier = latest_version(paper)
    changed = changed_since(paper, earlier)
    if changed:
        if editorial:
            check_editorial(paper, earlier)
        new_version(paper, after=earlier, by=by, editorial=editorial)
    state = next(iter(state_machine.active_states(paper)), None)
    log(instance=paper, action="umlauf.resubmit", user=by, data={"editorial": editorial, "changed": changed})
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES and (editorial or not changed):
        state.resume(user=by)
    else:
        state_machine.cancel_workflows(paper, by=by)
        if changed and not editorial:
            lines.reopen_for_confirmation(paper)
        _begin(paper, by)
    return state_machine.locked(paper)


@transaction.atomic
@one_verb()
def return_to_author(paper: Paper, *, by: Person, reason: str, seen: str | None = None) -> Paper:
    """Send the paper back for changes. Open lines wait; results stay. Raises PermissionDenied, WrongState,
    ValidationError on ``reason``."""
    paper = state_machine.locked(paper)
    RETURN_TO_AUTHOR.allow(by, paper)
    check_seen(seen, lambda: what_stands(paper), by=by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the paper is returned.")})
    send_back(paper, by=by, reason=reason.strip())
    return paper


def send_back(paper: Paper, *, by: Person, reason: str) -> None:
    """The return itself, also the consequence of an objection. The paper's row is locked by the caller."""
    task_state = state_machine.current_task_state(paper)
    if task_state is None:
        raise WrongState(_("This paper is not in circulation."))
    lines.close_open(paper)
    state_machine.enter(paper, PaperState.RETURNED)
    log(instance=paper, action="umlauf.return", user=by, data={"reason": reason})
    state_machine.reject(paper, task_state, by=by, comment=reason)


@transaction.atomic
@one_verb()
def recall(paper: Paper, *, by: Person) -> Paper:
    """The author takes the paper back to draft, as long as it is not released. Raises PermissionDenied, WrongState."""
    paper = state_machine.locked(paper)
    RECALL.allow(by, paper)
    take_back(paper, by=by)
    state_machine.cancel_workflows(paper, by=by)
    return paper


def take_back(paper: Paper, *, by: Person | None) -> None:
    """Takes a paper back to its author: to draft, or to returned if it was released before. A paper whose workflow
    somebody switched off ends here as well."""
    lines.close_open(paper)
    state_machine.enter(paper, PaperState.RETURNED if paper.live else PaperState.DRAFT)
    log(instance=paper, action="umlauf.recall", user=by)


@transaction.atomic
@one_verb()
def withdraw(paper: Paper, *, by: Person, reason: str, seen: str | None = None) -> Paper:
    """End the paper for good. It keeps its number, its results and its page; open and planned lines are cancelled.

    Raises PermissionDenied, WrongState, ValidationError on ``reason``.
    """
    paper = state_machine.locked(paper)
    WITHDRAW.allow(by, paper)
    check_seen(seen, lambda: what_stands(paper), by=by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the paper is withdrawn.")})
    lines.close_open(paper, cancel_planned=True)
    state_machine.enter(paper, PaperState.WITHDRAWN)
    log(instance=paper, action="umlauf.withdraw", user=by, data={"reason": reason.strip()})
    state_machine.cancel_workflows(paper, by=by)
    return paper


def end_for_good(paper: Paper, *, by: Person) -> None:
    """The way of a paper that nobody may deal with any more. One that is completed keeps its state and its results, and
    loses the lines for information that are still open. The paper's row is locked by the caller, who logs why."""
    lines.close_open(paper, cancel_planned=True)
    if paper.state not in ENDED:
        state_machine.enter(paper, PaperState.WITHDRAWN)
        state_machine.cancel_workflows(paper, by=by)


def _check_ready(paper: Paper) -> None:
    if paper.kind.workflow is None or not paper.kind.workflow.active:
        raise WrongState(_("No workflow is set for papers of the kind “%(kind)s”.") % {"kind": paper.kind})
    missing = missing_sections(latest_text(paper))
    if missing:
        raise IncompletePaper(missing)
    problems = problems_before_submission(paper)
    if problems:
        raise InvalidSlip(problems)


def _begin(paper: Paper, by: Person) -> None:
    if paper.kind.workflow is not None:  # _check_ready asked
        paper.kind.workflow.start(paper, user=by)
