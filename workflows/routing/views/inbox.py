"""*My inbox* as a report: filters, export, one button per row that leads to the form where the thing is done."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from papers.access import principal_of
from papers.access.policies import Asking, works_in_admin
from papers.admin.columns import PaperColumn
from papers.admin.paging import DeskPaginator
from papers.enums import ConsultationRole
from papers.models import Organization, Paper, PaperKind
from papers.wording import title_for
from workflows.inbox import address_of_task, is_overdue, is_translation, task_of, waiting_for


def my_organizations(request: HttpRequest | None) -> QuerySet[Organization]:
    if request is None:
        return Organization.objects.none()
    return Organization.objects.filter(pk__in=list(principal_of(request.user).acting_for))


class InboxFilterSet(WagtailFilterSet):
    organization = django_filters.ModelChoiceFilter(
        label=_("Organization"), queryset=my_organizations, method="filter_organization"
    )
    role = django_filters.MultipleChoiceFilter(
        label=_("Role"), field_name="line_role", choices=ConsultationRole.choices, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.ModelMultipleChoiceFilter(
        label=_("Kind of paper"), queryset=PaperKind.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    overdue = django_filters.BooleanFilter(label=_("Overdue"), method="filter_overdue")

    class Meta:
        model = Paper
        fields: ClassVar[list[str]] = ["organization", "role", "kind", "overdue"]

    def filter_organization(self, queryset: QuerySet[Paper], name: str, value: Organization) -> QuerySet[Paper]:
        # by the annotation: a second look at the relation would join it anew
        return queryset.filter(line_organization_pk=value.pk)

    def filter_overdue(self, queryset: QuerySet[Paper], name: str, value: bool) -> QuerySet[Paper]:
        overdue = {"line_due__lt": timezone.localdate()}
        return queryset.filter(**overdue) if value else queryset.exclude(**overdue)


class TaskColumn(Column):
    cell_template_name = "workflows/admin/task_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: dict[str, Any]) -> dict[str, Any]:
        return {
            **super().get_cell_context_data(instance, parent_context),
            "label": task_of(instance),
            "url": address_of_task(instance),
        }


class DueColumn(Column):
    cell_template_name = "workflows/admin/due_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: dict[str, Any]) -> dict[str, Any]:
        return {
            **super().get_cell_context_data(instance, parent_context),
            "due": instance.line_due,
            "overdue": is_overdue(instance),
        }


def organization_of(row: Any) -> str:
    """Whose turn it is: the organization of the line, the council office, or the office the paper came back to."""
    if is_translation(row):
        return str(dict(settings.LANGUAGES).get(row.locale.language_code, row.locale.language_code))
    if row.line_organization:
        return str(row.line_organization)
    return row.originating_office.name if row.is_with_author else gettext("Council office")


class InboxView(ReportView):
    permission_policy = Asking(Paper, view=works_in_admin)
    any_permission_required: ClassVar[list[str]] = ["view"]
    page_title = _("My inbox")
    header_icon = "mail"
    index_url_name = "workflows:inbox"
    index_results_url_name = "workflows:inbox_results"
    results_template_name = "workflows/admin/inbox_results.html"
    filterset_class = InboxFilterSet
    paginator_class = DeskPaginator
    default_ordering = None
    list_export: ClassVar[list[str]] = ["number", "title", "kind", "organization", "task", "due", "since"]
    export_headings: ClassVar[dict[str, Any]] = {
        "number": _("Number"),
        "title": _("Title"),
        "kind": _("Kind"),
        "organization": _("For"),
        "task": _("To do"),
        "due": _("Due"),
        "since": _("Waiting since"),
    }

    def get_queryset(self) -> QuerySet[Paper]:
        self.queryset = waiting_for(self.request.user)
        return self.queryset

    @cached_property
    def columns(self) -> list[Column]:
        return [
            PaperColumn("title", label=_("Paper"), get_url=address_of_task),
            Column("organization", label=_("For"), accessor=organization_of),
            TaskColumn("task", label=_("To do"), accessor=task_of),
            DueColumn("due", label=_("Due"), accessor="line_due"),
            DateColumn("since", label=_("Waiting since"), accessor="waiting_since"),
        ]

    def get_filename(self) -> str:
        return f"inbox-{timezone.localdate():%Y-%m-%d}"

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {
            "number": item.number or "",
            "title": title_for(self.request.user, item),
            "kind": str(item.kind),
            "organization": organization_of(item),
            "task": task_of(item),
            "due": date_format(item.line_due, "SHORT_DATE_FORMAT") if item.line_due else "",
            "since": date_format(timezone.localtime(item.waiting_since), "SHORT_DATE_FORMAT"),
        }
