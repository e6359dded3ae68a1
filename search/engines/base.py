"""What every engine is asked and answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from papers.access import Reader
    from search.query import Query

FACETS = ("kind", "committee", "office", "year", "state", "outcome", "language", "city", "field", "part")


@dataclass(frozen=True)
class Request:
    """``filters`` maps names of ``FACETS`` to chosen values, any of which may hold; ``limit`` counts documents;
    ``since``: only papers published later; ``typing``: somebody waits for the next letter to be taken, so less is
    looked at where much matches."""

    query: Query
    reader: Reader
    filters: dict[str, list[str]] = field(default_factory=dict)
    by_date: bool = False
    limit: int = 120
    facets: bool = True
    since: datetime | None = None
    typing: bool = False


@dataclass(frozen=True)
class Candidate:
    """A document that was found. ``key`` is the same for all documents of one paper; a higher ``score`` is better."""

    document: int
    key: int
    score: float


@dataclass(frozen=True)
class Answer:
    """``total`` counts papers and organizations, not documents; so do the facets, by value, the most frequent first.
    ``more``: only some of what matches was looked at. There is more than ``total`` then, and the facets tell what
    values there are and which are frequent, but not how often each occurs."""

    candidates: list[Candidate]
    total: int
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    more: bool = False
    in_place: bool = False  # the database answered because the search server could not
    of_this_moment: bool = False  # the database answered, so access is that of now and not that of an index


class Unavailable(Exception):
    """The search server is away, or too far behind to be asked."""


class Engine(Protocol):
    name: str

    def search(self, request: Request) -> Answer: ...

    def which_find(self, queries: Sequence[Query], request: Request) -> list[bool]:
        """Says of several queries at once whether each finds anything. Each query asks for something; ``request`` says
        for whom, and among what."""
        ...


def keys_in(values: list[str]) -> list[int]:
    """Returns the primary keys among values of an address."""
    return [int(value) for value in values if value.isdecimal() and len(value) < 10]
