"""The routing slip as readers see it: steps, the stages within a step, and the lines that act in parallel within a
stage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from papers.enums import ConsultationRole, ConsultationState
from papers.models import Act, Consultation
from papers.resolved import corrections_of, earlier_results_of
from papers.wording import line_sentence, votes_phrase
from umlauf.portal.presenters.charts import Bar, votes_bar


@dataclass(frozen=True)
class SlipLine:
    line: Consultation
    votes: Bar | None = None
    given_for: int | None = None
    act_url: str | None = None
    earlier: list[str] = field(default_factory=list)
    corrections: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        """The marker shows it; the sentence says it in words."""
        return {
            ConsultationState.DONE: "done",
            ConsultationState.OPEN: "current",
            ConsultationState.CANCELLED: "cancelled",
        }.get(ConsultationState(self.line.state), "planned")

    @property
    def sentence(self) -> str:
        return line_sentence(self.line)

    @property
    def role(self) -> str:
        """Where the sentence tells the result, somebody has to say in what role it was given. "Signed" and "noted" say
        so themselves."""
        told = not self.line.has_result or self.line.role in (ConsultationRole.CO_SIGN, ConsultationRole.INFORMATION)
        return "" if told else str(self.line.get_role_display())

    @property
    def due(self) -> str:
        if not (self.line.is_open and self.line.due):
            return ""
        day = date_format(self.line.due, "SHORT_DATE_FORMAT")
        return (
            _("overdue since %(date)s") % {"date": day}
            if self.line.is_overdue
            else _("due on %(date)s") % {"date": day}
        )

    @property
    def remark(self) -> str:
        """What a body adds to its result belongs to the result; what offices write while co-signing stays among
        them."""
        act = self._result
        return act.remark if act and self.line.role != ConsultationRole.CO_SIGN else ""

    @property
    def amended_text(self) -> str:
        return self._result.amended_text if self._result else ""

    @property
    def out_of_order(self) -> str:
        """Why it was recorded before an earlier stage, or after a later one."""
        act = self._result
        if act is None or act.corrects_id is not None or not act.reason:
            return ""
        return _("Recorded out of order: %(reason)s") % {"reason": act.reason}

    @property
    def _result(self) -> Act | None:
        return self.line.latest_act


@dataclass(frozen=True)
class Stage:
    lines: list[SlipLine]

    @property
    def parallel(self) -> bool:
        return len(self.lines) > 1

    @property
    def state(self) -> str:
        states = {line.state for line in self.lines}
        if "current" in states:
            return "current"
        return "done" if states <= {"done", "cancelled"} and "done" in states else "planned"


@dataclass(frozen=True)
class Step:
    heading: str
    stages: list[Stage]


def steps_of(lines: Iterable[SlipLine]) -> list[Step]:
    """Stages are counted within a step: the first stage of the committees comes after the last co-signature."""
    blocking = [item for item in lines if item.line.is_blocking]
    co_signing = [item for item in blocking if item.line.role == ConsultationRole.CO_SIGN]
    consulting = [item for item in blocking if item.line.role != ConsultationRole.CO_SIGN]
    headings = (
        pgettext("step of the routing", "In the administration"),
        pgettext("step of the routing", "In the council and its committees"),
    )
    return [
        Step(heading, _stages(part)) for heading, part in zip(headings, (co_signing, consulting), strict=True) if part
    ]


def _stages(lines: list[SlipLine]) -> list[Stage]:
    return [Stage(list(parallel)) for _number, parallel in groupby(lines, key=lambda item: item.line.stage)]


def slip_line(line: Consultation, *, current_version: int | None, act_url: str | None) -> SlipLine:
    """``line`` with its acts prefetched, oldest first."""
    act = line.latest_act
    why = line.role != ConsultationRole.CO_SIGN  # what offices write while co-signing stays among them
    outdated = (
        line.has_result and act is not None and current_version is not None and act.version.number < current_version
    )
    return SlipLine(
        line=line,
        votes=votes_bar(act) if act and votes_phrase(act) else None,
        given_for=act.version.number if act and outdated else None,
        act_url=act_url,
        earlier=earlier_results_of(line),
        corrections=corrections_of(line, why=why),
    )
