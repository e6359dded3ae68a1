"""For lists that are not the search page: what a query finds as a condition, so that no keys are carried from one
statement into the next, however many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Q
from django.db.models.expressions import RawSQL
from wagtail.models import Page, get_page_models

from papers.access import principal_of
from papers.characters import seen
from papers.models import Paper
from papers.one_by_one import named, there_is
from search.engines import Request, database_engine, engine
from search.engines.conditions import OF_RELEASED
from search.engines.sql import Rows
from search.models import IndexedText, PendingUpdate
from search.searching import parsed, weighed_again

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from django.db.models import QuerySet

    from papers.access import Reader
    from search.query import Query

MOST_RANKED = 100  # documents


def papers_listed(text: str, *, reader: Reader, language: str, others: Sequence[QuerySet[Any]]) -> Any:
    """Condition on papers the reader may read: those that a query finds, or whose title does if its last word is not
    finished, and ``others``, which are few. What is rare names its papers; for what is common one paper after the
    other is asked in the order of the list, until there are enough."""
    query, typed = parsed(text, language), parsed(text, language, typing=True)
    may_go_on = not typed.excluded and any(group.prefixes for group in typed.required)
    begun = typed if may_go_on else None
    return _found(query, begun, reader, "paper", others)


def papers_titled(text: str, *, language: str, others: Sequence[QuerySet[Any]], most: int) -> Any:
    """Condition on papers with these words in their title, or in that of a released translation, and on ``others``,
    which are few; the last word may be unfinished. Whoever may read them: it is for lists that ask the rule of each
    paper, and need ``most`` of them."""
    query = parsed(text, language, typing=True)
    if not query.groups:
        return Q(pk__in=_together(*others))
    database = database_engine()
    holds = database.titles_in_turn(query, most)
    if holds is not None:
        texts = IndexedText.objects.filter(OF_RELEASED, holds, attachment=None, paper=OuterRef("pk"))
        return Q(pk__in=_together(*others)) | Q(there_is(texts))
    titled = database.titled(query)
    released = f"""SELECT titled.id FROM ({titled.statement}) titled WHERE titled.page_id = titled.paper_id
        OR EXISTS (SELECT 1 FROM wagtailcore_page page WHERE page.id = titled.page_id AND page.live)"""  # noqa: S608
    texts = IndexedText.objects.filter(pk__in=RawSQL(released, titled.parameters))  # noqa: S611 - of our words
    return Q(pk__in=_together(texts.filter(paper__isnull=False).values("paper"), *others))


def pages_matching(text: str, *, reader: Reader, language: str) -> tuple[list[int], Any]:
    """The best papers and translations by their primary keys, and a condition for all pages that are found; the last
    word may be unfinished. What is not in the index is found by its title."""
    query = parsed(text, language, typing=True)
    titled = Q(*(("title__icontains", word) for word in seen(text.replace("\0", "")).split()))
    of_title = Page.objects.order_by().filter(titled)
    others = [
        of_title.filter(content_type__in=_kinds_that_are_no_papers()).values("pk"),
        of_title.filter(pk__in=papers_to_be_indexed()).values("pk"),
    ]
    if not query.groups:
        return [], named(others[0].union(*others[1:], all=True))
    request = Request(query, principal_of(reader), limit=MOST_RANKED, facets=False)
    documents = [candidate.document for candidate in engine().search(request).candidates]
    pages = dict(IndexedText.objects.filter(pk__in=documents).values_list("pk", "page"))
    best = (page for document in weighed_again(documents, query, language) if (page := pages.get(document)))
    return list(dict.fromkeys(best)), _found(query, None, reader, "page", others)


def papers_to_be_indexed() -> Any:
    """Papers that changed since the index was made, for ``pk__in``."""
    return PendingUpdate.objects.filter(paper__isnull=False).order_by().values("paper")


def _together(*selects: QuerySet[Any]) -> Any:
    """The keys of all of them."""
    return selects[0].union(*selects[1:]) if selects else IndexedText.objects.none().values("paper")


def _found(query: Query, begun: Query | None, reader: Reader, column: str, others: Sequence[QuerySet[Any]]) -> Any:
    """Condition on the rows ``column`` of the index leads to."""
    database, few = database_engine(), others[0].union(*others[1:], all=True)
    if query.is_empty:
        return named(few)
    if database.is_common(query, begun):
        return database.in_turn(query, begun, Rows(principal_of(reader), column, few))
    return named(rows_matching(query, reader, begun).values(column).union(*others, all=True))


def rows_matching(
    query: Query, reader: Reader, begun: Query | None = None, filters: Mapping[str, list[str]] | None = None
) -> QuerySet[IndexedText]:
    """Of the database's index, which it keeps whoever answers the search page."""
    if query.is_empty and not filters:
        return IndexedText.objects.none()
    request = Request(query, principal_of(reader), dict(filters or {}))
    return database_engine().rows(request, begun).filter(paper__isnull=False)


def _kinds_that_are_no_papers() -> list[int]:
    kinds = [model for model in get_page_models() if not issubclass(model, Paper)]
    return [kind.pk for kind in ContentType.objects.get_for_models(*kinds, for_concrete_models=False).values()]
