"""What waits where nobody can act: a body that has ended, or one without anybody today who acts for it.

Only a circulating paper waits, and only for lines that hold it up: a line for information never does. ``is_stranded``
is asked of one line, ``stranded_rule`` of the inbox's rows; a test keeps them equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from papers.access import organizations_with_actors, people_acting_for
from papers.enums import BLOCKING_ROLES, CIRCULATING, ConsultationState, PaperState
from papers.models import Organization

if TYPE_CHECKING:
    from papers.models import Consultation, Paper

# An empty list would make the database drop the whole query, and with it the rows that wait for other reasons.
NO_ORGANIZATION = (0,)


def nobody_acts_for(organization: Organization) -> bool:
    return organization.is_dissolved or not people_acting_for(organization)


def is_stranded(line: Consultation) -> bool:
    if not line.is_blocking or line.paper.state not in CIRCULATING:
        return False
    if line.state == ConsultationState.OPEN:
        return nobody_acts_for(line.organization)
    return line.state == ConsultationState.PLANNED and line.organization.is_dissolved


def lies_with_nobody(paper: Paper) -> bool:
    """Says whether a paper was returned to an office where nobody can revise it."""
    return paper.state == PaperState.RETURNED and nobody_acts_for(paper.originating_office)


@dataclass(frozen=True)
class Deserted:
    """Primary keys of organizations that have ended, and of others nobody acts for today."""

    ended: frozenset[int]
    empty: frozenset[int]

    @property
    def all(self) -> frozenset[int]:
        return self.ended | self.empty


def deserted() -> Deserted:
    """Takes one query."""
    rows = Organization.objects.exclude(pk__in=organizations_with_actors()).order_by()
    gone = Organization.objects.filter(ends_on__lt=timezone.localdate()).order_by()
    found = (rows | gone).values_list("pk", "ends_on")
    today = timezone.localdate()
    ended = frozenset(pk for pk, ends_on in found if ends_on is not None and ends_on < today)
    return Deserted(ended, frozenset(pk for pk, _ends_on in found) - ended)


def stranded_rule(where: Deserted, prefix: str = "", organization: str = "organization") -> Q:
    """``prefix`` leads from the row to the line, ``organization`` from there to its organization. That the paper
    circulates is asked beside it (``CIRCULATING``)."""
    waiting, planned = stranded_ways(where, prefix, organization)
    return waiting | planned


def stranded_ways(where: Deserted, prefix: str = "", organization: str = "organization") -> tuple[Q, Q]:
    """The same by how a line is stranded, for statements that have to ask an index for each: of both at once SQLite
    would rather read all lines there are."""
    roles = Q(**{f"{prefix}role__in": sorted(BLOCKING_ROLES)})
    waiting = Q(**{f"{prefix}state": ConsultationState.OPEN, f"{prefix}{organization}__among": sorted(where.all)})
    planned = Q(**{f"{prefix}state": ConsultationState.PLANNED, f"{prefix}{organization}__among": sorted(where.ended)})
    return waiting & roles, planned & roles
