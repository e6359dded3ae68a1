"""Attachments whose text cannot be found: scans, damaged files, files with a password."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from papers.access import is_council_office
from papers.access.policies import Asking
from search.models import AttachmentText


class UnreadableItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_council_office(request.user)


class UnreadableView(ReportView):
    permission_policy = Asking(AttachmentText, view=is_council_office)
    any_permission_required: ClassVar[list[str]] = ["view"]
    page_title = _("Attachments without text")
    header_icon = "doc-full"
    index_url_name = "unreadable_attachments"
    index_results_url_name = "unreadable_attachments_results"
    default_ordering = "-read_at"
    columns: ClassVar[list[Column]] = [
        TitleColumn(
            "attachment",
            label=_("Attachment"),
            accessor="attachment.title",
            get_url=lambda row: row.attachment.get_absolute_url(),
        ),
        Column("paper", label=_("Paper"), accessor="attachment.paper"),
        Column("problem", label=_("Reason"), accessor="get_problem_display"),
        DateColumn("read_at", label=_("read at")),
    ]
    list_export: ClassVar[list[str]] = ["attachment", "attachment.paper", "get_problem_display", "read_at"]
    export_headings: ClassVar[dict[str, Any]] = {
        "attachment": _("Attachment"),
        "attachment.paper": _("Paper"),
        "get_problem_display": _("Reason"),
    }

    def get_base_queryset(self) -> QuerySet[AttachmentText]:
        return AttachmentText.objects.exclude(problem="").select_related("attachment__paper")

    def get_queryset(self) -> QuerySet[AttachmentText]:
        self.queryset = self.get_base_queryset()
        listed: QuerySet[AttachmentText] = super().get_queryset()
        return listed
