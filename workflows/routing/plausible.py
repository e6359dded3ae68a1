"""Whether the day and the votes of a result can be right.

Minutes arrive late and out of order, so nothing is asked of the moment somebody types. What cannot be is refused; what
only looks like a mistake is asked back once, with the numbers it was measured by, and stands with a reason.
"""

from __future__ import annotations

import datetime
from dataclasses import astuple, dataclass

from django.db.models import Max, Min
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from papers.enums import (
    COMMITTEE_ROLES,
    FAVOURABLE_OUTCOMES,
    OUTCOMES_WITHOUT_VOTE,
    VOTING_ROLES,
    ConsultationRole,
    ConsultationState,
    Outcome,
)
from papers.models import Act, Consultation, Membership, Version

FEWEST = 3  # fewer are no body: its members were never entered


@dataclass(frozen=True)
class Votes:
    yes: int
    no: int
    abstain: int = 0
    biased: int = 0

    @property
    def counted(self) -> int:
        return self.yes + self.no + self.abstain


# --- the day ----------------------------------------------------------------------------------------------------------


def day_problem(line: Consultation, decided_on: datetime.date) -> str:
    """Why the day of a result cannot be right; empty where it can."""
    if decided_on > timezone.localdate():
        return _("The date of a result cannot lie in the future.")
    submitted = Version.objects.filter(paper=line.paper_id).aggregate(first=Min("created_at"))["first"]
    if submitted and decided_on < timezone.localdate(submitted):
        day = date_format(timezone.localdate(submitted), "SHORT_DATE_FORMAT")
        return _("The paper was only put on its way on %(day)s.") % {"day": day}
    body = line.organization
    if body.ends_on is not None and body.has_ended_by(decided_on):
        return _("“%(organization)s” had ended by then; its last day was %(date)s.") % {
            "organization": body.name,
            "date": date_format(body.ends_on, "SHORT_DATE_FORMAT"),
        }
    return ""


def own_day_problem(line: Consultation, decided_on: datetime.date, *, wrong: Act | None = None) -> str:
    """Why what a line says next cannot be of this day: it said something later. ``wrong``: what it is said instead
    of."""
    last = line.latest_act if wrong is None else _said_before(line, wrong)
    if last is None or decided_on >= last.decided_on:
        return ""
    return _("The last entry of this line is of %(day)s.") % {"day": date_format(last.decided_on, "SHORT_DATE_FORMAT")}


def _said_before(line: Consultation, wrong: Act) -> Act | None:
    """The last thing before the wrong one that nobody has corrected."""
    acts = Act.objects.filter(consultation=line.pk).order_by("at", "pk")
    corrected = acts.filter(corrects__isnull=False).values("corrects")
    return acts.exclude(pk__in=corrected).exclude(pk=wrong.pk).last()


def said_already(line: Consultation, outcome: str, decided_on: datetime.date) -> bool:
    """Says whether a line that stays open says the same of the same day once more."""
    last = line.latest_act
    return (
        last is not None and outcome == Outcome.POSTPONED and (last.outcome, last.decided_on) == (outcome, decided_on)
    )


def _last_day_before(line: Consultation) -> datetime.date | None:
    """Of the results of earlier stages. Co-signatures are stages of a step of their own."""
    roles = {ConsultationRole.CO_SIGN} if line.role == ConsultationRole.CO_SIGN else COMMITTEE_ROLES
    before = Consultation.objects.filter(
        paper=line.paper_id, stage__lt=line.stage, role__in=roles, state=ConsultationState.DONE
    )
    day: datetime.date | None = before.aggregate(last=Max("latest_act__decided_on"))["last"]
    return day


def order_doubt(line: Consultation, decided_on: datetime.date, *, wrong: Act | None = None) -> str:
    """What needs a reason: a day before that of an earlier stage, and one after that of a later stage, which had gone
    on without it. ``wrong``: what is corrected, whose own day was out of order for as good a reason."""
    return _before_an_earlier(line, decided_on) or _after_a_later(line, decided_on, wrong)


def _before_an_earlier(line: Consultation, decided_on: datetime.date) -> str:
    day = _last_day_before(line) if line.is_blocking else None  # the others are noted whenever they are
    if day is None or decided_on >= day:
        return ""
    return _(
        "An earlier stage only gave its result on %(day)s. Please check the day, or say why this one went ahead."
    ) % {"day": date_format(day, "SHORT_DATE_FORMAT")}


def _after_a_later(line: Consultation, decided_on: datetime.date, wrong: Act | None) -> str:
    """Results given for another text than the wrong one do not count."""
    if wrong is None and not line.is_overtaken:
        return ""
    day = _first_day_after(line, **({} if wrong is None else {"version": wrong.version_id}))
    if day is None or decided_on <= day or (wrong is not None and wrong.decided_on > day):
        return ""
    return _("A later stage gave its result on %(day)s already. Please check the day, or say why it went ahead.") % {
        "day": date_format(day, "SHORT_DATE_FORMAT")
    }


def _first_day_after(line: Consultation, **of_act: int) -> datetime.date | None:
    """Of the results of later stages."""
    if line.role not in COMMITTEE_ROLES:
        return None
    later = Consultation.objects.filter(
        paper=line.paper_id, stage__gt=line.stage, role__in=COMMITTEE_ROLES, state=ConsultationState.DONE
    ).filter(**{f"latest_act__{name}": value for name, value in of_act.items()})
    day: datetime.date | None = later.aggregate(first=Min("latest_act__decided_on"))["first"]
    return day


# --- the votes --------------------------------------------------------------------------------------------------------


def vote_problems(
    line: Consultation, outcome: str, votes: Votes, decided_on: datetime.date, reason: str
) -> dict[str, str]:
    """By field name: ``votes`` for what cannot be, ``votes_reason`` for what needs one."""
    if ConsultationRole(line.role) not in VOTING_ROLES or outcome in OUTCOMES_WITHOUT_VOTE:
        return {"votes": _("No votes are counted for this result.")}
    if min(astuple(votes)) < 0:
        return {"votes": _("Votes cannot be negative.")}
    if not votes.counted:
        return {"votes": _("Nobody voted. Leave the votes empty if there was no vote.")}
    if reason.strip():
        return {}
    doubts = [
        doubt for doubt in (_too_many(line, votes, decided_on), _contradiction(outcome, votes), _alone(votes)) if doubt
    ]
    return (
        {"votes_reason": " ".join([*doubts, _("Please check the numbers, or say why they are right.")])}
        if doubts
        else {}
    )


def _too_many(line: Consultation, votes: Votes, day: datetime.date) -> str:
    members = voting_members(line, day)
    if members < FEWEST or votes.counted + votes.biased <= members:
        return ""
    return ngettext(
        "%(votes)s votes were entered, but “%(body)s” had %(count)s voting member on that day.",
        "%(votes)s votes were entered, but “%(body)s” had %(count)s voting members on that day.",
        members,
    ) % {"votes": votes.counted + votes.biased, "body": line.organization.name, "count": members}


def voting_members(line: Consultation, day: datetime.date) -> int:
    """As far as their memberships were entered."""
    seats = Membership.objects.current(day).filter(organization=line.organization_id, voting_right=True)
    return seats.values("person").distinct().count()


def _contradiction(outcome: str, votes: Votes) -> str:
    numbers = {"yes": votes.yes, "no": votes.no}
    if outcome in FAVOURABLE_OUTCOMES and votes.yes <= votes.no:
        return _("With %(yes)s yes and %(no)s no there is no majority for this result.") % numbers
    if outcome in (Outcome.REJECTED, Outcome.NOT_RECOMMENDED) and votes.yes > votes.no:
        return _("With %(yes)s yes and %(no)s no there is a majority against this result.") % numbers
    return ""


def _alone(votes: Votes) -> str:
    return _("Only one person voted.") if votes.counted == 1 else ""
