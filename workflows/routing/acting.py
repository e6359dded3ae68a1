"""Acting on a line of the slip: sign, hear, note, recommend, decide, refer, postpone."""

from __future__ import annotations

import datetime
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history
from wagtail.log_actions import log

from papers.access import principal_of
from papers.enums import (
    BLOCKING_ROLES,
    OUTCOMES,
    OUTCOMES_WITH_AMENDED_TEXT,
    OUTCOMES_WITH_REMARK,
    UNFINISHED_OUTCOMES,
    ConsultationRole,
    ConsultationState,
    Outcome,
    PaperState,
)
from papers.models import Act, Consultation, Organization, Paper, Version
from papers.once import one_verb
from papers.seen import check_seen, line_that_stands
from papers.versions import latest_version
from workflows.errors import LineNotOpen, NotYourLine
from workflows.routing import lines, state_machine
from workflows.routing.plausible import Votes, day_problem, order_doubt, own_day_problem, said_already, vote_problems
from workflows.routing.slips import roles_on_the_way
from workflows.routing.steps import send_back
from workflows.verbs import verb_of

if TYPE_CHECKING:
    from papers.access import Person
    from papers.parties.organization import OrganizationQuerySet


@transaction.atomic
@one_verb()
def act_on(
    line: Consultation,
    *,
    by: Person,
    outcome: str,
    remark: str = "",
    votes: Votes | None = None,
    on_behalf_of: Person | None = None,
    decided_on: datetime.date | None = None,
    refer_to: Organization | None = None,
    amended_text: str = "",
    votes_reason: str = "",
    order_reason: str = "",
    seen: str | None = None,
) -> Act:
    """Record what an organization did with its line, for the version in circulation.

    ``decided_on``: day of the meeting or signature, today unless told. ``votes_reason``: why votes that look like a
    mistake are none; ``order_reason``: why a line has a day before that of an earlier stage, or after that of a later.
    ``on_behalf_of`` is found from the delegation when ``by`` has no right of their own. Raises NotYourLine,
    LineAlreadyDone (says by whom), LineNotOpen, ValidationError by field name."""
    paper = state_machine.locked_paper_of(line)
    line = Consultation.objects.select_related("organization", "latest_act__by").get(pk=line.pk)
    deputised = _right_to_act(by, line, outcome, on_behalf_of)
    check_seen(seen, lambda: line_that_stands(line, paper), by=by)
    version = latest_version(paper)
    if version is None:
        raise LineNotOpen
    decided_on = decided_on or timezone.localdate()
    result = (outcome, remark, votes, decided_on, refer_to, amended_text, votes_reason)
    check_result(line, *result, order_reason=order_reason)
    act = new_act(
        line,
        version=version,
        outcome=outcome,
        remark=remark,
        votes=votes,
        decided_on=decided_on,
        refer_to=refer_to,
        amended_text=amended_text,
        votes_reason=votes_reason,
        person=by.pk,
        on_behalf_of=deputised,
        reason=order_reason if order_reason and order_doubt(line, decided_on) else "",
    )
    act.save()
    put_on(line, act)
    log(instance=paper, action="umlauf.act", user=by, data={"line": str(line), "outcome": outcome, "act": act.pk})
    _follow_up(paper, line, act, by)
    return act


def new_act(
    line: Consultation,
    *,
    version: Version,
    outcome: str,
    remark: str,
    votes: Votes | None,
    decided_on: datetime.date,
    refer_to: Organization | None,
    amended_text: str,
    votes_reason: str,
    person: int,
    on_behalf_of: int | None = None,
    reason: str = "",
    corrects: Act | None = None,
) -> Act:
    """Returns an act that is not saved yet. ``person`` and ``on_behalf_of``: primary keys."""
    yes, no, abstain, biased = astuple(votes) if votes else (None,) * 4
    return Act(
        consultation=line,
        version=version,
        outcome=outcome,
        remark=remark.strip(),
        amended_text=amended_text.strip(),
        refer_to=refer_to if outcome == Outcome.REFERRED else None,
        votes_yes=yes,
        votes_no=no,
        votes_abstain=abstain,
        votes_biased=biased,
        by_id=person,
        on_behalf_of_id=on_behalf_of,
        decided_on=decided_on,
        votes_reason=votes_reason.strip() if votes else "",
        reason=reason.strip(),
        corrects=corrects,
    )


def told_with(reason: str, order_reason: str) -> str:
    """Why it was corrected, and why in this order: sentences of their own."""
    parts = filter(None, (reason.strip(), order_reason.strip()))
    *first, last = parts
    return " ".join([*(one if one.endswith((".", "!", "?")) else f"{one}." for one in first), last])


def reason_that_stands(wrong: Act, outcome: str, votes: Votes | None, reason: str) -> str:
    """What was said of votes that look like a mistake holds for these votes, not for others."""
    before = (wrong.outcome, wrong.votes_yes, wrong.votes_no, wrong.votes_abstain, wrong.votes_biased)
    same = votes is not None and before == (outcome, *astuple(votes))
    return reason.strip() or (wrong.votes_reason if same else "")


def put_on(line: Consultation, act: Act) -> None:
    """The act is the line's latest; a result that ends the line ends it."""
    line.latest_act, line.outcome, line.decided_on = act, act.outcome, act.decided_on
    if act.outcome not in UNFINISHED_OUTCOMES:
        line.state, line.completed_at, line.overtaken_at = ConsultationState.DONE, act.at, None
    line.save()


def refer_to(
    line: Consultation,
    *,
    by: Person,
    organization: Organization,
    remark: str = "",
    decided_on: datetime.date | None = None,
) -> Act:
    """Send the paper to another body first; the decision waits for its recommendation. Raises as ``act_on`` does."""
    return act_on(line, by=by, outcome=Outcome.REFERRED, refer_to=organization, remark=remark, decided_on=decided_on)


def postpone(line: Consultation, *, by: Person, remark: str = "", decided_on: datetime.date | None = None) -> Act:
    """The body takes the paper up again at its next meeting; the line stays open. Raises as ``act_on`` does."""
    return act_on(line, by=by, outcome=Outcome.POSTPONED, remark=remark, decided_on=decided_on)


def _right_to_act(by: Person, line: Consultation, outcome: str, on_behalf_of: Person | None) -> int | None:
    """Id of the person ``by`` stands in for, None when they act in their own right. Raises NotYourLine,
    LineAlreadyDone, LineNotOpen."""
    principal = principal_of(by)
    verb_of(outcome).allow(principal, line)
    people = principal.acting_for[line.organization_id]
    if on_behalf_of is not None and on_behalf_of.pk not in people:
        raise NotYourLine
    person = people[0] if on_behalf_of is None else on_behalf_of.pk
    return person if person != by.pk else None


def check_result(
    line: Consultation,
    outcome: str,
    remark: str,
    votes: Votes | None,
    decided_on: datetime.date,
    refer_to: Organization | None,
    amended_text: str,
    votes_reason: str,
    *,
    order_reason: str,
    wrong: Act | None = None,
) -> None:
    """Whether a line can have this result. ``wrong``: the one it corrects; the day that stood is not asked about again.
    Raises ValidationError by field name."""
    problems: dict[str, str] = {}
    role = ConsultationRole(line.role)
    if outcome not in OUTCOMES[role]:
        problems["outcome"] = _("“%(outcome)s” is not a possible result for the role “%(role)s”.") % {
            "outcome": outcome,
            "role": role.label,
        }
    if outcome in OUTCOMES_WITH_REMARK and not remark.strip():
        problems["remark"] = _("Please write the remark that belongs to this result.")
    if outcome in OUTCOMES_WITH_AMENDED_TEXT and not amended_text.strip():
        problems["amended_text"] = _("Please record the amended text.")
    if wrong is None and said_already(line, outcome, decided_on):
        problems["decided_on"] = _("That it was postponed on this day is recorded already.")
    if wrong is None or decided_on != wrong.decided_on:
        problems.update(_problems_of_the_day(line, decided_on, order_reason, wrong))
    if votes is not None:
        problems.update(vote_problems(line, outcome, votes, decided_on, votes_reason))
    if outcome == Outcome.REFERRED:
        problems.update(_referral_problems(line, refer_to))
    if problems:
        raise ValidationError(problems)


def outcomes_of(line: Consultation) -> list[Outcome]:
    """What its organization can record for the line: what the role knows, and no referral where there is nobody to
    refer to."""
    outcomes = OUTCOMES[ConsultationRole(line.role)]
    nobody = Outcome.REFERRED in outcomes and not bodies_to_refer_to(line).exists()
    return [outcome for outcome in outcomes if not (nobody and outcome == Outcome.REFERRED)]


def bodies_to_refer_to(line: Consultation) -> OrganizationQuerySet:
    """Other committees that are not to deal with the paper in preliminary deliberation anyway; also those that did, and
    are to do so again. None where its way has no such step."""
    bodies = Organization.objects.bodies().active().exclude(pk=line.organization_id)
    if ConsultationRole.PRELIMINARY not in roles_on_the_way(line.paper.kind):
        return bodies.none()
    return bodies.exclude(pk__in=_still_to_deliberate(line))


def _still_to_deliberate(line: Consultation) -> Any:
    return line.paper.consultations.unfinished().filter(role=ConsultationRole.PRELIMINARY).values("organization")


def _problems_of_the_day(
    line: Consultation, decided_on: datetime.date, order_reason: str, wrong: Act | None
) -> dict[str, str]:
    """By field name."""
    problem = day_problem(line, decided_on) or own_day_problem(line, decided_on, wrong=wrong)
    if problem:
        return {"decided_on": problem}
    doubt = "" if order_reason.strip() else order_doubt(line, decided_on, wrong=wrong)
    return {"order_reason": doubt} if doubt else {}


def _referral_problems(line: Consultation, target: Organization | None) -> dict[str, str]:
    """Why the target is not among those the paper can be referred to."""
    if target is None:
        return {"refer_to": _("Say to which committee the paper is referred.")}
    if bodies_to_refer_to(line).filter(pk=target.pk).exists():
        return {}
    if ConsultationRole.PRELIMINARY not in roles_on_the_way(line.paper.kind):
        return {"refer_to": _("The workflow of this paper has no preliminary deliberation.")}
    if _still_to_deliberate(line).filter(organization=target).exists():
        return {
            "refer_to": _("“%(organization)s” already deals with this paper in preliminary deliberation.")
            % {"organization": target.name}
        }
    return {"refer_to": _("A paper can only be referred to another committee.")}


def _follow_up(paper: Paper, line: Consultation, act: Act, by: Person) -> None:
    if act.outcome == Outcome.OBJECTED:
        send_back(paper, by=by, reason=act.remark)
    elif act.refer_to is not None:
        insert_before(paper, line, act.refer_to)
        lines.advance(paper, by)
    elif line.role in BLOCKING_ROLES and act.outcome != Outcome.POSTPONED and paper.state != PaperState.RETURNED:
        lines.advance(paper, by)


def insert_before(paper: Paper, line: Consultation, organization: Organization) -> None:
    """Make room at the line's stage: it and everything still planned there or later moves one stage down. An
    organization that has dealt with the paper before begins another round."""
    stage = line.stage
    line.state, line.opened_at, line.stage = ConsultationState.PLANNED, None, stage + 1
    line.save()
    later = list(paper.consultations.planned().blocking().filter(stage__gte=stage).exclude(pk=line.pk))
    for other in later:
        other.stage, other.modified = other.stage + 1, timezone.now()
    bulk_update_with_history(later, Consultation, ["stage", "modified"])
    Consultation.objects.create(
        paper=paper,
        organization=organization,
        role=ConsultationRole.PRELIMINARY,
        stage=stage,
        position=line.position,
        round=lines.next_round(paper, organization, ConsultationRole.PRELIMINARY),
    )
