"""For lists that are not the search page: what a query finds as a condition, so that no keys are carried from one
statement into the next, however many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q
from django.db.models.functions import Coalesce

from papers.access import principal_of
from search.engines import Request, database_engine, engine
from search.engines.sql import conditions, there_is
from search.models import IndexedText, PendingUpdate
from search.searching import parsed, weighed_again

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from django.db.models import QuerySet

    from papers.access import Reader
    from search.query import Query

MOST_RANKED = 100  # documents


def papers_matching(text: str, *, reader: Reader, language: str) -> Any:
    """All papers that a query finds, for ``pk__in`` of lists that have an order of their own: rows of the database's
    index, which it keeps whoever answers the search page."""
    query = parsed(text, language)
    return _rows_matching(query, reader).values("paper")


def papers_listed(text: str, *, reader: Reader, language: str, others: Sequence[QuerySet[Any]]) -> Any:
    """Condition on papers the reader may read: those that a query finds, or whose title does if its last word is not
    finished, and ``others``, which are few. What is rare names its papers; for what is common one paper after the
    other is asked in the order of the list, until there are enough."""
    query, typed = parsed(text, language), parsed(text, language, typing=True)
    may_go_on = not typed.excluded and any(group.prefixes for group in typed.required)
    begun = typed if may_go_on else None
    database = database_engine()
    if query.is_empty or not database.is_common(query, begun):
        rows = _rows_matching(query, reader, begun).values("paper")
        return database.named(rows.union(*others, all=True))
    documents = conditions(Request(query, principal_of(reader)))
    found = there_is(documents.filter(database.holds(query, begun), paper=OuterRef("pk")))
    return Q(pk__in=others[0].union(*others[1:], all=True)) | Q(found)


def papers_to_be_indexed() -> Any:
    """Papers that changed since the index was made, for ``pk__in``."""
    return PendingUpdate.objects.filter(paper__isnull=False).order_by().values("paper")


def pages_matching(text: str, *, reader: Reader, language: str) -> tuple[list[int], Any]:
    """The best papers and translations by their primary keys, and all of them for ``pk__in``; the last word may be
    unfinished."""
    query = parsed(text, language, typing=True)
    if not query.groups:
        return [], IndexedText.objects.none().values("pk")
    rows = _rows_matching(query, reader).values_list(Coalesce("page", "paper"))
    request = Request(query, principal_of(reader), limit=MOST_RANKED, facets=False)
    documents = [candidate.document for candidate in engine().search(request).candidates]
    pages = dict(IndexedText.objects.filter(pk__in=documents).values_list("pk", Coalesce("page", "paper")))
    best = (page for document in weighed_again(documents, query, language) if (page := pages.get(document)))
    return list(dict.fromkeys(best)), rows


def _rows_matching(query: Query, reader: Reader, begun: Query | None = None) -> QuerySet[IndexedText]:
    if query.is_empty:
        return IndexedText.objects.none()
    return database_engine().rows(Request(query, principal_of(reader)), begun).filter(paper__isnull=False)
