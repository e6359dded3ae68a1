"""Wagtail's page chooser answers for any page; these stand in front of it and let only readable papers through.

Its lists are narrowed by a hook (``papers.wagtail_hooks.choose_only_readable``). What it shows around them is not: the
page whose children are listed, those above it, and the page a found one lies below.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import chooser
from wagtail.models import Page

from papers.models import Paper


def browse(request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
    """Without a parent Wagtail begins at what all pages of the wanted kind have above them, which may be a paper; here
    it begins at the root."""
    parent = (
        Page.objects.filter(depth=1) if parent_page_id is None else Page.objects.filter(pk=parent_page_id)
    ).first()
    if parent is None:
        raise Http404
    above = Paper.objects.ancestor_of(parent, inclusive=True)
    if above.readable_by(request.user).count() < above.count():
        raise Http404
    response: HttpResponse = chooser.BrowseView.as_view()(request, parent_page_id=parent.pk)
    return response


class SearchView(chooser.SearchView):
    @property
    def columns(self) -> list[Column]:
        """Without the one for the page above."""
        return [column for column in super().columns if column.name != "parent"]


def chosen_pages(request: HttpRequest) -> HttpResponse:
    wanted = [pk for pk in request.GET.getlist("id") if pk.isdigit()]
    papers = Paper.objects.filter(pk__in=wanted)
    if papers.readable_by(request.user).count() < papers.count():
        raise Http404
    response: HttpResponse = chooser.ChosenMultipleView.as_view()(request)
    return response
