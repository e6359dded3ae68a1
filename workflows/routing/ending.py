"""Bodies and offices end. What they leave behind goes to a successor or ends with a reason, in the same step, so that
nothing is left where nobody can act; where the last day is still to come, on the day after it."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from papers.models import Consultation, Organization, Paper
from papers.once import one_verb
from workflows.ending_verbs import END_LINE, END_ORGANIZATION, HAND_OVER_LINE, TAKE_BACK_END
from workflows.routing import lines, settling, state_machine
from workflows.routing.left_behind import Fate, Left, left_at
from workflows.routing.planned_end import PlannedEnd
from workflows.routing.settling import undecided_without

if TYPE_CHECKING:
    from papers.access import Person

logger = logging.getLogger(__name__)


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
    """Set the last day of an organization, and settle all that is left there: now where that day has passed, or else
    when it has (``settle_ended``).

    ``fates`` says by ``key_of`` what becomes of each; the others go to the successor, or end where there is none.
    ``seen``: the keys that were shown to whoever decides. Raises PermissionDenied, ValidationError on ``ends_on``,
    ``successor``, ``reason``, or on none where something came up since it was shown."""
    # nobody else ends it meanwhile; whoever puts it on a slip, with the paper locked that we may wait for, goes on
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    END_ORGANIZATION.allow(by, organization)
    lies_ahead = ends_on >= timezone.localdate()
    fates = fates or {}
    left = left_at(organization)
    if lies_ahead and successor is None:
        left = _nothing_yet(fates)
    settled = settling.fates_of(left, fates, successor)
    reason = reason.strip()
    settling.check(organization, left, settled, ends_on=ends_on, successor=successor, reason=reason)
    settling.check_on_their_way(left, fates, successor)
    _check_nobody_counts_on_it(organization, ends_on)
    if seen is not None and not set(left.keys) <= set(seen):
        raise ValidationError(settling.MORE_HAS_COME_UP)
    organization.ends_on = ends_on
    organization.save()
    log(
        instance=organization,
        action="umlauf.end_organization",
        user=by,
        data={"ends_on": ends_on.isoformat(), "successor": str(successor or ""), "reason": reason},
    )
    PlannedEnd.objects.filter(organization=organization).delete()
    if lies_ahead:
        usual = settling.usual_fate(successor)
        chosen = {key: str(fate) for key, fate in settled.items() if fate != usual}
        PlannedEnd.objects.create(
            organization=organization, successor=successor, reason=reason, fates=chosen, by_id=by.pk
        )
    else:
        settling.settle(organization, left, settled, successor, reason, by)
    return organization


def _check_nobody_counts_on_it(organization: Organization, ends_on: datetime.date) -> None:
    """Raises ValidationError on ``ends_on`` where another organization that ends is to go on here, which it could not
    any more."""
    plans = PlannedEnd.objects.filter(successor=organization.pk, organization__ends_on__gte=ends_on)
    plan = plans.select_related("organization").order_by("pk").first()
    if plan is not None and plan.organization.ends_on is not None:
        message = _("“%(organization)s” ends on %(date)s and is to go on here. Name another successor there first.")
        day = date_format(plan.organization.ends_on, "SHORT_DATE_FORMAT")
        raise ValidationError({"ends_on": message % {"organization": plan.organization.name, "date": day}})


def _nothing_yet(fates: Mapping[str, str]) -> Left:
    """Who goes on is not known, so nothing is decided before the council office is asked. Raises ValidationError where
    something was chosen all the same."""
    if fates:
        message = _("Without a successor you choose what becomes of the things once the last day has passed.")
        raise ValidationError({"successor": message})
    return Left()


# --- the clock --------------------------------------------------------------------------------------------------------


def settle_ended() -> int:
    """Settle what is left at organizations whose last day has passed, as it was planned; returns how many were.

    Each is a transaction of its own. What cannot be settled stays planned, and waits where nobody can act, of which the
    council office is told (``workflows.stranding``)."""
    due = PlannedEnd.objects.filter(organization__ends_on__lt=timezone.localdate())
    keys = due.order_by("organization__ends_on", "pk").values_list("organization", flat=True)
    return sum(_is_settled(pk) for pk in list(keys))


def _is_settled(organization: int) -> bool:
    try:
        return _settle_plan(organization)
    except (PermissionDenied, ValidationError):  # its messages name papers
        logger.warning("what is left at organization %s was not settled", organization)
    except Exception:
        logger.exception("what is left at organization %s could not be settled", organization)
    return False


@transaction.atomic
@one_verb()
def _settle_plan(pk: int) -> bool:
    """Whoever planned it was asked then whether they may. Two clocks take turns, and the second finds no plan."""
    organization = Organization.objects.select_for_update(no_key=True).filter(pk=pk).first()
    plan = PlannedEnd.objects.filter(organization=pk).select_related("successor", "by").first()
    if organization is None or plan is None or not organization.is_dissolved:
        return False
    plan.delete()
    if plan.successor is None:
        return False
    left = left_at(organization)
    settled = _fates_as_planned(plan, organization, left)
    data = {"successor": str(plan.successor), "reason": plan.reason}
    log(instance=organization, action="umlauf.settle_end", user=plan.by, data=data)
    settling.settle(organization, left, settled, plan.successor, plan.reason, plan.by)
    return True


def _fates_as_planned(plan: PlannedEnd, organization: Organization, left: Left) -> dict[str, Fate]:
    """Raises ValidationError where it cannot be settled so."""
    settled = settling.fates_of(left, plan.fates, plan.successor)
    ends_on = organization.ends_on or timezone.localdate()
    settling.check(organization, left, settled, ends_on=ends_on, successor=plan.successor, reason=plan.reason)
    return settled


def obstacle_to(plan: PlannedEnd) -> str:
    """Why the clock cannot settle what is left, although the last day has passed; empty where nothing is in its way."""
    organization = plan.organization
    if plan.successor is None or not organization.is_dissolved:
        return ""
    try:
        _fates_as_planned(plan, organization, left_at(organization))
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@transaction.atomic
@one_verb()
def take_back_end(organization: Organization, *, by: Person) -> Organization:
    """The organization goes on after all. What was handed over or ended stays so; what was only planned is forgotten.
    Raises PermissionDenied, ValidationError where it has no end."""
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    TAKE_BACK_END.allow(by, organization)
    if organization.ends_on is None:
        raise ValidationError({"ends_on": _("No end is set.")})
    organization.ends_on = None
    organization.save()
    PlannedEnd.objects.filter(organization=organization).delete()
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
    if undecided_without([line]):
        raise ValidationError({"way": _("Nobody else would decide on the paper. Hand the line over.")})
    lines.end(paper, line, by, reason=reason.strip())
    lines.advance(paper, by)


def _fresh(line: Consultation, paper: Paper) -> Consultation:
    line = Consultation.objects.select_related("organization").get(pk=line.pk)
    line.paper = paper
    return line
