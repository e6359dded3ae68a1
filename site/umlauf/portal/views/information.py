"""Pages about the site at their addresses, in every language: in the reader's own, else in one they are more likely to
read."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from umlauf.about.models import information_at


@require_safe
def information(request: HttpRequest, place: str) -> HttpResponseBase:
    page = information_at(place)
    if page is None:
        raise Http404
    response: HttpResponseBase = page.serve(request)
    return response
