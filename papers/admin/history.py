"""What was done to a page, and what it said before: Wagtail's views, open to those who may open the page.

Wagtail asks for a permission of a group on pages as well, which nobody here has. The views themselves ask whether this
page may be opened (``papers.access.page_permissions``).
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import IntegerField, QuerySet, Value
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.filters import ContentTypeFilter
from wagtail.admin.views.generic.history import LogEntryUserColumn
from wagtail.admin.views.pages import revisions
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.admin.views.reports.audit_logging import LogEntriesView, SiteHistoryReportFilterSet
from wagtail.log_actions import registry
from wagtail.models import Page, Revision

from papers.access.policies import Asking, administers, works_in_admin
from papers.admin.paging import DeskPaginator
from papers.models import Paper
from papers.parties.names import NamesThen
from papers.versions import contents_changed_between


class NameThenColumn(LogEntryUserColumn):
    """Who did it, as they were called when they did."""

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        if instance.user is not None:
            names = parent_context.get("names_then") or NamesThen([instance.user])
            context["display_name"] = names.of(instance.user, instance.timestamp)
        return context


# Wagtail 8 calls it otherwise
Compare: Any = getattr(revisions, "RevisionsCompare", None) or revisions.RevisionsCompareView


class HistoryView(PageHistoryView):
    permission_policy = Asking(Page, view=works_in_admin)
    any_permission_required: ClassVar[list[str]] = ["view"]

    @cached_property
    def columns(self) -> list[Any]:
        return [
            NameThenColumn(column.name, label=column.label, width=column.width) if column.name == "user" else column
            for column in super().columns
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        names = NamesThen(entry.user for entry in context["object_list"])
        return {**context, "names_then": names}


class LogFilterSet(SiteHistoryReportFilterSet):
    """Offers what may be chosen without looking through all that happened."""

    object_type = ContentTypeFilter(
        label=_("Type"),
        method="filter_object_type",
        queryset=lambda request: ContentType.objects.filter(pk__in=_kinds_that_are_logged()).order_by("model"),
    )

    def get_action_choices(self) -> list[tuple[str, Any]]:
        return list(registry.get_choices())

    def get_users_queryset(self) -> QuerySet[Any]:
        people = get_user_model()
        return people.objects.order_by(people.USERNAME_FIELD)


def _kinds_that_are_logged() -> list[int]:
    """Pages, and what is kept in order at the desk."""
    kinds = [model for model in apps.get_models() if issubclass(model, Page) or hasattr(model, "history")]
    return [kind.pk for kind in ContentType.objects.get_for_models(*kinds).values()]


class LogView(LogEntriesView):
    """What happened everywhere, for administrators, who see all of it. Wagtail would ask of each entry whether its page
    may be seen."""

    permission_policy = Asking(Page, view=administers)
    any_permission_required: ClassVar[list[str]] = ["view"]
    filterset_class = LogFilterSet
    paginator_class = DeskPaginator
    results_template_name = "papers/admin/log_results.html"

    def get_filtered_queryset(self) -> QuerySet[Any]:
        self.log_models = list(registry.get_log_entry_models())
        entries = [
            self.filter_queryset(
                model.objects.values("pk", "timestamp").annotate(log_model_index=Value(number, IntegerField()))
            ).order_by()
            for number, model in enumerate(self.log_models)
        ]
        together: QuerySet[Any] = entries[0].union(*entries[1:], all=True).order_by("-timestamp")
        return together


class WithoutGroups(View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return View.dispatch(self, request, *args, **kwargs)


class RevisionView(WithoutGroups, revisions.RevisionsView):
    pass


class CompareView(WithoutGroups, Compare):
    """Of an original, with what became of its annexes and its filing from the one text to the other."""

    template_name = "papers/admin/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        paper, sentences = self.object, []
        if isinstance(paper, Paper) and paper.original.pk == paper.pk:
            one, other = (self._text(which) for which in (self.revision_id_a, self.revision_id_b))
            sentences = contents_changed_between(paper, one, other) if one and other else []
        return {**context, "of_the_record": sentences}

    def _text(self, which: str) -> Revision | None:
        revisions = self.object.revisions.order_by("created_at", "pk")
        if which == "live":
            return self.object.live_revision
        if which in ("earliest", "latest"):
            return revisions.first() if which == "earliest" else revisions.last()
        found: Revision | None = revisions.filter(pk=which).first()
        return found
