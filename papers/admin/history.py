"""What was done to a page: Wagtail's list, open to those who may open the page."""

from __future__ import annotations

from typing import ClassVar

from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.models import Page

from papers.access.policies import Asking, works_in_admin


class HistoryView(PageHistoryView):
    """The view itself asks whether this page may be opened; Wagtail's policy would ask for a group's permission on
    pages, which nobody here has."""

    permission_policy = Asking(Page, view=works_in_admin)
    any_permission_required: ClassVar[list[str]] = ["view"]
