"""The public list of papers. Every state of it has an address, so a filtered list can be sent to somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from papers.models import Paper
from umlauf.portal.presenters.filters import PaperFilter

if TYPE_CHECKING:
    from papers.access import Reader

PER_PAGE = 20


def released_papers(user: Reader) -> Any:
    """Named in the language of the page, where they are translated."""
    return Paper.objects.released().originals_readable_by(user).titled()


@require_safe
def paper_list(request: HttpRequest) -> HttpResponseBase:
    filtered = PaperFilter(released_papers(request.user), request.GET)
    rows = filtered.papers.with_routing().order_by("-released_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/paper_list.html", {"filter": filtered, "page_obj": page})
