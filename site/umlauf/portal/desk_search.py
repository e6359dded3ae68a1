"""The desk's list of all papers searches as the public page does: by everyday words, in texts and attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language

from papers.access import known_drafts_rule
from papers.admin.all_papers import AllPapersView
from papers.models import Paper
from papers.typed_numbers import ways_of_beginning, ways_of_being_numbered
from search.lists import papers_listed, papers_to_be_indexed

if TYPE_CHECKING:
    from django.db.models import QuerySet


class SearchedPapersView(AllPapersView):
    def search_queryset(self, queryset: QuerySet[Paper]) -> Any:
        """By the index, by beginnings of numbers, and what the index does not know: texts that are being written, and
        what changed a moment ago."""
        words = self.search_query.replace("\0", "") if self.search_query else ""
        if not words:
            return queryset
        language = get_language() or settings.LANGUAGE_CODE
        by_number = [_papers(way) for way in (*ways_of_being_numbered(words), *ways_of_beginning(words))]
        others = [*by_number, self._not_indexed(words), self._being_written(words)]
        return queryset.filter(papers_listed(words, reader=self.request.user, language=language, others=others))

    def _not_indexed(self, words: str) -> QuerySet[Paper]:
        named = Q(number__icontains=words) | Q(title__icontains=words, live=True) | self._drafted(words)
        return _papers(named, pk__in=papers_to_be_indexed())

    def _being_written(self, words: str) -> QuerySet[Paper]:
        return _papers(Q(live=False) | Q(has_unpublished_changes=True), self._drafted(words))

    def _drafted(self, words: str) -> Q:
        return Q(draft_title__icontains=words) & known_drafts_rule(self.request.user)


def _papers(*conditions: Q, **values: Any) -> QuerySet[Paper]:
    """Their keys. That they are originals the reader may read is asked of the list: a database that is asked of these,
    too, would begin with all originals."""
    found: QuerySet[Paper] = Paper.objects.order_by().filter(*conditions, **values).values("pk")
    return found
