"""Correcting a result that was entered wrongly.

Nothing recorded is erased: the correction is an act of its own that stands for the wrong one and says why. It gives
another result of the same kind, so the paper stays where it is; a line that is not finished is acted on again instead.
Where the way went on because of the wrong result, the council office settles that, too (``consequences``).
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from papers.enums import OUTCOMES, UNFINISHED_OUTCOMES, ConsultationRole, Outcome
from papers.models import Act, Consultation
from papers.once import one_verb
from papers.seen import check_seen, line_that_stands
from workflows.errors import LineNotOpen
from workflows.routing import state_machine
from workflows.routing.acting import check_result, new_act, reason_that_stands, told_with
from workflows.verbs import CORRECT_RESULT

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from papers.access import Person
    from workflows.routing.plausible import Votes

COMPARED = ("outcome", "remark", "amended_text", "votes_yes", "votes_no", "votes_abstain", "votes_biased", "decided_on")


def possible_outcomes(line: Consultation) -> list[Outcome]:
    """What the line can have instead: a result that ends it, as the wrong one did."""
    return [outcome for outcome in OUTCOMES[ConsultationRole(line.role)] if outcome not in UNFINISHED_OUTCOMES]


def followed(line: Consultation) -> QuerySet[Consultation]:
    """Lines that acted after the wrong result was recorded, and may have relied on it."""
    if line.latest_act is None:
        return Consultation.objects.none()
    later = Consultation.objects.filter(paper=line.paper_id, latest_act__at__gt=line.latest_act.at)
    return later.exclude(pk=line.pk).select_related("organization", "latest_act__refer_to").in_slip_order()


@transaction.atomic
@one_verb()
def correct_result(
    line: Consultation,
    *,
    by: Person,
    outcome: str,
    reason: str,
    remark: str = "",
    votes: Votes | None = None,
    decided_on: datetime.date | None = None,
    amended_text: str = "",
    votes_reason: str = "",
    order_reason: str = "",
    seen: str | None = None,
) -> Act:
    """Put another result in place of the latest of a line that is done. ``decided_on``: as before unless told. Raises
    PermissionDenied, LineNotOpen, ValidationError by field name, on ``reason`` and ``outcome`` among others."""
    paper = state_machine.locked_paper_of(line)
    line = Consultation.objects.select_related("organization", "latest_act__version").get(pk=line.pk)
    CORRECT_RESULT.allow(by, line)
    check_seen(seen, lambda: line_that_stands(line, paper), by=by)
    wrong = line.latest_act
    if wrong is None:  # impossible by database constraint
        raise LineNotOpen
    if not reason.strip():
        raise ValidationError({"reason": _("Say what was wrong.")})
    if outcome in UNFINISHED_OUTCOMES:
        raise ValidationError({"outcome": _("The line would be open again; that is no correction.")})
    decided_on = decided_on or wrong.decided_on
    votes_reason = reason_that_stands(wrong, outcome, votes, votes_reason)
    result = (outcome, remark, votes, decided_on, None, amended_text, votes_reason)
    check_result(line, *result, order_reason=order_reason, wrong=wrong)
    act = new_act(
        line,
        version=wrong.version,
        outcome=outcome,
        remark=remark,
        votes=votes,
        decided_on=decided_on,
        refer_to=None,
        amended_text=amended_text,
        votes_reason=votes_reason,
        person=by.pk,
        corrects=wrong,
        reason=told_with(reason, order_reason),
    )
    if all(getattr(act, name) == getattr(wrong, name) for name in COMPARED):
        raise ValidationError(_("Nothing is different from what was recorded."))
    act.save()
    line.latest_act, line.outcome, line.decided_on = act, outcome, decided_on
    line.save()
    log(instance=paper, action="umlauf.correct", user=by, data={"line": str(line), "act": act.pk, "corrects": wrong.pk})
    return act
