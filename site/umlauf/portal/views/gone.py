"""What is told at an address where something was public and is so no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from papers.tombstones import Tombstone


def gone(request: HttpRequest, tombstone: Tombstone | None) -> HttpResponse:
    """410 with what may still be told. Raises Http404 where there was never anything for everybody."""
    if tombstone is None:
        raise Http404
    return render(request, "portal/gone.html", {"tombstone": tombstone}, status=410)
