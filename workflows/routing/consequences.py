"""Correcting a result from which the way of a paper went on.

A result that ended a line was really "postponed" or "referred", belonged to another line or another paper; or the other
way round. The act that corrects it stands for it as any correction does. What followed from the wrong one is listed,
and the council office says of each what becomes of it: nothing is undone in silence, and nothing recorded is erased.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from papers.enums import UNFINISHED_OUTCOMES, ConsultationRole, ConsultationState, Outcome, PaperState
from papers.models import Act, Consultation, Organization, Paper
from papers.once import one_verb
from papers.seen import Seen, check_seen, line_that_stands, slip_that_stands
from workflows.errors import LineNotOpen
from workflows.log_actions import THEN
from workflows.out_of_turn import is_latest_round, outcomes_that_change_the_way, same_step
from workflows.routing import lines, state_machine
from workflows.routing.acting import bodies_to_refer_to, check_result, insert_before, new_act, put_on, told_with
from workflows.verbs import CHANGE_THE_WAY

if TYPE_CHECKING:
    from papers.access import Person
    from workflows.routing.plausible import Votes


class Then(models.TextChoices):
    """What becomes of a line that followed from the wrong result."""

    TAKE_BACK = "take_back", THEN["take_back"]
    GO_ON = "go_on", THEN["go_on"]
    STAND = "stand", THEN["stand"]
    REPEAT = "repeat", THEN["repeat"]
    END = "end", THEN["end"]
    KEEP = "keep", THEN["keep"]


@dataclass(frozen=True)
class Consequence:
    """``choices``: what may become of the line, the usual first."""

    line: Consultation
    choices: tuple[Then, ...]

    @property
    def key(self) -> str:
        """How a form calls it."""
        return str(self.line.pk)


def possible_outcomes(line: Consultation) -> list[Outcome]:
    """What can stand for the latest result; no referral where there is nobody to refer to."""
    outcomes = outcomes_that_change_the_way(line)
    if Outcome.REFERRED in outcomes and not bodies_to_refer_to(line).exists():
        outcomes.remove(Outcome.REFERRED)
    return outcomes


def consequences_of(line: Consultation) -> list[Consequence]:
    """What followed from the latest result of a line, in the order of the slip. Takes one query.

    Where it ended the line, that is what opened or acted at a later stage; where it referred the paper, what still
    waits at the body it was referred to. A line that was followed by another round is history and is left alone."""
    slip = list(line.paper.consultations.not_cancelled().select_related("organization", "latest_act").in_slip_order())
    if line.state == ConsultationState.DONE:
        later = [one for one in slip if same_step(one, line) and one.stage > line.stage and is_latest_round(one, slip)]
        opened = (Then.TAKE_BACK, Then.GO_ON)
        acted = (Then.STAND, Then.REPEAT)
        return [
            Consequence(one, opened if one.is_open else acted)
            for one in later
            if one.state != ConsultationState.PLANNED
        ]
    wrong = line.latest_act
    if wrong is None or wrong.refer_to_id is None:
        return []
    return [
        Consequence(one, (Then.END, Then.KEEP))
        for one in slip
        if one.is_unfinished
        and one.organization_id == wrong.refer_to_id
        and one.role == ConsultationRole.PRELIMINARY
        and one.stage < line.stage
    ]


def comes_back(line: Consultation) -> bool:
    """Says whether the paper was completed and would be in deliberation again."""
    return line.paper.state == PaperState.COMPLETED and line.is_blocking and line.state == ConsultationState.DONE


def line_and_slip(line: Consultation, paper: Paper) -> Seen:
    """Of the screen: the line, what circulates, and all that might have followed."""
    seen = line_that_stands(line, paper)
    return Seen(seen.text, seen.filing, seen.annexes, line=seen.line, slip=slip_that_stands(paper).slip)


@transaction.atomic
@one_verb()
def change_the_way(
    line: Consultation,
    *,
    by: Person,
    outcome: str,
    reason: str,
    then: Mapping[str, str] | None = None,
    remark: str = "",
    votes: Votes | None = None,
    decided_on: datetime.date | None = None,
    refer_to: Organization | None = None,
    amended_text: str = "",
    votes_reason: str = "",
    order_reason: str = "",
    seen: str | None = None,
) -> Act:
    """Put a result of another kind in place of the latest one, and settle what followed from it.

    ``then`` says by ``Consequence.key`` what becomes of each; the others go the usual way. ``decided_on``: as before
    unless told. Raises PermissionDenied, WrongState, ValidationError by field name."""
    paper = state_machine.locked_paper_of(line)
    line = Consultation.objects.select_related("organization", "latest_act__version").get(pk=line.pk)
    line.paper = paper
    CHANGE_THE_WAY.allow(by, line)
    check_seen(seen, lambda: line_and_slip(line, paper), by=by)
    wrong = line.latest_act
    if wrong is None:  # the row of the table asked
        raise LineNotOpen
    decided_on = decided_on or wrong.decided_on
    if not reason.strip():
        raise ValidationError({"reason": _("Say what was wrong.")})
    if outcome not in outcomes_that_change_the_way(line):
        raise ValidationError({"outcome": _("This would not change the way of the paper. Correct the result instead.")})
    if outcome == Outcome.NOT_DEALT_WITH:
        votes, amended_text, refer_to, decided_on = None, "", None, wrong.decided_on
    else:
        result = (outcome, remark, votes, decided_on, refer_to, amended_text, votes_reason)
        check_result(line, *result, order_reason=order_reason, wrong=wrong)
    consequences = consequences_of(line)
    settled = _settled(consequences, then or {})
    was_completed = comes_back(line)
    act = new_act(
        line,
        version=wrong.version,
        outcome=outcome,
        remark=remark,
        votes=votes,
        decided_on=decided_on,
        refer_to=refer_to,
        amended_text=amended_text,
        votes_reason=votes_reason,
        person=by.pk,
        corrects=wrong,
        reason=told_with(reason, order_reason),
    )
    act.save()
    _put_in_place(line, act)
    data = {
        "line": str(line),
        "act": act.pk,
        "corrects": wrong.pk,
        "then": [[str(one.line), settled[one.key].value] for one in consequences],
        "came_back": was_completed,
    }
    log(instance=paper, action="umlauf.change_the_way", user=by, data=data)
    _settle(paper, consequences, settled, by, reason.strip())
    if act.refer_to is not None:
        insert_before(paper, line, act.refer_to)
    if not line.is_blocking:
        _open_at_once(line)
        return act
    lines.settle_overtaken(paper)
    if not state_machine.go_back_to(paper, line.role, by=by):
        lines.advance(paper, by)
    return act


def _settled(consequences: Iterable[Consequence], then: Mapping[str, str]) -> dict[str, Then]:
    settled: dict[str, Then] = {}
    for one in consequences:
        wish = then.get(one.key, "") or one.choices[0]
        if wish not in one.choices:
            raise ValidationError({f"then-{one.key}": _("That cannot become of this line.")})
        settled[one.key] = Then(wish)
    return settled


def _put_in_place(line: Consultation, act: Act) -> None:
    """A line that is finished no more waits for its turn, which may have come at once."""
    if act.outcome in UNFINISHED_OUTCOMES and line.state == ConsultationState.DONE:
        line.state, line.completed_at, line.opened_at = ConsultationState.PLANNED, None, None
    put_on(line, act)


def _open_at_once(line: Consultation) -> None:
    """A line for information holds nothing up, and is received again also where the paper was completed."""
    if not line.organization.is_dissolved:
        lines.open_now([line])


def _settle(
    paper: Paper, consequences: Iterable[Consequence], settled: Mapping[str, Then], by: Person, reason: str
) -> None:
    chosen = {then: [one.line for one in consequences if settled[one.key] == then] for then in Then}
    lines.take_back(chosen[Then.TAKE_BACK])
    lines.write(chosen[Then.REPEAT], state=ConsultationState.PLANNED, completed_at=None, opened_at=None)
    for ended in chosen[Then.END]:
        lines.end(paper, ended, by, reason=reason)
