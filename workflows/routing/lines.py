"""Opening and closing lines of the slip: the mechanics under the verbs.

Everything here runs inside a verb's transaction with the paper's row locked; nothing here asks who may.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils import timezone
from wagtail.log_actions import log

from papers.among import among
from papers.enums import CIRCULATING, ConsultationState
from papers.models import Consultation, Paper
from workflows import notifications
from workflows.out_of_turn import is_latest_round, same_step
from workflows.routing import state_machine

if TYPE_CHECKING:
    from papers.access import Person
    from papers.models import Organization


def open_due(paper: Paper, roles: Collection[str]) -> bool:
    """Open what is due in a step with these roles; whether anything is left that has to be waited for.

    Information lines are due at once, whatever their stage, and never waited for; of the others, those of the lowest
    stage that is not finished. Nothing opens at an organization that has ended: there a line for information ends, and
    any other waits until the council office has found a way out (``workflows.stranded``)."""
    unfinished = list(paper.consultations.unfinished().filter(role__in=roles).select_related("organization"))
    blocking = [line for line in unfinished if line.is_blocking]
    stage = min((line.stage for line in blocking), default=None)
    due = [line for line in unfinished if not line.is_blocking] + [line for line in blocking if line.stage == stage]
    planned = [line for line in due if line.state == ConsultationState.PLANNED]
    open_now([line for line in planned if not line.organization.is_dissolved])
    for line in planned:
        if line.organization.is_dissolved and not line.is_blocking:
            end(paper, line, None)
    return bool(blocking)


def close_open(paper: Paper, *, cancel_planned: bool = False) -> None:
    """Take back what is open: to planned while the author works, or cancelled for good when the paper is withdrawn."""
    lines = paper.consultations.unfinished() if cancel_planned else paper.consultations.open()
    write(
        list(lines), state=ConsultationState.CANCELLED if cancel_planned else ConsultationState.PLANNED, opened_at=None
    )


def reopen_for_confirmation(paper: Paper) -> None:
    """The text changed: what was signed for the old version has to be confirmed, by each body once, in its latest
    round. The acts stay as they are."""
    slip = list(paper.consultations.blocking().not_cancelled())
    latest = {(line.organization_id, line.role): line.round for line in sorted(slip, key=lambda line: line.round)}
    done = [line for line in slip if not line.is_unfinished and line.round == latest[line.organization_id, line.role]]
    overtaken = [line for line in slip if line.is_overtaken]
    write([*done, *overtaken], state=ConsultationState.PLANNED, completed_at=None, overtaken_at=None)


def take_back(slip: Iterable[Consultation]) -> list[Consultation]:
    """Lines that are open wait for their turn again: something comes first. Who was told that it is theirs is told
    that it is not."""
    back = [line for line in slip if line.is_open]
    write(back, state=ConsultationState.PLANNED, opened_at=None)
    notifications.announce_taken_back(back)
    return back


def settle_overtaken(paper: Paper) -> None:
    """Lines whose result is still to come, while a later stage goes on or has its result, say so; no others do."""
    slip = list(paper.consultations.not_cancelled().blocking())
    passed = _passed(slip)
    write([one for one in slip if one.pk in passed and not one.is_overtaken], overtaken_at=timezone.now())
    write([one for one in slip if one.pk not in passed and one.overtaken_at], overtaken_at=None)


def forget_overtaken(paper: Paper) -> None:
    """What had gone ahead waits again: lines before it say no more that their result is still to come."""
    slip = list(paper.consultations.not_cancelled().blocking())
    passed = _passed(slip)
    write([one for one in slip if one.pk not in passed and one.overtaken_at], overtaken_at=None)


def _passed(slip: Collection[Consultation]) -> set[int]:
    """Keys of unfinished lines with a later stage that is open or done, in the latest round of its body."""
    ahead = [one for one in slip if one.state != ConsultationState.PLANNED and is_latest_round(one, slip)]
    return {
        one.pk
        for one in slip
        for other in ahead
        if one.is_unfinished and same_step(one, other) and one.stage < other.stage
    }


def next_round(paper: Paper, organization: Organization, role: str) -> int:
    """1 where the organization has not dealt with the paper in this role yet."""
    rounds = paper.consultations.not_cancelled().filter(organization=organization, role=role)
    latest: int | None = rounds.aggregate(latest=Max("round"))["latest"]
    return (latest or 0) + 1


def write(lines: Sequence[Consultation], **values: Any) -> None:
    """Set the same values on all of them: one statement for the lines and one for their history, however many they
    are."""
    if not lines:
        return
    values["modified"] = timezone.now()
    for line in lines:
        for name, value in values.items():
            setattr(line, name, value)
    Consultation.objects.filter(among("pk", (line.pk for line in lines))).update(**values)
    Consultation.history.bulk_history_create(lines, update=True, default_change_reason=None)


def advance(paper: Paper, user: Person | None) -> None:
    """After a line changed: open the next stage, or let the workflow move on when the step is done."""
    task_state = state_machine.current_task_state(paper)
    if task_state is None or paper.state not in CIRCULATING:
        return
    roles = getattr(task_state.task.specific, "roles", None)
    if roles is not None and not open_due(paper, roles):
        state_machine.approve(paper, task_state, by=user)


def end(
    paper: Paper, line: Consultation, user: Person | None, *, reason: str = "", to: Organization | None = None
) -> None:
    """End a line without a result: because it is no longer needed, or because ``to`` goes on with it. Its acts stay."""
    write(
        [line],
        state=ConsultationState.CANCELLED,
        completed_at=timezone.now(),
        opened_at=None,
        handed_to=to,
        ended_because=reason,
    )
    data = {"line": str(line), "reason": reason}
    if to is None:
        log(instance=paper, action="umlauf.end_line", user=user, data=data)
    else:
        log(instance=paper, action="umlauf.hand_over_line", user=user, data={**data, "to": str(to)})


def pass_on(paper: Paper, line: Consultation, user: Person, *, to: Organization, reason: str = "") -> None:
    """Let ``to`` go on with a line, at the same place of the slip. It gets a line of its own, because what was recorded
    for this one was somebody else's; none where it has one in this role already, unless the paper was referred
    back."""
    was_open = line.state == ConsultationState.OPEN
    end(paper, line, user, reason=reason, to=to)
    theirs = list(paper.consultations.not_cancelled().filter(organization=to, role=line.role))
    referred_back = line.round > 1  # somebody wants it to be dealt with again
    if any(one.is_unfinished for one in theirs) or (theirs and not referred_back):
        return
    heir = Consultation.objects.create(
        paper=paper,
        organization=to,
        role=line.role,
        stage=line.stage,
        position=line.position,
        due=line.due,
        round=max((one.round for one in theirs), default=0) + 1,
        overtaken_at=line.overtaken_at,
    )
    if was_open:
        open_now([heir])


def open_now(lines: list[Consultation]) -> None:
    write(lines, state=ConsultationState.OPEN, opened_at=timezone.now())
    notifications.announce_lines(lines)
