"""Sentences printed from recorded data: results, votes, where a paper is. Outcomes are stored as data and never as
text."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from papers.access import NOBODY, knows_drafts, may_read
from papers.enums import AT_COUNCIL_OFFICE, WITH_AUTHOR, ConsultationState, Outcome

if TYPE_CHECKING:
    from papers.access import Reader
    from papers.models import Act, Consultation, Paper


def title_of(paper: Paper) -> str:
    """Returns the title that those who work on the paper know: before the first release the page still carries the
    title of its very first draft."""
    return str(paper.draft_title or paper.title)


def title_for(reader: Reader, original: Paper) -> str:
    """Where others see it, too: whoever only reads a released paper does not know what it may be called next."""
    return title_of(original) if knows_drafts(reader, original) else str(original.title)


@dataclass(frozen=True)
class OutsideName:
    """What may be said of a paper outside the house: more than ``number`` only where everybody may read it."""

    number: str = ""
    title: str = ""
    language: str = ""  # of the title
    public: Paper | None = None  # its original

    @property
    def is_public(self) -> bool:
        return self.public is not None

    @property
    def kind(self) -> str:
        return str(self.public.kind) if self.public else ""

    @property
    def office(self) -> str:
        return self.public.office_label if self.public else ""

    def __str__(self) -> str:
        if self.title:
            return f"{self.number}: {self.title}" if self.number else self.title
        return self.number or _("a paper")


def outside_name(paper: Paper) -> OutsideName:
    """How a paper, or its translation, is named outside the house, where nobody asks who reads along: in mails, on the
    screens of telephones, in the letter boxes of other providers. The title is the released one."""
    original = paper.original
    number = original.number or ""
    if not may_read(NOBODY, original):
        return OutsideName(number)
    named = paper if paper.live else original
    return OutsideName(number, str(named.title), str(named.locale.language_code), original)


def votes_phrase(act: Act) -> str:
    """``9 yes, 2 no, 1 abstention``; empty when nothing was counted."""
    if act.votes_yes is None or act.votes_no is None or act.votes_abstain is None or act.votes_biased is None:
        return ""
    if act.votes_no == act.votes_abstain == act.votes_biased == 0:
        return _("unanimous, %(yes)s yes") % {"yes": act.votes_yes}
    parts = [
        _("%(yes)s yes") % {"yes": act.votes_yes},
        _("%(no)s no") % {"no": act.votes_no},
        ngettext("%(count)s abstention", "%(count)s abstentions", act.votes_abstain) % {"count": act.votes_abstain},
    ]
    if act.votes_biased:
        parts.append(_("%(count)s biased") % {"count": act.votes_biased})
    return ", ".join(parts)


def short_date(day: datetime.date) -> str:
    """In the active language. A slip names a dozen days, and to write one takes longer than the rest of its
    sentence."""
    return _short_date(day, get_language())


@lru_cache(maxsize=4096)
def _short_date(day: datetime.date, _language: str | None) -> str:
    return str(date_format(day, "SHORT_DATE_FORMAT"))


def outcome_phrase(act: Act) -> str:
    """``Recommended``, ``Referred to Finance committee``."""
    if organization := _sent_to(act):
        return _("Referred to %(organization)s") % {"organization": organization}
    return str(Outcome(act.outcome).label)


def result_sentence(act: Act) -> str:
    """``Recommended on 1 October 2026 (9 yes, 2 no, 1 abstention)``."""
    sentence = _("%(outcome)s on %(date)s") % {
        "outcome": outcome_phrase(act),
        "date": short_date(act.decided_on),
    }
    votes = votes_phrase(act)
    return f"{sentence} ({votes})" if votes else sentence


def correction_sentence(act: Act, *, why: bool) -> str:
    """``Corrected on 3 December 2026, instead of “Rejected on …”: the minutes say otherwise``. ``act``: one that
    corrects another. ``why``: whether the reason is for whoever reads this."""
    said = {
        "day": short_date(timezone.localtime(act.at).date()),
        "wrong": result_sentence(act.corrects) if act.corrects else "",
        "reason": act.reason,
    }
    if not why:
        return _("Corrected on %(day)s, instead of “%(wrong)s”") % said
    return _("Corrected on %(day)s, instead of “%(wrong)s”: %(reason)s") % said


# What a body said instead of a result; there is nothing in it to confirm.
RESOLVED_WITHOUT_RESULT = (Outcome.POSTPONED, Outcome.REFERRED)


def leaves_out_its_latest_act(line: Consultation) -> bool:
    """Of a line that waits again after it sent the paper elsewhere, or did not deal with it: ``line_sentence`` says
    what it waits for."""
    if line.latest_act is None or line.state == ConsultationState.DONE:
        return False
    said = line.latest_act.outcome
    waits = line.state == ConsultationState.OPEN
    return said == Outcome.NOT_DEALT_WITH or (said == Outcome.REFERRED and waits)


def line_sentence(line: Consultation) -> str:
    """What a reader of the timeline is told about a line: its result, or what it waits for."""
    act = line.latest_act
    if not line.is_standing:
        return _end_sentence(line)
    if line.state == ConsultationState.DONE and act is not None:
        return result_sentence(act)
    if line.is_overtaken:
        if act is not None and line.has_result:
            return _("%(result)s; result still to come") % {"result": result_sentence(act)}
        return _("%(role)s: result still to come") % {"role": line.get_role_display()}
    if line.state == ConsultationState.OPEN and line.opened_at is not None:
        opened_on = short_date(timezone.localtime(line.opened_at).date())
        if act is not None and act.outcome == Outcome.POSTPONED:
            return result_sentence(act)
        if not line.is_blocking:
            return _("Received on %(date)s") % {"date": opened_on}
        return _("%(role)s since %(date)s") % {"role": line.get_role_display(), "date": opened_on}
    if act is not None and act.outcome in RESOLVED_WITHOUT_RESULT:
        return result_sentence(act)
    if act is not None and line.has_result:
        return _("%(result)s; to be confirmed") % {"result": result_sentence(act)}
    if line.due:
        return _("%(role)s planned until %(date)s") % {
            "role": line.get_role_display(),
            "date": short_date(line.due),
        }
    return _("%(role)s planned") % {"role": line.get_role_display()}


def in_words_of_originals(line: Consultation, acts: Iterable[Act] = ()) -> list[str]:
    """Names and reasons that sentences about the line hold in the language of the originals, whatever that of the
    sentence. ``acts``: those it tells of besides its latest."""
    told = {act.pk: act for act in (*acts, line.latest_act) if act is not None}.values()
    words = [text for act in told for text in (_sent_to(act), act.reason)]
    if not line.is_standing:
        words += [line.ended_because, line.organization_name]
        words += [line.handed_to.name_on(line.day)] if line.handed_to is not None else []
    return sorted({text for text in words if text}, key=len, reverse=True)


def _sent_to(act: Act) -> str:
    return act.refer_to.name_on(act.decided_on) if act.outcome == Outcome.REFERRED and act.refer_to else ""


def _end_sentence(line: Consultation) -> str:
    """Why a line was cancelled. One with neither a heir nor a reason went with its paper."""
    if line.handed_to is not None:
        return _("Handed over to %(organization)s") % {"organization": line.handed_to.name_on(line.day)}
    if line.ended_because:
        return _("No longer needed: %(reason)s") % {"reason": line.ended_because}
    if line.completed_at is not None and line.organization.has_ended_by(line.day):
        return _("No longer needed: %(organization)s was dissolved") % {"organization": line.organization_name}
    return _("No longer needed: the paper was withdrawn")


def whereabouts(paper: Paper) -> str:
    """Says where a paper is now. Reads ``paper.lines`` if the list view prefetched them."""
    if paper.state in WITH_AUTHOR:
        return str(paper.originating_office.name)
    if paper.state in AT_COUNCIL_OFFICE:
        return _("Council office")
    lines = paper.lines if hasattr(paper, "lines") else list(paper.consultations.select_related("organization"))
    waiting = [line.organization.name for line in lines if line.state == ConsultationState.OPEN and line.is_blocking]
    return ", ".join(waiting) or "–"


def final_result(paper: Paper, lines: Sequence[Consultation] | None = None) -> Consultation | None:
    """The line whose result stands for the paper: the latest decision taken, if any. ``lines``: those of the paper in
    their order, where they are in hand."""
    if lines is None:
        lines = list(paper.consultations.in_slip_order().select_related("organization", "latest_act"))
    decided = [line for line in lines if line.role == "decision" and line.state == ConsultationState.DONE]
    return decided[-1] if decided else None
