"""What became of an organization: its names with their dates, who was there before it, and who goes on."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.dateparse import parse_date

if TYPE_CHECKING:
    from papers.models import Organization


@dataclass(frozen=True)
class NamedSince:
    """``since`` is None for its first name: when it was founded is not recorded. ``until`` is None for a name that
    still holds."""

    label: str
    since: datetime.date | None
    until: datetime.date | None


def names_of(organization: Organization) -> list[NamedSince]:
    """The latest first."""
    names, since = [], None
    for entry in organization.former_names:
        until = parse_date(entry["until"])
        if until is not None:
            names.append(NamedSince(" ".join(filter(None, (entry.get("code", ""), entry["name"]))), since, until))
            since = until + datetime.timedelta(days=1)
    return [NamedSince(str(organization), since, organization.ends_on), *reversed(names)]


@dataclass(frozen=True)
class History:
    names: list[NamedSince]
    predecessors: list[Organization]
    successors: list[Organization]

    def __bool__(self) -> bool:
        return len(self.names) > 1 or bool(self.predecessors or self.successors)


def history_of(organization: Organization) -> History:
    """Takes two queries."""
    return History(
        names=names_of(organization),
        predecessors=list(organization.predecessors.all()),
        successors=list(organization.successors.all()),
    )
