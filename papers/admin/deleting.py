"""Wagtail's question before a page is deleted, with a way back that papers have."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin.views.pages.delete import delete as ask_and_delete

from papers.models import Paper


def delete(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Whoever would rather not is led to the editor, not to the tree of pages, which hardly anybody may open."""
    answer: HttpResponseBase = ask_and_delete(request, page_id)
    if isinstance(answer, TemplateResponse) and answer.context_data and isinstance(answer.context_data["page"], Paper):
        answer.context_data["next"] = answer.context_data["next"] or reverse("wagtailadmin_pages:edit", args=[page_id])
    return answer
