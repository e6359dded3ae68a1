"""How a file is handed out: the one place where its headers are written.

What strangers sent in is shown by a browser only where it is a PDF or an image; everything else is saved. A browser
takes it for nothing but what it is said to be. It runs nothing, sends nothing and sees nothing of who is signed in.
"""

from __future__ import annotations

from typing import TypeVar

from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from papers.files.kinds import IMAGES, MEDIA_TYPES, PDF

SHOWN = IMAGES | {PDF}
ANYTHING = "application/octet-stream"
# Made by us, and handed out beside what people send in.
CSV = "text/csv; charset=utf-8"
PO_FILE = "text/x-gettext-translation; charset=utf-8"
OURS = frozenset({CSV, PO_FILE})
KNOWN = SHOWN | OURS | frozenset(MEDIA_TYPES.values())

NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
SANDBOX = f"sandbox; {NOTHING}"
# Viewers of PDFs run apart from the page by themselves, and some of them show nothing in a sandbox.
POLICIES = {PDF: NOTHING}

Response = TypeVar("Response", bound=HttpResponseBase)


def hand_out(response: Response, *, media_type: str, filename: str, inline: bool = False) -> Response:
    """``inline``: shown rather than saved, where its type allows it."""
    media_type = media_type if media_type in KNOWN else ANYTHING
    shown = inline and media_type in SHOWN
    response["Content-Type"] = media_type
    response["Content-Disposition"] = content_disposition_header(not shown, filename) or "attachment"
    response["Content-Security-Policy"] = POLICIES.get(media_type, SANDBOX)
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response
