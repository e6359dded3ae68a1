"""Two content security policies: the strict one for everybody, and the tightest that works for the Wagtail admin.

The admin styles and starts parts of itself inline, and previews pages in a frame; it still asks no other host for
anything. A preview is a public page and keeps the strict policy, except that the editor may frame it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.constants import NONE, SELF
from csp.middleware import CSPMiddleware

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

ADMIN = {
    "script-src": [SELF, "'unsafe-inline'"],
    "script-src-attr": [NONE],  # no screen has an onclick or its like
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "worker-src": [SELF, "blob:"],
    "media-src": [SELF],
}
PREVIEW = {"frame-ancestors": [SELF]}


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith("/admin/"):
            # django-csp's way to vary the policy of one response
            response._csp_replace = ADMIN  # type: ignore[attr-defined]
        # Wagtail renders a preview with a request of its own, for the page's public address
        elif getattr(request, "is_dummy", False):
            response._csp_replace = PREVIEW  # type: ignore[attr-defined]
        return super().process_response(request, response)
