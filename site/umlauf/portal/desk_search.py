"""The desk's list of all papers searches as the public page does: by everyday words, in texts and attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language

from papers.access import known_drafts_rule
from papers.admin.all_papers import AllPapersView
from papers.numbering import numbered_like
from search.lists import papers_matching

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from papers.models import Paper


class SearchedPapersView(AllPapersView):
    def search_queryset(self, queryset: QuerySet[Paper]) -> Any:
        """What the index does not know yet is still found by number and title."""
        if not self.search_query:
            return queryset
        found = papers_matching(
            self.search_query, reader=self.request.user, language=get_language() or settings.LANGUAGE_CODE
        )
        words = self.search_query.replace("\0", "")
        of_drafts = Q(draft_title__icontains=words) & known_drafts_rule(self.request.user)
        named = Q(number__icontains=words) | numbered_like(words) | Q(title__icontains=words, live=True) | of_drafts
        return queryset.filter(Q(pk__in=found) | named)
