"""What was resolved on a paper, for whoever may read it: results, votes, referrals, remarks and amended texts of its
bodies. What offices write while co-signing stays among them, on the page as in the print and in the search."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from papers.enums import ConsultationRole
from papers.models import Act, Consultation
from papers.wording import (
    correction_sentence,
    leaves_out_its_latest_act,
    outcome_phrase,
    result_sentence,
    votes_phrase,
)

if TYPE_CHECKING:
    from papers.models import Paper


def lines_with_results(original: Paper) -> list[Consultation]:
    """Standing lines of bodies that acted, in the order of the slip; each knows its latest act, which stands for those
    it corrects, and all its acts, the oldest first. Two queries."""
    lines = original.consultations.not_cancelled().filter(latest_act__isnull=False)
    lines = lines.exclude(role=ConsultationRole.CO_SIGN).in_slip_order()
    acts = Act.objects.select_related("refer_to", "corrects__refer_to").order_by("at", "pk")
    related = lines.select_related("organization", "latest_act__refer_to")
    return list(related.prefetch_related(Prefetch("acts", acts)))


def earlier_results_of(line: Consultation, acts: Collection[Act]) -> list[str]:
    """What was recorded and still stands, but what is told of the line anyhow: postponed, referred. ``acts``: all of
    the line, the oldest first."""
    left_out = {act.corrects_id for act in acts}
    if not leaves_out_its_latest_act(line):
        left_out.add(line.latest_act_id)
    return [result_sentence(act) for act in acts if act.pk not in left_out]


def corrections_of(acts: Iterable[Act], *, why: bool = True) -> list[str]:
    """``acts``: all of a line, the oldest first; ``why``: whether their reasons are for whoever reads this."""
    return [correction_sentence(act, why=why) for act in acts if act.corrects_id]


def words_of_results(original: Paper, *, translated: bool) -> Iterator[str]:
    """What the paper is found by, in the active language. ``translated``: of a language version, which has the results
    in its own words, and the texts of the bodies in none. Days are left out: they read like numbers of papers."""
    for line in lines_with_results(original):
        act = line.latest_act
        if act is None:
            continue
        votes = votes_phrase(act)
        yield f"{outcome_phrase(act)} ({votes})" if votes else outcome_phrase(act)
        if not translated:
            yield from filter(None, (act.amended_text, act.remark))
