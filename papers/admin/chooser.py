"""Wagtail's page chooser answers for any page; these stand in front of it and let only readable papers through.

Its lists are narrowed by a hook (``papers.wagtail_hooks.choose_only_readable``). What it shows around them is not: the
page whose children are listed, those above it, and the page a found one lies below.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Q
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import chooser
from wagtail.models import Locale, Page, get_page_models
from wagtail.query import PageQuerySet

from papers.models import Paper
from papers.one_by_one import there_is

if TYPE_CHECKING:
    from papers.access import Reader


def only_readable(pages: Any, user: Reader) -> Any:
    """What is planned for them, which each row says, is asked of all at once."""
    kinds = [model for model in get_page_models() if issubclass(model, Paper)]
    papers = ContentType.objects.get_for_models(*kinds, for_concrete_models=False).values()
    readable = Paper.objects.filter(pk=OuterRef("pk")).readable_by(user)
    shown = pages.filter(~Q(content_type__in=[kind.pk for kind in papers]) | Q(there_is(readable)))
    return shown.specific().prefetch_workflow_states().annotate_approved_schedule()


MOST_LISTED = 1_000  # forty pages; whoever turned so many searches


class _Listed(PageQuerySet):
    """Counted no further than is listed. The language is asked of each row: SQLite would begin with all pages in it."""

    def filter(self, *conditions: Any, locale: Locale | None = None, **values: Any) -> _Listed:
        found: _Listed = super().filter(*conditions, **values)
        if locale is None:
            return found
        found = found.alias(of_language=Coalesce("locale", 0)).filter(of_language=locale.pk)
        return found

    def count(self) -> int:
        if self.query.is_sliced:
            return int(super().count())
        return int(self.order_by()[:MOST_LISTED].count())


class _TitleColumn(chooser.PageTitleColumn):
    """Each row tells which page it lies below, and all lie below the same one."""

    def __init__(self, above: Page, **options: Any) -> None:
        super().__init__("title", **options)
        self.above = above

    def get_cell_context_data(self, instance: Page, parent_context: dict[str, Any]) -> dict[str, Any]:
        if instance.depth == self.above.depth + 1:
            instance._cached_parent_obj = self.above
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context


class BrowseView(chooser.BrowseView):
    @property
    def columns(self) -> list[Column]:
        return [
            _TitleColumn(self.parent_page, label=column.label, is_multiple_choice=self.is_multiple_choice)
            if column.name == "title"
            else column
            for column in super().columns
        ]

    def get_object_list(self) -> PageQuerySet:
        children = self.parent_page.get_children()
        return _Listed(children.model, query=children.query).defer_streamfields().specific()


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
    response: HttpResponse = BrowseView.as_view()(request, parent_page_id=parent.pk)
    return response


class SearchView(chooser.SearchView):
    @property
    def columns(self) -> list[Column]:
        """Without the one for the page above."""
        return [column for column in super().columns if column.name != "parent"]

    def get(self, request: HttpRequest) -> HttpResponse:
        response: TemplateResponse = super().get(request)
        _know_parents((response.context_data or {})["pages"])
        return response


def _know_parents(pages: Iterable[Page]) -> None:
    """In one statement; each row would ask for its own."""
    above = {page: page.path[: -page.steplen] for page in pages}
    parents = {parent.path: parent for parent in Page.objects.filter(path__in={*above.values()})}
    for page, path in above.items():
        page._cached_parent_obj = parents.get(path)


def chosen_pages(request: HttpRequest) -> HttpResponse:
    wanted = [pk for pk in request.GET.getlist("id") if pk.isdigit()]
    papers = Paper.objects.filter(pk__in=wanted)
    if papers.readable_by(request.user).count() < papers.count():
        raise Http404
    response: HttpResponse = chooser.ChosenMultipleView.as_view()(request)
    return response
