"""Wagtail's question before a page is deleted, with a way back that papers have."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from papers.models import Paper

View = Callable[..., HttpResponseBase]


def with_a_way_back(ask_and_delete: View) -> View:
    """Whoever would rather not is led to the editor, not to the tree of pages, which hardly anybody may open."""

    @wraps(ask_and_delete)
    def view(request: HttpRequest, page_id: int) -> HttpResponseBase:
        asks = request.method == "GET" and "next" not in request.GET
        if asks and Paper.objects.filter(pk=page_id).exists():
            back = urlencode({"next": reverse("wagtailadmin_pages:edit", args=[page_id])})
            return redirect(f"{request.path}?{back}")
        return ask_and_delete(request, page_id=page_id)

    return view
