"""Forms without a cookie, for whoever has none.

A form of another site can only do harm with the cookies of whoever sends it, or by signing them in as somebody else.
So whoever comes without any cookie needs no token, if their browser says that a page of ours sent the form, as all do
since 2020; and the page gives them none, and no cookie for it. Where the browser does not say so, and for whoever has a
cookie, Django asks for the token as ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse

NO_TOKEN = "none"  # noqa: S105  # fills the field of a form, and nobody looks at it


class FormsWithoutCookies:
    """In front of Django's own middleware, which looks at the token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        if is_without_cookies(request) and _is_sent_from_here(request):
            request.csrf_processing_done = True  # type: ignore[attr-defined]  # Django's word for it


def is_without_cookies(request: HttpRequest) -> bool:
    return not request.COOKIES


def _is_sent_from_here(request: HttpRequest) -> bool:
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def token_for(request: HttpRequest) -> Mapping[str, Any]:
    """A context processor; what it says counts before what Django's own says."""
    return {"csrf_token": NO_TOKEN} if is_without_cookies(request) else {}
