"""For lists that are not the search page: what a query finds as a condition, so that no keys are carried from one
statement into the next, however many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from papers.access import principal_of
from search.engines import Request, database_engine, engine
from search.models import IndexedText
from search.searching import parsed, weighed_again

if TYPE_CHECKING:
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


def papers_titled(text: str, *, language: str) -> Any:
    """All papers with these words in their title, or in that of a released translation, for ``pk__in``; the last word
    may be unfinished. Whoever may read them: it is for lists that ask the rule of each paper."""
    query = parsed(text, language, typing=True)
    if not query.groups:
        return IndexedText.objects.none().values("paper")
    titled = database_engine().titled(query)
    released = f"""SELECT titled.id FROM ({titled.statement}) titled WHERE titled.page_id = titled.paper_id
        OR EXISTS (SELECT 1 FROM wagtailcore_page page WHERE page.id = titled.page_id AND page.live)"""  # noqa: S608
    texts = IndexedText.objects.filter(pk__in=RawSQL(released, titled.parameters))  # noqa: S611 - of our words
    return texts.filter(paper__isnull=False).values("paper")


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


def _rows_matching(query: Query, reader: Reader) -> QuerySet[IndexedText]:
    if query.is_empty:
        return IndexedText.objects.none()
    return database_engine().rows(Request(query, principal_of(reader))).filter(paper__isnull=False)
