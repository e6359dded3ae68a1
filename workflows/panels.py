"""What greets people on the admin home screen: what waits for me, and where my own papers are."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from papers.enums import UNDER_WAY
from papers.models import Organization, Paper
from papers.wording import title_for, title_of, whereabouts
from workflows.inbox import address_of_task, is_overdue, task_of, waiting_for
from workflows.routing.views.inbox import organization_of

ROWS = 8


def end_button(organization: Organization) -> dict[str, Any]:
    """Leads from the data of an organization to its end, which concerns all that waits there."""
    address = reverse("workflows:end_organization", args=[organization.pk])
    return {"label": _("End …"), "url": address, "icon_name": "cross"}


class InboxPanel(Component):
    name = "inbox"
    template_name = "workflows/admin/inbox_panel.html"
    order = 100

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        rows = waiting_for(parent_context["request"].user)
        shown = [
            {
                "title": title_for(parent_context["request"].user, row),
                "number": row.number,
                "kind": row.kind,
                "organization": organization_of(row),
                "task": task_of(row),
                "url": address_of_task(row),
                "due": row.line_due,
                "overdue": is_overdue(row),
            }
            for row in rows[:ROWS]
        ]
        return {"rows": shown, "total": rows.count()}


class MyPapersPanel(Component):
    """Answers "where is it now?" for everything the person has under way."""

    name = "my_papers"
    template_name = "workflows/admin/my_papers_panel.html"
    order = 110

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        own = Paper.objects.order_by().filter(
            author=user.pk, state__in=sorted(UNDER_WAY)
        )  # by their index, first of all
        papers = (
            Paper.objects.originals_readable_by(user)
            .filter(pk__in=own.values("pk"))
            .with_routing()
            .order_by("-state_since", "-pk")
        )
        return {
            "rows": [{"paper": paper, "title": title_of(paper), "where": whereabouts(paper)} for paper in papers[:ROWS]]
        }
