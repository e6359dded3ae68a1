"""Papers have one way to the reader; whatever else Wagtail would serve asks the same rule."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from wagtail import hooks

from papers.access import may_read
from papers.models import Paper


@hooks.register("before_serve_page")
def serve_only_to_readers(page: Any, request: HttpRequest, serve_args: Any, serve_kwargs: Any) -> None:
    paper = page.specific
    if isinstance(paper, Paper) and not may_read(request.user, paper):
        raise Http404
