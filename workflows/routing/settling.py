"""What becomes of everything that is left at an organization that has ended, as it was chosen or as is usual.

Everything here runs inside a verb's transaction with the organization's row locked; nothing here asks who may.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from papers.among import among
from papers.enums import ENDED, ORIGINS, ConsultationRole, MeasureState
from papers.models import Act, Consultation, Measure, Organization, Paper
from workflows.routing import handing_over, lines, state_machine
from workflows.routing.left_behind import Fate, Left, Thing, key_of, sort_of
from workflows.routing.slip_templates import SlipTemplateLine
from workflows.routing.steps import withdraw

if TYPE_CHECKING:
    from papers.access import Person

MORE_HAS_COME_UP = gettext_lazy("More has come up here since you opened this page. Look at the list again.")


def usual_fate(successor: Organization | None) -> Fate:
    return Fate.END if successor is None else Fate.HAND_OVER


def fates_of(left: Left, chosen: Mapping[str, str], successor: Organization | None) -> dict[str, Fate]:
    """By ``key_of``. Raises ValidationError for one that a thing of its sort cannot have."""
    return {key_of(thing): _fate(thing, chosen, usual_fate(successor)) for thing in left}


def settle(
    organization: Organization,
    left: Left,
    settled: Mapping[str, Fate],
    successor: Organization | None,
    reason: str,
    user: Person,
) -> None:
    """Papers come in the order of keys, so that two of these never wait for each other."""
    if successor is not None:
        organization.successors.add(successor)
    for paper in sorted(_papers_in(left), key=lambda paper: paper.pk):
        _settle(paper, organization, settled, successor, reason, user)
    measures = Measure.objects.filter(among("pk", (one.pk for one in left.measures)), office=organization)
    for measure in measures.select_for_update().order_by("pk"):
        _settle_measure(measure, settled[key_of(measure)], successor, reason, user)
    for line in left.templates:
        _settle_template(line, settled[key_of(line)], successor, user)


def _fate(thing: Thing, fates: Mapping[str, str], usual: Fate) -> Fate:
    """Raises ValidationError for one that a thing of this sort cannot have."""
    fate = fates.get(key_of(thing), usual)
    if fate not in sort_of(thing).fates:
        raise ValidationError(_("Choose what becomes of it."))
    return Fate(fate)


def _papers_in(left: Left) -> Collection[Paper]:
    return {paper.pk: paper for paper in (*(line.paper for line in left.lines), *left.papers)}.values()


def _settle(
    paper: Paper,
    organization: Organization,
    settled: Mapping[str, Fate],
    successor: Organization | None,
    reason: str,
    user: Person,
) -> None:
    """Everything of one paper. What somebody did with it before it was locked stands."""
    paper = state_machine.locked(paper)
    if paper.state in ENDED:
        return
    waiting = paper.consultations.unfinished().filter(organization=organization)
    for line in waiting.select_related("organization").order_by("stage", "position", "pk"):
        fate = settled.get(key_of(line))
        if fate is None:
            raise ValidationError(MORE_HAS_COME_UP)
        line.paper = paper
        if fate == Fate.HAND_OVER and successor is not None:
            lines.pass_on(paper, line, user, to=successor, reason=reason)
        elif fate == Fate.END:
            lines.end(paper, line, user, reason=reason)
    drafted = settled.get(key_of(paper)) if paper.originating_office_id == organization.pk else None
    if drafted == Fate.END:
        withdraw(paper, by=user, reason=reason)
        return
    if drafted == Fate.HAND_OVER and successor is not None:
        handing_over.write_origin(paper, user, office=successor, author=None, reason=reason)
    lines.advance(paper, user)


def _settle_measure(measure: Measure, fate: Fate, successor: Organization | None, reason: str, user: Person) -> None:
    """Without a successor it stops, and still says who was responsible."""
    if fate == Fate.END:
        measure.state = MeasureState.STOPPED
        log(instance=measure, action="umlauf.end_line", user=user, data={"line": str(measure), "reason": reason})
    else:
        measure.office = successor
        log(instance=measure, action="umlauf.hand_over", user=user, data={"office": str(successor), "reason": reason})
    measure.save()


def _settle_template(line: SlipTemplateLine, fate: Fate, successor: Organization | None, user: Person) -> None:
    """The successor stands on a saved slip once in each role. A template is no record: it needs no reason."""
    template, data = line.template, {"line": str(line)}
    if fate == Fate.END or successor is None:
        line.delete()
        log(instance=template, action="umlauf.end_line", user=user, data=data)
        return
    if template.lines.filter(organization=successor, role=line.role).exists():
        line.delete()
    else:
        SlipTemplateLine.objects.filter(pk=line.pk).update(organization=successor)
    log(instance=template, action="umlauf.hand_over_line", user=user, data={**data, "to": str(successor)})


def check(
    organization: Organization,
    left: Left,
    settled: Mapping[str, Fate],
    *,
    ends_on: datetime.date,
    successor: Organization | None,
    reason: str,
) -> None:
    """Raises ValidationError on ``ends_on``, ``successor`` and ``reason``."""
    problems: dict[str, str] = {}
    acts = Act.objects.filter(consultation__organization=organization, decided_on__gt=ends_on)
    if last := acts.aggregate(last=Max("decided_on"))["last"]:
        day = date_format(last, "SHORT_DATE_FORMAT")
        problems["ends_on"] = _("It still gave a result on %(day)s.") % {"day": day}
    if organization.is_council_office and not _other_council_office(organization).exists():
        problems["ends_on"] = _("This is the only council office. Say first which office will be it.")
    handed = [thing for thing in left if settled[key_of(thing)] == Fate.HAND_OVER]
    if successor is None:
        if handed:
            problems["successor"] = _("Say who goes on with what is to be handed over.")
    elif successor.pk == organization.pk:
        problems["successor"] = _("Nobody is their own successor.")
    elif successor.has_ended_by(_first_day_after(ends_on)):
        problems["successor"] = _("“%(organization)s” has ended itself by then.") % {"organization": successor.name}
    elif successor.kind not in ORIGINS and any(isinstance(thing, Paper) for thing in handed):
        problems["successor"] = _("Papers can only be handed over to an office or a faction.")
    ended = [thing for thing in left if settled[key_of(thing)] == Fate.END and not isinstance(thing, SlipTemplateLine)]
    if ended and not reason:
        problems["reason"] = _("Say why what is left there is no longer needed.")
    withdrawn = {thing.pk for thing in ended if isinstance(thing, Paper)}
    undecided = undecided_without(
        [line for line in ended if isinstance(line, Consultation) and line.paper_id not in withdrawn]
    )
    if undecided and "successor" not in problems:
        numbers = ", ".join(line.paper.number or line.paper.draft_title for line in undecided)
        message = _("Without this body nobody would decide on: %(papers)s. Hand these lines over.")
        problems["successor"] = message % {"papers": numbers}
    if problems:
        raise ValidationError(problems)


def _first_day_after(ends_on: datetime.date) -> datetime.date:
    """On which somebody else has to go on: today, where the end lies behind."""
    return max(timezone.localdate(), ends_on + datetime.timedelta(days=1))


def check_on_their_way(left: Left, fates: Mapping[str, str], successor: Organization | None) -> None:
    """A paper that others deal with already is not withdrawn because nothing was said of it."""
    unasked = [paper for paper in left.papers if not paper.is_with_author and key_of(paper) not in fates]
    if unasked and successor is None:
        papers = ", ".join(paper.number or paper.draft_title for paper in unasked)
        message = _("These papers are on their way: %(papers)s. Name a successor, or say that they are withdrawn.")
        raise ValidationError({"successor": message % {"papers": papers}})


def _other_council_office(organization: Organization) -> models.QuerySet[Organization]:
    return Organization.objects.filter(is_council_office=True).active().exclude(pk=organization.pk)


def undecided_without(ended: Collection[Consultation]) -> list[Consultation]:
    """Lines of papers of which the council demands a decision, where none but these lines takes one. One query."""
    deciding = [line for line in ended if line.role == ConsultationRole.DECISION and line.paper.kind.requires_decision]
    others = Consultation.objects.not_cancelled().filter(role=ConsultationRole.DECISION)
    others = others.exclude(among("pk", (line.pk for line in deciding)))
    decided = set(others.filter(among("paper", (line.paper_id for line in deciding))).values_list("paper", flat=True))
    return [line for line in deciding if line.paper_id not in decided]
