"""Two content security policies: the strict one for everybody, and the tightest that works for the Wagtail admin.

The admin styles and starts parts of itself inline, and previews pages in a frame; it still asks no other host for anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.constants import SELF
from csp.middleware import CSPMiddleware

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

ADMIN = {
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "worker-src": [SELF, "blob:"],
    "media-src": [SELF],
}


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith("/admin/"):
            response._csp_replace = ADMIN  # type: ignore[attr-defined]  # django-csp's way to vary the policy of one response
        return super().process_response(request, response)
