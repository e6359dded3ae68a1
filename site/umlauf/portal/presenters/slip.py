"""The routing slip as readers see it: steps, the stages within a step, and the lines that act in parallel within a
stage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from papers.enums import ConsultationRole, ConsultationState
from papers.models import Act, Consultation, Organization
from papers.prepared import join, prepared
from papers.resolved import corrections_of, earlier_results_of
from papers.wording import in_words_of_originals, line_sentence, short_date, votes_phrase
from umlauf.portal.presenters.charts import Bar, votes_bar

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from papers.models import Paper, Version
    from papers.parties.consultation import ConsultationQuerySet


@prepared
def _lines(*, paper: Any) -> ConsultationQuerySet:
    return Consultation.objects.filter(paper=paper).in_slip_order()


@prepared
def _acts(*, paper: Any) -> QuerySet[Act]:
    return Act.objects.filter(consultation__paper=paper).order_by("at", "pk")


@prepared
def _organizations(*, paper: Any) -> QuerySet[Organization]:
    lines, acts = Consultation.objects.filter(paper=paper), Act.objects.filter(consultation__paper=paper)
    named = Q(pk__in=lines.values("organization")) | Q(pk__in=lines.values("handed_to"))
    return Organization.objects.filter(named | Q(pk__in=acts.values("refer_to"))).order_by()


@dataclass(frozen=True)
class ReadLine:
    """``acts``: all of the line, the oldest first."""

    line: Consultation
    acts: list[Act]


def read_slip(original: Paper, versions: Iterable[Version]) -> list[ReadLine]:
    """All lines in their order, with everything their sentences name, each row read once: three queries. ``versions``:
    of the paper. Rows come before those they name; one that was written or removed in between is looked up by
    itself."""
    lines = _lines(paper=original.pk)
    acts = {act.pk: act for act in _acts(paper=original.pk)}
    organizations = {organization.pk: organization for organization in _organizations(paper=original.pk)}
    known_versions = {version.pk: version for version in versions}
    of_line: dict[int, list[Act]] = {}
    for act in acts.values():
        of_line.setdefault(act.consultation_id, []).append(act)
        join(act, version=known_versions, refer_to=organizations, corrects=acts)
    for line in lines:
        line.paper = original
        join(line, organization=organizations, latest_act=acts, handed_to=organizations)
    return [ReadLine(line, of_line.get(line.pk, [])) for line in lines]


@dataclass(frozen=True)
class SlipLine:
    line: Consultation
    votes: Bar | None = None
    given_for: int | None = None
    act_url: str | None = None
    earlier: list[str] = field(default_factory=list)
    corrections: list[str] = field(default_factory=list)
    in_original: list[str] = field(default_factory=list)  # words of its sentences, in the language of the originals

    @cached_property
    def state(self) -> str:
        """The marker shows it; the sentence says it in words."""
        return {
            ConsultationState.DONE: "done",
            ConsultationState.OPEN: "current",
            ConsultationState.CANCELLED: "cancelled",
        }.get(ConsultationState(self.line.state), "planned")

    @cached_property
    def sentence(self) -> str:
        return line_sentence(self.line)

    @cached_property
    def role(self) -> str:
        """Where the sentence tells the result, somebody has to say in what role it was given. "Signed" and "noted" say
        so themselves."""
        told = not self.line.has_result or self.line.role in (ConsultationRole.CO_SIGN, ConsultationRole.INFORMATION)
        return "" if told else str(self.line.get_role_display())

    @cached_property
    def due(self) -> str:
        if not (self.line.is_open and self.line.due):
            return ""
        day = short_date(self.line.due)
        return (
            _("overdue since %(date)s") % {"date": day}
            if self.line.is_overdue
            else _("due on %(date)s") % {"date": day}
        )

    @cached_property
    def remark(self) -> str:
        """What a body adds to its result belongs to the result; what offices write while co-signing stays among
        them."""
        act = self._result
        return act.remark if act and self.line.role != ConsultationRole.CO_SIGN else ""

    @cached_property
    def amended_text(self) -> str:
        return self._result.amended_text if self._result else ""

    @cached_property
    def out_of_order(self) -> str:
        """Why it was recorded before an earlier stage, or after a later one."""
        act = self._result
        if act is None or act.corrects_id is not None or not act.reason:
            return ""
        return _("Recorded out of order: %(reason)s") % {"reason": act.reason}

    @cached_property
    def _result(self) -> Act | None:
        return self.line.latest_act


@dataclass(frozen=True)
class Stage:
    lines: list[SlipLine]

    @property
    def parallel(self) -> bool:
        return len(self.lines) > 1

    @cached_property
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


def slip_line(read: ReadLine, *, current_version: int | None, act_url: str | None) -> SlipLine:
    line, act = read.line, read.line.latest_act
    why = line.role != ConsultationRole.CO_SIGN  # what offices write while co-signing stays among them
    outdated = (
        line.has_result and act is not None and current_version is not None and act.version.number < current_version
    )
    return SlipLine(
        line=line,
        votes=votes_bar(act) if act and votes_phrase(act) else None,
        given_for=act.version.number if act and outdated else None,
        act_url=act_url,
        earlier=earlier_results_of(line, read.acts),
        corrections=corrections_of(read.acts, why=why),
        in_original=in_words_of_originals(line, read.acts),
    )
