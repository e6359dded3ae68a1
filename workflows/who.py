"""Who does something with a paper on its way, and when besides its state: parts of the rows in ``workflows.verbs``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from papers.access import may_read, people_acting_for
from papers.access.verb_table import Only, Who
from papers.access.verbs import ORIGIN
from papers.models import Consultation
from workflows.out_of_turn import changes_the_way, overtakes
from workflows.reviews import is_waiting_for_review
from workflows.stranded import is_stranded

if TYPE_CHECKING:
    from papers.access import Principal
    from papers.models import Paper


def _on_slips_of(principal: Principal) -> Q:
    """Papers with a body on their slip the person keeps the minutes of, or chairs."""
    return Q(
        pk__in=Consultation.objects.not_cancelled().filter(organization__in=principal.acting_bodies).values("paper")
    )


def _body_is_on_slip(principal: Principal, paper: Paper) -> bool:
    bodies = principal.acting_bodies
    return bool(bodies) and paper.consultations.not_cancelled().filter(organization__in=bodies).exists()


BODY_ON_SLIP = Who("whoever keeps the minutes of a body on the slip, or chairs it", _body_is_on_slip, _on_slips_of)
HOLDER = Who(
    "whoever acts for the line's organization", lambda principal, line: line.organization_id in principal.acting_for
)


def _has_colleagues(principal: Principal, paper: Paper) -> bool:
    if not ORIGIN.holds(principal, paper):
        return False
    return any(person.pk != paper.author_id for person in people_acting_for(paper.originating_office))


COLLEAGUE = Who(
    "whoever acts for the office or faction the paper comes from, where somebody else than its author does",
    _has_colleagues,
)

STRANDED = Only("where nobody can act for the line's organization, while the paper circulates", is_stranded)
OVERTAKES = Only("while an earlier stage of a deliberation still waits for its result", overtakes)
CHANGES_THE_WAY = Only(
    "where the paper is at this step, or was completed after it, and no later round followed", changes_the_way
)
READING_HOLDER = Who(
    "whoever acts for the line's organization, as far as they may still read the paper",
    lambda principal, line: line.organization_id in principal.acting_for and may_read(principal, line.paper),
)

WAITING = Only("while it waits for review", lambda translated: is_waiting_for_review(translated.page))
NOT_WAITING = Only("unless it waits for review already", lambda translated: not is_waiting_for_review(translated.page))
