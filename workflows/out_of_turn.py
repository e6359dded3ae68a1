"""What is recorded out of turn: a result before that of an earlier stage, and a correction that changes the way.

Minutes arrive late and out of order, and sometimes the way went on because of a wrong result. Here stands when either
can be recorded at all; who may is said by the table, what it does by ``workflows.routing``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from papers.enums import (
    COMMITTEE_ROLES,
    OUTCOMES,
    ConsultationRole,
    ConsultationState,
    Outcome,
    PaperState,
)
from papers.models import Consultation

if TYPE_CHECKING:
    from papers.models import Paper

# A correction of these leaves the line unfinished, and one of a final result makes it so.
REVISABLE = frozenset({Outcome.POSTPONED, Outcome.REFERRED})


def same_step(one: Consultation, other: Consultation) -> bool:
    """Says whether stages of the two can be compared: co-signatures are stages of a step of their own."""
    return one.is_blocking and other.is_blocking and (one.role in COMMITTEE_ROLES) == (other.role in COMMITTEE_ROLES)


def earlier_without_result(line: Consultation, slip: Iterable[Consultation]) -> list[Consultation]:
    """Lines of earlier stages that still wait for their result, or their minutes."""
    return [one for one in slip if same_step(one, line) and one.stage < line.stage and one.is_unfinished]


def may_overtake(line: Consultation, slip: Iterable[Consultation], paper: Paper) -> bool:
    """Says whether the result of a committee can be recorded before that of an earlier stage."""
    return (
        paper.state == PaperState.DELIBERATING
        and line.role in COMMITTEE_ROLES
        and line.state == ConsultationState.PLANNED
        and any(one.is_open for one in earlier_without_result(line, slip))
    )


def overtakes(line: Consultation) -> bool:
    """As ``may_overtake``, with one query for a line it can be asked of."""
    if line.state != ConsultationState.PLANNED or line.paper.state != PaperState.DELIBERATING:
        return False
    return may_overtake(line, line.paper.consultations.all(), line.paper)


def is_in_its_step(line: Consultation) -> bool:
    """Says whether the paper is where the line belongs, or has been completed after it. What was signed before the
    check is signed anew when the paper is returned; for that no result is corrected."""
    if line.role == ConsultationRole.CO_SIGN:
        return line.paper.state == PaperState.CO_SIGNING
    return line.paper.state in (PaperState.DELIBERATING, PaperState.COMPLETED)


def may_change_the_way(line: Consultation, slip: Iterable[Consultation]) -> bool:
    """Says whether the latest result of a line can be replaced by one of another kind. A line that was followed by
    another round of the same body is history: the latest round is corrected instead."""
    return _has_such_a_result(line) and is_latest_round(line, slip)


def changes_the_way(line: Consultation) -> bool:
    """As ``may_change_the_way``, with one query for a line it can be asked of."""
    return _has_such_a_result(line) and is_latest_round(line, line.paper.consultations.all())


def _has_such_a_result(line: Consultation) -> bool:
    if not is_in_its_step(line) or line.latest_act_id is None:
        return False
    return line.state == ConsultationState.DONE or (line.is_unfinished and line.outcome in REVISABLE)


def is_latest_round(line: Consultation, slip: Iterable[Consultation]) -> bool:
    key = (line.organization_id, line.role)
    alike = [one for one in slip if (one.organization_id, one.role) == key and one.is_standing]
    return all(line.round >= one.round for one in alike)


def outcomes_that_change_the_way(line: Consultation) -> list[Outcome]:
    """What can stand instead of the latest result: of one that ended the line, what leaves it unfinished; of one that
    left it so, anything else. Where a referral could go is asked beside it."""
    unfinished = [*REVISABLE, Outcome.NOT_DEALT_WITH]
    possible = [one for one in OUTCOMES[ConsultationRole(line.role)] if one != Outcome.OBJECTED]
    if line.state == ConsultationState.DONE:
        possible = [one for one in possible if one in unfinished]
    # a paper may have been referred, but to another body
    possible = [one for one in possible if one != line.outcome or one == Outcome.REFERRED]
    return [*possible, Outcome.NOT_DEALT_WITH]
