"""The search page: everything in its address, so that a search can be sent, kept and subscribed to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from papers.models.paper_queries import routing
from search.query import LONGEST_QUERY
from search.searching import PER_PAGE, Found, Hit, find, suggest
from umlauf.portal.feeds import PublicFeed
from umlauf.portal.presenters.search import Search, facets_of, hit_url, labels_of


@require_safe
def search_page(request: HttpRequest) -> HttpResponseBase:
    search = Search.of(request.GET)
    number = request.GET.get("page", "")
    found = find_for(request, search, page=int(number) if number.isdecimal() and len(number) < 6 else 1)
    prefetch_related_objects([hit.paper for hit in found.hits if hit.paper], routing())
    facets = facets_of(found, search)
    context = {
        "search": search,
        "found": found,
        "facets": facets,
        "chips": [
            (facet.label, value.label, facet.language, search.without(facet.name, value.value))
            for facet in facets
            for value in facet.values
            if value.chosen
        ],
        "page_obj": Paginator(range(found.listed), PER_PAGE).get_page(found.page),
        "by_relevance": search.query(sort=""),
        "by_date": search.query(sort="date"),
        "query": search.query(),
        "meant": search.query(q=found.did_you_mean) if found.did_you_mean else "",
    }
    return render(request, "portal/search.html", context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponseBase:
    hits = suggest(
        request.GET.get("q", "")[:LONGEST_QUERY], reader=request.user, language=get_language() or settings.LANGUAGE_CODE
    )
    return render(request, "portal/suggestions.html", {"hits": hits})


class SearchFeed(PublicFeed):
    """What a search finds, the newest first."""

    def get_object(self, request: HttpRequest) -> Search:
        search = Search.of(request.GET)
        if search.is_empty:
            raise Http404
        return search

    def title(self, search: Search) -> str:
        return _("Search: %(words)s") % {"words": ", ".join(filter(None, (search.text, *labels_of(search))))}

    def link(self, search: Search) -> str:
        return f"{reverse('search')}?{search.query()}"

    def items(self, search: Search) -> list[Hit]:
        language = get_language() or settings.LANGUAGE_CODE
        found = find(
            search.text, reader=AnonymousUser(), language=language, filters=search.filters, by_date=True, facets=False
        )
        return [hit for hit in found.hits if hit.paper is not None]

    def language_of(self, item: Hit) -> str:
        return item.title_language

    def item_description(self, hit: Hit) -> str:
        return " ".join(map(str, hit.passages)) if hit.language == hit.title_language else ""

    def item_link(self, hit: Hit) -> str:
        return hit_url(hit)

    def item_updateddate(self, hit: Hit) -> Any:
        return hit.paper.last_published_at if hit.paper else None


def find_for(request: HttpRequest, search: Search, **options: Any) -> Found:
    language = get_language() or settings.LANGUAGE_CODE
    return find(
        search.text, reader=request.user, language=language, filters=search.filters, by_date=search.by_date, **options
    )
