"""A page asks for its reader's principal a dozen times: for the menu, the lists, each panel. While it is made, the
answer stays the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papers.access import principals_remembered

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

CHANGES_NOTHING = ("GET", "HEAD")


def principals_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in CHANGES_NOTHING:
            return get_response(request)
        with principals_remembered():
            return get_response(request)

    return middleware
