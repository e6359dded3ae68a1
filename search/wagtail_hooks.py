"""What the council office keeps in order about searching."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from papers.access.policies import CouncilOfficePolicy
from papers.admin.record_viewset import RecordViewSet
from search.models import Synonyms
from search.reports import UnreadableItem, UnreadableView


class SynonymsViewSet(RecordViewSet):
    model = Synonyms
    permission_policy = CouncilOfficePolicy(Synonyms)
    icon = "search"
    menu_label = _("Synonyms")
    add_to_settings_menu = True
    form_fields = ("words",)
    list_display = ("words",)
    search_fields = ("words",)
    search_backend_name = None
    copy_view_enabled = False


@hooks.register("register_admin_viewset")
def register_synonyms() -> SynonymsViewSet:
    return SynonymsViewSet("synonyms")


@hooks.register("register_reports_menu_item")
def register_unreadable() -> MenuItem:
    return UnreadableItem(
        _("Attachments without text"),
        reverse("unreadable_attachments"),
        name="unreadable",
        icon_name="doc-full",
        order=700,
    )


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    return [
        path("reports/attachments/", UnreadableView.as_view(), name="unreadable_attachments"),
        path(
            "reports/attachments/results/",
            UnreadableView.as_view(results_only=True),
            name="unreadable_attachments_results",
        ),
    ]
