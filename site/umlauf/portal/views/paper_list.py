"""The public list of papers. Every state of it has an address, so a filtered list can be sent to somebody."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from papers.models import Paper
from umlauf.fresh.answered import note_answered
from umlauf.portal.presenters.filters import PaperFilter

PER_PAGE = 20


class Counted(Paginator):  # type: ignore[type-arg]  # Django's takes none when run
    """Pages of keys whose number is known; what stands on a page is read for that page alone, however far back it
    is."""

    def __init__(self, keys: Any, per_page: int, total: int) -> None:
        super().__init__(keys, per_page)
        self._total = total

    @cached_property
    def count(self) -> int:
        return self._total


@require_safe
def paper_list(request: HttpRequest) -> HttpResponseBase:
    filtered = PaperFilter(request.user, request.GET)
    page: Page[int] = Counted(filtered.keys, PER_PAGE, filtered.total).get_page(request.GET.get("page"))
    papers = Paper.objects.filter(pk__in=list(page)).titled().with_routing().order_by("-released_at", "-pk")
    response = render(request, "portal/paper_list.html", {"filter": filtered, "page_obj": page, "papers": papers})
    note_answered(response, **filtered.chosen, page=page.number)
    return response
