"""Late minutes: the result of a later stage, recorded before that of an earlier one.

The body met and resolved; only the paper of another body is missing. So the result is recorded with a reason, the
earlier line stays open and says that its result is still to come, and the paper waits for it: it is completed when all
lines that hold it up are done, in whatever order."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from papers.access import principal_of
from papers.enums import UNFINISHED_OUTCOMES
from papers.models import Act, Consultation
from papers.once import one_verb
from papers.seen import check_seen, line_that_stands
from papers.versions import latest_version
from workflows.errors import LineNotOpen
from workflows.out_of_turn import earlier_without_result
from workflows.routing import lines, state_machine
from workflows.routing.acting import check_result, new_act, outcomes_of, put_on
from workflows.verbs import RECORD_AHEAD

if TYPE_CHECKING:
    from papers.access import Person
    from papers.enums import Outcome
    from workflows.routing.plausible import Votes


def outcomes_ahead(line: Consultation) -> list[Outcome]:
    """What ends the line. That a paper was postponed or referred is recorded once it is the line's turn, with the day
    on which it was: until then it changes nothing."""
    return [outcome for outcome in outcomes_of(line) if outcome not in UNFINISHED_OUTCOMES]


def waiting_before(line: Consultation) -> list[Consultation]:
    """Lines of earlier stages whose results are missing, in the order of the slip. Takes one query."""
    slip = line.paper.consultations.select_related("organization").in_slip_order()
    return earlier_without_result(line, slip)


@transaction.atomic
@one_verb()
def record_ahead(
    line: Consultation,
    *,
    by: Person,
    outcome: str,
    order_reason: str,
    remark: str = "",
    votes: Votes | None = None,
    decided_on: datetime.date | None = None,
    amended_text: str = "",
    votes_reason: str = "",
    seen: str | None = None,
) -> Act:
    """Record the result of a planned line while an earlier stage is open. ``order_reason``: why it is recorded now.
    Raises NotYourLine, LineAlreadyDone, LineNotOpen, ValidationError by field name."""
    paper = state_machine.locked_paper_of(line)
    line = Consultation.objects.select_related("organization", "latest_act__by").get(pk=line.pk)
    line.paper = paper
    RECORD_AHEAD.allow(by, line)
    check_seen(seen, lambda: line_that_stands(line, paper), by=by)
    version = latest_version(paper)
    if version is None:
        raise LineNotOpen
    if not order_reason.strip():
        raise ValidationError({"order_reason": _("Say why the result is recorded before that of an earlier stage.")})
    if outcome in UNFINISHED_OUTCOMES:
        raise ValidationError({"outcome": _("This can be recorded once it is the turn of the line.")})
    decided_on = decided_on or timezone.localdate()
    check_result(line, outcome, remark, votes, decided_on, None, amended_text, votes_reason, order_reason=order_reason)
    act = new_act(
        line,
        version=version,
        outcome=outcome,
        remark=remark,
        votes=votes,
        decided_on=decided_on,
        refer_to=None,
        amended_text=amended_text,
        votes_reason=votes_reason,
        person=by.pk,
        on_behalf_of=_deputised(by, line),
        reason=order_reason,
    )
    act.save()
    put_on(line, act)
    waiting = waiting_before(line)
    lines.write([one for one in waiting if not one.is_overtaken], overtaken_at=act.at)
    data = {"line": str(line), "outcome": outcome, "act": act.pk, "waiting": [str(one) for one in waiting]}
    log(instance=paper, action="umlauf.record_ahead", user=by, data=data)
    lines.advance(paper, by)
    return act


def _deputised(by: Person, line: Consultation) -> int | None:
    """Id of the person ``by`` stands in for. The council office acts for itself."""
    people = principal_of(by).acting_for.get(line.organization_id, ())
    return people[0] if people and people[0] != by.pk else None
