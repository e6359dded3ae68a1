"""Two content security policies: the strict one for everybody, and the tightest that works for the Wagtail admin.

The admin styles and starts parts of itself inline (see docs/operation.md), and previews pages in a frame; it still asks
no other host for anything. A preview is a public page and keeps the strict policy, except that the editor may frame
it."""

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
# beside the policy; Django itself sends Cross-Origin-Opener-Policy
ISOLATION = {
    # nothing here asks for a device, and what might be brought in shall not either
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media"),
            *("geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi"),
            *("payment", "picture-in-picture", "publickey-credentials-create", "screen-wake-lock", "serial", "usb"),
            *("storage-access", "window-management", "xr-spatial-tracking"),
        )
    ),
    # no page of others shows a picture, a file or an answer of ours, signed in or not
    "Cross-Origin-Resource-Policy": "same-origin",
}


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith("/admin/") and not getattr(response, "keeps_strict", False):
            # django-csp's way to vary the policy of one response
            response._csp_replace = ADMIN  # type: ignore[attr-defined]
        # Wagtail renders a preview with a request of its own, for the page's public address
        elif getattr(request, "is_dummy", False):
            response._csp_replace = PREVIEW  # type: ignore[attr-defined]
        for name, value in ISOLATION.items():
            response.headers.setdefault(name, value)
        return super().process_response(request, response)


def keep_strict(response: HttpResponseBase) -> None:
    """Of a page of ours below an address of the admin, which needs nothing the admin needs."""
    response.keeps_strict = True  # type: ignore[attr-defined]
