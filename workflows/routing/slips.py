"""The routing slip: who must see a paper, in which role and order. Checked as a whole, set as a whole, saved as a
template."""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
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
from workflows.routing import lines as slip_lines
from workflows.routing import state_machine
from workflows.routing.slip_templates import SlipTemplate, SlipTemplateLine
from workflows.routing.task_types import RoutingTask
from workflows.verbs import SAVE_AS_TEMPLATE, SET_SLIP

if TYPE_CHECKING:
    from papers.access import Person

HIGHEST_STAGE = 99


@dataclass(frozen=True)
class Line:
    """A line as somebody wants it. Lines of equal ``stage`` act in parallel; their order in the list is kept."""

    organization: Organization
    role: str
    stage: int = 1
    due: datetime.date | None = None


def roles_on_the_way(kind: PaperKind) -> frozenset[str]:
    """Roles that some step of the kind's workflow walks through; a line with another role would never open."""
    if kind.workflow_id is None:
        return frozenset()
    tasks = RoutingTask.objects.filter(workflow_tasks__workflow=kind.workflow_id, active=True)
    return frozenset(role for task in tasks for role in task.roles)


def slip_problems(kind: PaperKind, slip: Sequence[Line], settled: Container[tuple[int, str]] = ()) -> list[SlipProblem]:
    """Everything wrong with the lines, each problem at its line and field. Completeness is asked separately, when the
    paper is submitted. ``settled``: organization and role of lines that are done or open, where an organization that
    has ended may stand."""
    problems: list[SlipProblem] = []
    possible = roles_on_the_way(kind)
    seen: dict[tuple[int, str], int] = {}
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
        key = (line.organization.pk, line.role)
        if line.organization.is_dissolved and key not in settled:
            message = _("“%(organization)s” has ended. Choose who acts instead.")
            problems.append(SlipProblem(index, "organization", message % {"organization": line.organization.name}))
        if key in seen:
            message = _("“%(organization)s” is already in line %(number)s in this role.")
            problems.append(
                SlipProblem(
                    index, "organization", message % {"organization": line.organization.name, "number": seen[key] + 1}
                )
            )
        seen.setdefault(key, index)
    return problems


def settled_among(lines: Iterable[Consultation]) -> set[tuple[int, str]]:
    """Organization and role of the lines that are done or open, or have acted before."""
    return {
        (line.organization_id, line.role)
        for line in lines
        if line.state != ConsultationState.PLANNED or line.latest_act_id is not None
    }


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
    settled = settled_among(paper.consultations.not_cancelled()) if ended else set()
    return slip_problems(paper.kind, slip, settled) + gaps_before_submission(paper.kind, [line.role for line in slip])


@transaction.atomic
@one_verb()
def set_slip(paper: Paper, *, lines: Sequence[Line], by: Person, seen: str | None = None) -> None:
    """Make the slip consist of exactly these lines, in this order.

    Lines that already acted or are open keep their result and must still be there; only their due date may change.
    Raises PermissionDenied, InvalidSlip.
    """
    paper = state_machine.locked(paper)
    SET_SLIP.allow(by, paper)
    check_seen(seen, lambda: slip_that_stands(paper), by=by)
    existing = {
        (line.organization_id, line.role): line
        for line in paper.consultations.not_cancelled().select_related("organization")
    }
    problems = slip_problems(paper.kind, lines, settled_among(existing.values()))
    wanted = {(line.organization.pk, line.role) for line in lines}
    if paper.state not in WITH_AUTHOR:
        problems += gaps_before_submission(paper.kind, [line.role for line in lines])
        problems += _steps_already_over(paper, lines, existing)
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
        line = existing.get((wish.organization.pk, wish.role))
        if line and line.state != ConsultationState.PLANNED and line.stage != wish.stage:
            problems.append(
                SlipProblem(index, "stage", _("The stage of a line that is open or done cannot be changed."))
            )
    if problems:
        raise InvalidSlip(problems)
    for key, line in existing.items():
        if key not in wanted:
            line.delete()
    _write(paper, lines, existing)
    log(instance=paper, action="umlauf.slip", user=by, data={"lines": len(lines)})
    if paper.state not in WITH_AUTHOR:
        slip_lines.advance(paper, by)


def _write(paper: Paper, slip: Sequence[Line], existing: Mapping[tuple[int, str], Consultation]) -> None:
    """Takes as many statements for thirteen lines as for one."""
    added, changed = [], []
    for position, wish in enumerate(slip):
        line = existing.get((wish.organization.pk, wish.role))
        values = (wish.stage, wish.due, position)
        if line is None:
            line = Consultation(paper=paper, organization=wish.organization, role=wish.role)
            added.append(line)
        elif (line.stage, line.due, line.position) != values:
            line.modified = timezone.now()
            changed.append(line)
        line.stage, line.due, line.position = values
    bulk_create_with_history(added, Consultation)
    bulk_update_with_history(changed, Consultation, ["stage", "due", "position", "modified"])


def _steps_already_over(paper: Paper, slip: Sequence[Line], existing: Container[tuple[int, str]]) -> list[SlipProblem]:
    """A new line whose step has passed would never open, and the paper would be completed without it."""
    ahead = state_machine.roles_ahead(paper)
    message = _("The step with the role “%(role)s” is already over for this paper.")
    return [
        SlipProblem(index, "role", message % {"role": ConsultationRole(line.role).label})
        for index, line in enumerate(slip)
        if line.role in ConsultationRole.values
        and (line.organization.pk, line.role) not in existing
        and line.role not in ahead
    ]


def slip_of(paper: Paper) -> list[Line]:
    lines = paper.consultations.not_cancelled().in_slip_order().select_related("organization")
    return [Line(line.organization, line.role, line.stage, line.due) for line in lines]


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
