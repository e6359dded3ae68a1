"""Every request has an id, answered in ``X-Request-ID``, so that what a person reports leads to the lines of the log.

Packages for this honour the header of whoever asks. Then anybody could write under the id of somebody else's request,
so here only a proxy named in ``TRUSTED_PROXIES`` gives ids.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.http import HttpResponseServerError
from django.template.loader import render_to_string

from umlauf.operation.clients import TrustedProxies
from umlauf.operation.origins import request_id_of, request_now

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
ACCEPTABLE = re.compile(r"[A-Za-z0-9._-]{8,64}")


def request_id_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    trusted = TrustedProxies(settings.TRUSTED_PROXIES)

    def id_of(request: HttpRequest) -> str:
        given = request.headers.get(HEADER, "")
        if given and request.META.get("REMOTE_ADDR", "") in trusted and ACCEPTABLE.fullmatch(given):
            return given
        return uuid4().hex

    def middleware(request: HttpRequest) -> HttpResponse:
        request.request_id = id_of(request)  # type: ignore[attr-defined]  # read by umlauf.operation.origins
        token = request_now.set(request)
        try:
            response = get_response(request)
        finally:
            request_now.reset(token)
        response.headers[HEADER] = request.request_id  # type: ignore[attr-defined]
        return response

    return middleware


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """The page of an unhandled error names the request: whoever reports it can say which one it was."""
    return HttpResponseServerError(render_to_string("500.html", {"request_id": request_id_of(request)}))
