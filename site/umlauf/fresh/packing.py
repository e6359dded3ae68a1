"""Text is compressed on its way to a browser where it is the same for everybody.

A page made for one person carries tokens and titles that nobody else may know, and how far it shrinks tells of them to
whoever makes that person's browser ask and watches the line (BREACH). A page of everybody's has nothing to tell.
"""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from django.utils.cache import patch_vary_headers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TEXTS = ("text/", "application/atom+xml", "application/json")  # beginnings of media types
SMALLEST = 500  # bytes


def takes_packed(request: HttpRequest) -> bool:
    for offer in request.META.get("HTTP_ACCEPT_ENCODING", "").lower().split(","):
        name, _semicolon, weight = offer.partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def packed(content: bytes) -> bytes:
    """The same bytes for the same content: no time stands in it."""
    return gzip.compress(content, compresslevel=6, mtime=0)


def unpacked(content: bytes) -> bytes:
    return gzip.decompress(content)


def send_packed(response: HttpResponse, content: bytes) -> None:
    """``content``: already packed."""
    response.content = content
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(content))


def pack(request: HttpRequest, response: HttpResponse) -> None:
    """Of an answer that is everybody's."""
    is_text = response.headers.get("Content-Type", "").startswith(TEXTS)
    if response.streaming or not is_text or "Content-Encoding" in response.headers:
        return
    patch_vary_headers(response, ["Accept-Encoding"])
    if takes_packed(request) and len(response.content) >= SMALLEST:
        send_packed(response, packed(response.content))
