"""The routing slip: who must see a paper, in which role and order. Checked as a whole, set as a whole, saved as a
template."""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history
from wagtail.log_actions import log

from papers.enums import WITH_AUTHOR, ConsultationRole, ConsultationState
from papers.models import Consultation, Organization, Paper, PaperKind
from papers.once import one_verb
from papers.seen import check_seen, slip_that_stands
from workflows.errors import InvalidSlip, SlipProblem
from workflows.out_of_turn import same_step
from workflows.routing import lines as slip_lines
from workflows.routing import state_machine
from workflows.routing.slip_order import order_doubts, steps_already_over
from workflows.routing.slip_templates import SlipTemplate, SlipTemplateLine
from workflows.routing.task_types import RoutingTask
from workflows.verbs import SAVE_AS_TEMPLATE, SET_SLIP

if TYPE_CHECKING:
    from papers.access import Person

HIGHEST_STAGE = 99


@dataclass(frozen=True)
class Line:
    """A line as somebody wants it. Lines of equal ``stage`` act in parallel; their order in the list is kept. ``round``
    is 1 unless the organization has dealt with the paper in this role before; ``is_meant`` is what a screen was told of
    an order that looks like a mistake, and None where nobody is asked."""

    organization: Organization
    role: str
    stage: int = 1
    due: datetime.date | None = None
    round: int = 1
    is_meant: bool | None = None

    @property
    def key(self) -> Key:
        return (self.organization.pk, self.role, self.round)


# Organization, role and round of a line: there is one of each on a slip.
Key = tuple[int, str, int]


def key_of(line: Consultation) -> Key:
    return (line.organization_id, line.role, line.round)


def roles_on_the_way(kind: PaperKind) -> frozenset[str]:
    """Roles that some step of the kind's workflow walks through; a line with another role would never open."""
    if kind.workflow_id is None:
        return frozenset()
    tasks = RoutingTask.objects.filter(workflow_tasks__workflow=kind.workflow_id, active=True)
    return frozenset(role for task in tasks for role in task.roles)


def slip_problems(
    kind: PaperKind, slip: Sequence[Line], settled: Container[Key] = (), done: Container[Key] = ()
) -> list[SlipProblem]:
    """Everything wrong with the lines, each problem at its line and field. Completeness is asked separately, when the
    paper is submitted. ``settled``: of lines that are done or open, where an organization that has ended may stand;
    ``done``: of those after which it may deal with the paper in another round."""
    problems: list[SlipProblem] = []
    possible = roles_on_the_way(kind)
    seen: dict[Key, int] = {}
    for index, line in enumerate(slip):
        if line.role not in ConsultationRole.values:
            problems.append(SlipProblem(index, "role", _("Unknown role: %(role)s.") % {"role": line.role}))
            continue
        if line.role not in possible:
            role = ConsultationRole(line.role).label
            problems.append(
                SlipProblem(
                    index,
                    "role",
                    _("No step of the workflow for “%(kind)s” has the role “%(role)s”.") % {"kind": kind, "role": role},
                )
            )
        if not 1 <= line.stage <= HIGHEST_STAGE:
            problems.append(
                SlipProblem(
                    index, "stage", _("The stage must be a number from 1 to %(highest)s.") % {"highest": HIGHEST_STAGE}
                )
            )
        key = line.key
        if line.organization.is_dissolved and key not in settled:
            message = _("“%(organization)s” has ended. Choose who acts instead.")
            problems.append(SlipProblem(index, "organization", message % {"organization": line.organization.name}))
        alike = [one for one in seen if one[:2] == key[:2]]
        waiting = [one for one in alike if one == key or (one not in done and key not in done)]
        if waiting:
            message = _("“%(organization)s” is already in line %(number)s in this role.")
            problems.append(
                SlipProblem(
                    index,
                    "organization",
                    message % {"organization": line.organization.name, "number": seen[waiting[0]] + 1},
                )
            )
        seen.setdefault(key, index)
    return problems


def settled_among(lines: Iterable[Consultation]) -> set[Key]:
    """Of the lines that are done or open, or have acted before."""
    return {key_of(line) for line in lines if line.state != ConsultationState.PLANNED or line.latest_act_id is not None}


def _done_among(lines: Iterable[Consultation]) -> set[Key]:
    """After which the organization may deal with the paper once more. What waits to be confirmed for a new text is
    there already."""
    return {key_of(line) for line in lines if not line.is_unfinished}


def gaps_before_submission(kind: PaperKind, roles: Iterable[str]) -> list[SlipProblem]:
    """What a slip with these roles still lacks before it can circulate."""
    present = set(roles)
    if not present:
        return [
            SlipProblem(
                None, None, _("The routing slip is empty. Say which offices and committees must see the paper.")
            )
        ]
    if kind.requires_decision and ConsultationRole.DECISION not in present:
        message = _("A paper of the kind “%(kind)s” needs a line with the role “%(role)s” on its routing slip.")
        return [SlipProblem(None, "role", message % {"kind": kind, "role": ConsultationRole.DECISION.label})]
    return []


def problems_before_submission(paper: Paper) -> list[SlipProblem]:
    """Everything that keeps the slip of a paper from circulating."""
    slip = slip_of(paper)
    ended = any(line.organization.is_dissolved for line in slip)
    again = any(line.round > 1 for line in slip)
    lines = list(paper.consultations.not_cancelled()) if ended or again else []
    return slip_problems(paper.kind, slip, settled_among(lines), _done_among(lines)) + gaps_before_submission(
        paper.kind, [line.role for line in slip]
    )


@transaction.atomic
@one_verb()
def set_slip(paper: Paper, *, lines: Sequence[Line], by: Person, seen: str | None = None) -> list[Consultation]:
    """Make the slip consist of exactly these lines, in this order.

    Lines that already acted or are open keep their result and must still be there; only their due date may change. What
    is open at a later stage than a line that is added or moved waits for it: returns those lines. Raises
    PermissionDenied, InvalidSlip.
    """
    paper = state_machine.locked(paper)
    SET_SLIP.allow(by, paper)
    check_seen(seen, lambda: slip_that_stands(paper), by=by)
    existing = {key_of(line): line for line in paper.consultations.not_cancelled().select_related("organization")}
    lines = _numbered(lines, existing)
    problems = slip_problems(paper.kind, lines, settled_among(existing.values()), _done_among(existing.values()))
    wanted = {line.key for line in lines}
    if paper.state not in WITH_AUTHOR:
        problems += gaps_before_submission(paper.kind, [line.role for line in lines])
        problems += steps_already_over(paper, lines, existing)
    for key, line in existing.items():
        if key not in wanted and (line.state != ConsultationState.PLANNED or line.latest_act_id):
            message = _("“%(organization)s” (%(role)s) is open or has already acted and cannot be removed.")
            problems.append(
                SlipProblem(
                    None,
                    "organization",
                    message % {"organization": line.organization.name, "role": line.get_role_display()},
                )
            )
    for index, wish in enumerate(lines):
        line = existing.get(wish.key)
        if line and line.state != ConsultationState.PLANNED and line.stage != wish.stage:
            problems.append(
                SlipProblem(index, "stage", _("The stage of a line that is open or done cannot be changed."))
            )
    if problems := problems or order_doubts(lines, existing):
        raise InvalidSlip(problems)
    for key, line in existing.items():
        if key not in wanted:
            line.delete()
    written = _write(paper, lines, existing)
    log(instance=paper, action="umlauf.slip", user=by, data={"lines": len(lines)})
    if paper.state in WITH_AUTHOR:
        return []
    back = _take_back_later(paper, written, existing.values(), by)
    slip_lines.advance(paper, by)
    return back


def _numbered(wanted: Sequence[Line], existing: Iterable[Key]) -> list[Line]:
    """With the next round of its organization and role for each line that is not there yet, whatever it says."""
    latest: dict[tuple[int, str], int] = {}
    known = set(existing)
    for organization, role, number in known:
        latest[organization, role] = max(latest.get((organization, role), 0), number)
    numbered = []
    for line in wanted:
        if line.key not in known:
            number = latest.get(line.key[:2], 0) + 1
            latest[line.key[:2]] = number
            line = replace(line, round=number)
        numbered.append(line)
    return numbered


def _take_back_later(
    paper: Paper, written: Sequence[Consultation], before: Iterable[Consultation], by: Person
) -> list[Consultation]:
    """As a referral does: what comes first is dealt with first."""
    first = [line for line in written if line.is_unfinished]
    back = slip_lines.take_back(
        line
        for line in before
        if line.is_open and any(same_step(line, one) and one.stage < line.stage for one in first if one.pk != line.pk)
    )
    if back:
        slip_lines.forget_overtaken(paper)
        log(instance=paper, action="umlauf.take_back_lines", user=by, data={"lines": [str(line) for line in back]})
    return back


def _write(paper: Paper, slip: Sequence[Line], existing: Mapping[Key, Consultation]) -> list[Consultation]:
    """Returns what was added or moved. Takes as many statements for thirteen lines as for one."""
    added, changed = [], []
    for position, wish in enumerate(slip):
        line = existing.get(wish.key)
        values = (wish.stage, wish.due, position)
        if line is None:
            line = Consultation(paper=paper, organization=wish.organization, role=wish.role, round=wish.round)
            added.append(line)
        elif (line.stage, line.due, line.position) != values:
            line.modified = timezone.now()
            changed.append(line)
        line.stage, line.due, line.position = values
    bulk_create_with_history(added, Consultation)
    bulk_update_with_history(changed, Consultation, ["stage", "due", "position", "modified"])
    return [*added, *changed]


def slip_of(paper: Paper) -> list[Line]:
    lines = paper.consultations.not_cancelled().in_slip_order().select_related("organization")
    return [Line(line.organization, line.role, line.stage, line.due, line.round) for line in lines]


@transaction.atomic
def save_as_template(paper: Paper, *, name: str, by: Person) -> SlipTemplate:
    """Save the paper's slip, without due dates, under a new name. Raises PermissionDenied, ValidationError on
    ``name``."""
    SAVE_AS_TEMPLATE.allow(by, paper)
    name = name.strip()
    if not name:
        raise ValidationError({"name": _("Give the template a name.")})
    if SlipTemplate.objects.filter(name__iexact=name).exists():
        raise ValidationError({"name": _("There is already a template with this name.")})
    slip = slip_of(paper)
    if not slip:
        raise ValidationError({"name": _("The routing slip is empty; there is nothing to save.")})
    template: SlipTemplate = SlipTemplate.objects.create(name=name)
    SlipTemplateLine.objects.bulk_create(
        SlipTemplateLine(
            template=template, organization=line.organization, role=line.role, stage=line.stage, position=position
        )
        for position, line in enumerate(slip)
    )
    return template


def merged_with_template(slip: Sequence[Line], template: SlipTemplate) -> list[Line]:
    """The slip with the template's lines added; what is already there stays as it is, dissolved organizations are left
    out."""
    merged = list(slip)
    present = {(line.organization.pk, line.role) for line in slip}
    for row in template.lines.select_related("organization"):
        if (row.organization_id, row.role) in present or row.organization.is_dissolved:
            continue
        merged.append(Line(row.organization, row.role, row.stage))
    return sorted(merged, key=lambda line: line.stage)
