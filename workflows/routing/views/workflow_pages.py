"""Which pages a workflow applies to: Wagtail's list, for the council office, which says what the workflows are."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.workflows import WorkflowUsageView
from wagtail.models import Workflow

from papers.access.policies import CouncilOfficePolicy


class PagesOfWorkflowView(WorkflowUsageView):
    """Wagtail asks for a permission of a group on pages as well, lists the pages it covers, and leads to the tree; the
    council office reads every paper and has none of these."""

    permission_policy = CouncilOfficePolicy(Workflow)
    any_permission_required: ClassVar[list[str]] = ["add", "change"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object = self.get_object()
        answer: HttpResponseBase = super(WorkflowUsageView, self).dispatch(request, *args, **kwargs)  # past its own
        return answer

    def get_base_queryset(self) -> QuerySet[Any]:
        pages: QuerySet[Any] = self.annotate_queryset(self.object.all_pages())
        return pages

    @cached_property
    def columns(self) -> list[Column]:
        titles = {column.name: column.label for column in self.base_columns}
        return [
            Column("title", label=titles["title"], accessor="get_admin_display_title"),
            Column("type", label=titles["type"], accessor="page_type_display_name"),
        ]
