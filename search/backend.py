"""Wagtail's own searches for pages (the editors' page search, the choosers) answered from the same index as the
readers' search.

Everything else that is searched in the admin (images, documents, people) stays with the database backend of Wagtail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import get_language
from modelsearch.backends import database
from modelsearch.backends.base import BaseSearchResults
from modelsearch.query import And, Not, Or, Phrase, PlainText
from wagtail.models import Page

from papers.access import EVERYTHING
from papers.models import Paper
from search.lists import pages_matching

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


MOST_COUNTED = 2_500


class PagesMatching:
    """A query and the pages it may find. Who may see which page is for the queryset to say; words in the title find any
    kind of page."""

    def __init__(self, queryset: QuerySet[Any], text: str, *, by_relevance: bool) -> None:
        self.queryset = queryset
        self.text = text
        self.by_relevance = by_relevance

    @cached_property
    def found(self) -> tuple[list[int], QuerySet[Any]]:
        """The best by their keys, in order, and all of them. Looked for once: a list asks how many there are, then for
        a page of them."""
        language = get_language() or settings.LANGUAGE_CODE
        best, condition = pages_matching(self.text, reader=EVERYTHING, language=language)
        found = self.queryset.filter(condition)
        if not self.by_relevance:
            return [], found
        among = set(self.queryset.order_by().filter(pk__in=best).values_list("pk", flat=True))
        return [pk for pk in best if pk in among], found

    def slice(self, start: int, stop: int | None) -> list[Any]:
        best, found = self.found
        keys = best[start:stop]
        pages = self.queryset.order_by().in_bulk(keys) if keys else {}
        others = found.exclude(pk__in=best).order_by("-pk") if self.by_relevance else found
        after = None if stop is None else max(0, stop - len(best))
        return [*(pages[pk] for pk in keys), *others[max(0, start - len(best)) : after]]


class PageResults(BaseSearchResults):
    query_compiler: PagesMatching

    def _do_search(self) -> Iterable[Page]:
        return self.query_compiler.slice(self.start, self.stop)

    def _do_count(self) -> int:
        """No more than somebody turns to, of a list that is read page by page."""
        _best, found = self.query_compiler.found
        count: int = found.order_by()[:MOST_COUNTED].count()
        return max(0, (count if self.stop is None else min(count, int(self.stop))) - int(self.start))


class _PagesFromTheIndex:
    """Pages are found in our own index, so Wagtail's need not learn of each change to them."""

    def add(self, obj: Any) -> None:
        if not isinstance(obj, Page):
            super().add(obj)  # type: ignore[misc]  # of the backend mixed in

    def add_bulk(self, model: Any, obj_list: Any) -> None:
        if not issubclass(model, Page):
            super().add_bulk(model, obj_list)  # type: ignore[misc]  # of the backend mixed in

    def _search(self, query_compiler_class: Any, query: Any, model_or_queryset: Any, **options: Any) -> Any:
        queryset = model_or_queryset if hasattr(model_or_queryset, "model") else model_or_queryset.objects.all()
        text = typed(query)
        if text and (queryset.model is Page or issubclass(queryset.model, Paper)) and options.get("fields") is None:
            return PageResults(
                self, PagesMatching(queryset, text, by_relevance=options.get("order_by_relevance", True))
            )
        # of the backend mixed in
        return super()._search(query_compiler_class, query, model_or_queryset, **options)  # type: ignore[misc]


def SearchBackend(parameters: Any) -> Any:
    """The name Wagtail looks for. What is not ours is the backend of the database in use; the module of another one
    cannot even be imported."""
    of_the_database = type(database.SearchBackend(parameters))
    return type("SearchBackend", (_PagesFromTheIndex, of_the_database), {})(parameters)


def typed(query: Any) -> str:
    """A query of Wagtail's as somebody would type it here; empty for what has no words, such as "everything"."""
    match query:
        case str():
            return query
        case PlainText():
            return str(query.query_string)
        case Phrase():
            return f'"{query.query_string}"'
        case And():
            return " ".join(filter(None, map(typed, query.subqueries)))
        case Or():
            return " OR ".join(filter(None, map(typed, query.subqueries)))
        case Not():
            return f"-{typed(query.subquery)}"
    return ""
