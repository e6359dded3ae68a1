"""Lines of a slip that come too late: refused where they could never open, asked back once where they could but make no
sense."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from papers.enums import ConsultationRole
from workflows.errors import SlipProblem
from workflows.routing import state_machine

if TYPE_CHECKING:
    from papers.models import Consultation, Paper
    from workflows.routing.slips import Key, Line

BEFORE_DECISION = frozenset({ConsultationRole.HEARING, ConsultationRole.PRELIMINARY})


def steps_already_over(paper: Paper, slip: Sequence[Line], existing: Container[Key]) -> list[SlipProblem]:
    """A new line whose step has passed would never open, and the paper would be completed without it."""
    ahead = state_machine.roles_ahead(paper)
    message = _("The step with the role “%(role)s” is already over for this paper.")
    return [
        SlipProblem(index, "role", message % {"role": ConsultationRole(line.role).label})
        for index, line in enumerate(slip)
        if line.role in ConsultationRole.values and line.key not in existing and line.role not in ahead
    ]


def order_doubts(slip: Sequence[Line], existing: Mapping[Key, Consultation]) -> list[SlipProblem]:
    """What a body says before a decision comes after it, or is due when the body has ended; it was not so before, and a
    screen was not told that it is meant."""
    done = {key for key, line in existing.items() if not line.is_unfinished}
    before = _after_the_decision({key: line.stage for key, line in existing.items()}, done)
    late = _after_the_decision({line.key: line.stage for line in slip}, done) - before
    asked = [(index, line) for index, line in enumerate(slip) if line.is_meant is False and line.key not in done]
    return [
        *(SlipProblem(index, "is_meant", _doubt(line)) for index, line in asked if line.key in late),
        *(
            SlipProblem(index, "is_meant", _ends_before(line))
            for index, line in asked
            if _is_due_after_the_end(line) and not _was_due_then(line, existing.get(line.key))
        ),
    ]


def _is_due_after_the_end(line: Line) -> bool:
    return line.due is not None and line.organization.has_ended_by(line.due)


def _was_due_then(line: Line, existing: Consultation | None) -> bool:
    return existing is not None and existing.due == line.due


def _ends_before(line: Line) -> str:
    day = date_format(line.organization.ends_on, "SHORT_DATE_FORMAT") if line.organization.ends_on else ""
    words = {"organization": line.organization.name, "date": day}
    return _("“%(organization)s” ends on %(date)s. Please check the due date, or confirm that it is meant.") % words


def _after_the_decision(stages: Mapping[Key, int], done: Container[Key]) -> set[Key]:
    """Of lines that no decision follows, though there is one on the slip."""
    decisions = [key for key in stages if key[1] == ConsultationRole.DECISION]
    if not decisions:
        return set()
    last = max((stages[key] for key in decisions if key not in done), default=0)
    return {key for key, stage in stages.items() if key[1] in BEFORE_DECISION and key not in done and stage > last}


def _doubt(line: Line) -> str:
    message = _(
        "“%(role)s” would come after the decision here. Please check the stage, choose “%(information)s”, or confirm "
        "that it is meant."
    )
    roles = {"role": ConsultationRole(line.role).label, "information": ConsultationRole.INFORMATION.label}
    return message % roles
