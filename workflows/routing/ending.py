"""Bodies and offices end. What waits there, is planned there or was drafted there goes to a successor or ends with a
reason, in the same step: nothing is left where nobody can act."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.log_actions import log

from papers.enums import ENDED, ORIGINS, ConsultationRole
from papers.models import Consultation, Organization, Paper
from papers.once import one_verb
from workflows.ending_verbs import END_LINE, END_ORGANIZATION, HAND_OVER_LINE, TAKE_BACK_END
from workflows.routing import handing_over, lines, state_machine
from workflows.routing.steps import withdraw

if TYPE_CHECKING:
    from papers.access import Person


MORE_HAS_COME_UP = gettext_lazy("More has come up here since you opened this page. Look at the list again.")


class Fate(models.TextChoices):
    """What becomes of one thing that is left at an organization."""

    HAND_OVER = "hand_over", pgettext_lazy("fate of what is left at a body", "goes to the successor")
    END = "end", pgettext_lazy("fate of what is left at a body", "is no longer needed")
    KEEP = "keep", pgettext_lazy("fate of what is left at a body", "stays: a result from before the end will follow")


@dataclass(frozen=True)
class Left:
    """What is open and planned at an organization (``lines``), and what was drafted there (``papers``), of papers that
    have not ended."""

    lines: Sequence[Consultation]
    papers: Sequence[Paper]

    @property
    def keys(self) -> list[str]:
        return [*map(key_of, self.lines), *map(key_of, self.papers)]

    def __iter__(self) -> Iterator[Consultation | Paper]:
        yield from self.lines
        yield from self.papers


def key_of(thing: Consultation | Paper) -> str:
    """How a form calls a line or a paper: ``line-7``, ``paper-12``."""
    return f"{'line' if isinstance(thing, Consultation) else 'paper'}-{thing.pk}"


def left_at(organization: Organization) -> Left:
    """Takes two queries."""
    waiting = (
        Consultation.objects.unfinished()
        .filter(organization=organization)
        .exclude(paper__state__in=ENDED)
        .select_related("organization", "paper__kind", "paper__locale")
        .order_by("paper", "stage", "position", "pk")
    )
    drafted = Paper.objects.originals().filter(originating_office=organization).exclude(state__in=ENDED)
    return Left(list(waiting), list(drafted.select_related("kind", "locale", "author").order_by("pk")))


@transaction.atomic
@one_verb()
def end_organization(
    organization: Organization,
    *,
    ends_on: datetime.date,
    by: Person,
    successor: Organization | None = None,
    reason: str = "",
    fates: Mapping[str, str] | None = None,
    seen: Collection[str] | None = None,
) -> Organization:
    """Set the last day of an organization, and settle all that is left there.

    ``fates`` says by ``key_of`` what becomes of each; the others go to the successor, or end where there is none.
    ``seen``: the keys that were shown to whoever decides. Raises PermissionDenied, ValidationError on ``ends_on``,
    ``successor``, ``reason``, or on none where something came up since it was shown."""
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    END_ORGANIZATION.allow(by, organization)
    left = left_at(organization)
    fates = fates or {}
    usual = Fate.END if successor is None else Fate.HAND_OVER
    settled = {key: Fate(fates.get(key, usual)) for key in left.keys}
    reason = reason.strip()
    _check(organization, left, settled, ends_on=ends_on, successor=successor, reason=reason)
    if seen is not None and not set(left.keys) <= set(seen):
        raise ValidationError(MORE_HAS_COME_UP)
    organization.ends_on = ends_on
    organization.save()
    if successor is not None:
        organization.successors.add(successor)
    log(
        instance=organization,
        action="umlauf.end_organization",
        user=by,
        data={"ends_on": ends_on.isoformat(), "successor": str(successor or ""), "reason": reason},
    )
    for pk in sorted({line.paper_id for line in left.lines} | {paper.pk for paper in left.papers}):
        _settle(pk, left, settled, successor, reason, by)
    return organization


def _settle(
    pk: int, left: Left, settled: Mapping[str, str], successor: Organization | None, reason: str, user: Person
) -> None:
    """Everything of one paper, in the order of keys so that two of these never wait for each other."""
    paper = state_machine.locked(next(paper for paper in _papers(left) if paper.pk == pk))
    for line in left.lines:
        fate = settled[key_of(line)]
        if line.paper_id != pk or fate == Fate.KEEP:
            continue
        if fate == Fate.HAND_OVER and successor is not None:
            lines.pass_on(paper, line, user, to=successor, reason=reason)
        else:
            lines.end(paper, line, user, reason=reason)
    fates = [settled[key_of(drafted)] for drafted in left.papers if drafted.pk == pk]
    if fates == [Fate.END]:
        withdraw(paper, by=user, reason=reason)
        return
    if fates == [Fate.HAND_OVER] and successor is not None:
        handing_over.write_origin(paper, user, office=successor, author=None, reason=reason)
    lines.advance(paper, user)


def _papers(left: Left) -> Iterator[Paper]:
    yield from left.papers
    yield from (line.paper for line in left.lines)


def _check(
    organization: Organization,
    left: Left,
    settled: Mapping[str, str],
    *,
    ends_on: datetime.date,
    successor: Organization | None,
    reason: str,
) -> None:
    problems: dict[str, str] = {}
    if organization.is_council_office and not _other_council_office(organization).exists():
        problems["ends_on"] = _("This is the only council office. Say first which office will be it.")
    handed = [thing for thing in left if settled[key_of(thing)] == Fate.HAND_OVER]
    if successor is None:
        if handed:
            problems["successor"] = _("Say who goes on with what is to be handed over.")
    elif successor.pk == organization.pk:
        problems["successor"] = _("Nobody is their own successor.")
    elif successor.has_ended_by(ends_on) or successor.is_dissolved:
        problems["successor"] = _("“%(organization)s” has ended itself by then.") % {"organization": successor.name}
    elif successor.kind not in ORIGINS and any(isinstance(thing, Paper) for thing in handed):
        problems["successor"] = _("Papers can only be handed over to an office or a faction.")
    ended = [thing for thing in left if settled[key_of(thing)] == Fate.END]
    if ended and not reason:
        problems["reason"] = _("Say why what is left there is no longer needed.")
    withdrawn = {thing.pk for thing in ended if isinstance(thing, Paper)}
    undecided = [
        line for line in ended if isinstance(line, Consultation) and line.paper_id not in withdrawn and _decides(line)
    ]
    if undecided and "successor" not in problems:
        numbers = ", ".join(line.paper.number or line.paper.draft_title for line in undecided)
        message = _("Without this body nobody would decide on: %(papers)s. Hand these lines over.")
        problems["successor"] = message % {"papers": numbers}
    if problems:
        raise ValidationError(problems)


def _other_council_office(organization: Organization) -> models.QuerySet[Organization]:
    return Organization.objects.filter(is_council_office=True).active().exclude(pk=organization.pk)


def _decides(line: Consultation) -> bool:
    """Says whether the council demands a decision of the paper, and no other line of it takes one."""
    if line.role != ConsultationRole.DECISION or not line.paper.kind.requires_decision:
        return False
    others = line.paper.consultations.not_cancelled().filter(role=ConsultationRole.DECISION).exclude(pk=line.pk)
    return not others.exists()


@transaction.atomic
@one_verb()
def take_back_end(organization: Organization, *, by: Person) -> Organization:
    """The organization goes on after all. What was handed over or ended stays so. Raises PermissionDenied,
    ValidationError where it has no end."""
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    TAKE_BACK_END.allow(by, organization)
    if organization.ends_on is None:
        raise ValidationError({"ends_on": _("No end is set.")})
    organization.ends_on = None
    organization.save()
    log(instance=organization, action="umlauf.take_back_end", user=by)
    return organization


# --- the ways out for a line on which nobody can act ------------------------------------------------------------------


@transaction.atomic
@one_verb()
def hand_over_line(line: Consultation, *, to: Organization, by: Person, reason: str = "") -> None:
    """Let another organization go on with a line on which nobody can act. Raises PermissionDenied, WrongState,
    ValidationError on ``to``."""
    paper = state_machine.locked_paper_of(line)
    line = _fresh(line, paper)
    HAND_OVER_LINE.allow(by, line)
    if to.pk == line.organization_id or to.is_dissolved:
        raise ValidationError({"to": _("Choose an organization that can go on with it.")})
    lines.pass_on(paper, line, by, to=to, reason=reason.strip())
    lines.advance(paper, by)


@transaction.atomic
@one_verb()
def end_line(line: Consultation, *, by: Person, reason: str) -> None:
    """End a line on which nobody can act: it is no longer needed. Raises PermissionDenied, WrongState, ValidationError
    on ``reason``, and on ``way`` for the only line that decides."""
    paper = state_machine.locked_paper_of(line)
    line = _fresh(line, paper)
    END_LINE.allow(by, line)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the line is no longer needed.")})
    if _decides(line):
        raise ValidationError({"way": _("Nobody else would decide on the paper. Hand the line over.")})
    lines.end(paper, line, by, reason=reason.strip())
    lines.advance(paper, by)


def _fresh(line: Consultation, paper: Paper) -> Consultation:
    line = Consultation.objects.select_related("organization").get(pk=line.pk)
    line.paper = paper
    return line
