"""What was done to a page, and what it said before: Wagtail's views, open to those who may open the page.

Wagtail asks for a permission of a group on pages as well, which nobody here has. The views themselves ask whether this
page may be opened (``papers.access.page_permissions``).
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import View
from wagtail.admin.views.pages import revisions
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.models import Page

from papers.access.policies import Asking, works_in_admin

# Wagtail 8 calls it otherwise
Compare: Any = getattr(revisions, "RevisionsCompare", None) or revisions.RevisionsCompareView


class HistoryView(PageHistoryView):
    permission_policy = Asking(Page, view=works_in_admin)
    any_permission_required: ClassVar[list[str]] = ["view"]


class WithoutGroups(View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return View.dispatch(self, request, *args, **kwargs)


class RevisionView(WithoutGroups, revisions.RevisionsView):
    pass


class CompareView(WithoutGroups, Compare):
    pass
