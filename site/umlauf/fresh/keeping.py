"""Public pages for nobody in particular: an unchanged one is not made, and one that was made is made once.

In front of everything that knows who asks. Whoever brings a cookie or a password passes by untouched, and what comes
back is kept only where ``umlauf.operation.cache_headers`` called it everybody's. What is kept is found by a key with
the stamp in it, so nothing has to be thrown away, and what was taken off the public is not found by the next request.

Searches are not kept, lists with a word typed in among them: what somebody looked for is nobody's business, and the
index shows a change only after a moment of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from umlauf.about.places import PLACES
from umlauf.fresh import stamp
from umlauf.fresh.answered import answers_all
from umlauf.fresh.memory import keep, recalled
from umlauf.fresh.packing import pack, packed, send_packed, takes_packed, unpacked
from umlauf.fresh.readings import count_read, paper_read
from umlauf.fresh.tags import Asked
from umlauf.operation.cache_headers import ASKED_EACH_TIME

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    View = Callable[[HttpRequest], HttpResponse]

PAGES = "pages"  # the cache
# names of addresses that are the same for everybody at one stamp
KEPT = frozenset(
    {
        "committee",
        "committees",
        "information",
        "paper",
        "papers",
        "partner",
        "partner_feed",
        "partners",
        "sitemap",
        "sitemap_section",
        "wagtail_serve",
    }
)
# what lists are asked often, of papers and of anything else: no words of anybody, and no endless row of addresses
ASKED_OF_PAPERS = frozenset({"committee", "kind", "page", "state", "year"})
ASKED_OFTEN = frozenset({"page", "p"})
TYPED = "q"
A_PAGE = re.compile(r"[1-9][0-9]{0,3}")
VARIES = frozenset({"cookie", "accept-encoding"})


@dataclass(frozen=True)
class Kept:
    """``paper``: whose readings are counted, 0 for none."""

    headers: tuple[tuple[str, str], ...]
    packed: bytes
    paper: int


def keeping_middleware(get_response: View) -> View:
    languages = "|".join(re.escape(code) for code, _name in settings.LANGUAGES)
    about = "|".join(PLACES)
    pages = rf"/(?:{languages})/(?:(?:papers|committees|partners)/(?!.*\.pdf$).*|(?:{about})/)?"
    address = re.compile(rf"{pages}|/sitemap(?:-[\w-]+)?\.xml")

    def middleware(request: HttpRequest) -> HttpResponse:
        if not _asked_by_nobody_in_particular(request):
            return get_response(request)
        if settings.KEEP_PAGES and address.fullmatch(request.path_info) and TYPED not in request.GET:
            return _answer(request, get_response)
        return _made(request, get_response)

    return middleware


def _asked_by_nobody_in_particular(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and not request.META.get("HTTP_COOKIE")
        and "HTTP_AUTHORIZATION" not in request.META
        and not getattr(request, "is_dummy", False)  # Wagtail's previews
    )


def _answer(request: HttpRequest, get_response: View) -> HttpResponse:
    now, uncounted = stamp.read()
    try:
        asked = Asked.of(request, now) if now else None
    except DisallowedHost:
        asked = None  # answered where all such requests are
    if asked is None:
        return _made(request, get_response)
    known = asked.known_in(request.META.get("HTTP_IF_NONE_MATCH", ""))
    if known is not None:
        count_read(request, known[1])
        return _unchanged(known[0])
    is_often = _is_asked_often(request)
    kept = recalled(PAGES, asked.key) if is_often else None
    if isinstance(kept, Kept):
        count_read(request, kept.paper)
        return _from(kept, asked, request)
    response = get_response(request)
    if not _is_everybodys(request, response):
        return response
    patch_vary_headers(response, ["Accept-Encoding"])
    made = Kept(tuple(response.headers.items()), packed(response.content), paper_read(response))
    if is_often and request.method == "GET" and answers_all(request, response):
        keep(PAGES, asked.key, made)
    if uncounted > stamp.MOST_UNCOUNTED:
        stamp.fold()
    return _tagged(response, made, asked, request)


def _is_asked_often(request: HttpRequest) -> bool:
    names = ASKED_OF_PAPERS if request.path_info.endswith("/papers/") else ASKED_OFTEN
    pages = (request.GET.get(name, "1") for name in ASKED_OFTEN)
    return names.issuperset(request.GET) and all(A_PAGE.fullmatch(page) for page in pages)


def _made(request: HttpRequest, get_response: View) -> HttpResponse:
    response = get_response(request)
    if response.status_code == 200 and response.headers.get("Cache-Control") == ASKED_EACH_TIME:
        pack(request, response)
    return response


def _is_everybodys(request: HttpRequest, response: HttpResponse) -> bool:
    match = request.resolver_match
    return (
        response.status_code == 200
        and not response.streaming
        and match is not None
        and match.view_name in KEPT
        and response.headers.get("Cache-Control") == ASKED_EACH_TIME
        and not response.cookies
        and "Set-Cookie" not in response.headers
        and "Content-Encoding" not in response.headers
        and not getattr(request, "_csp_nonce", None)
        and VARIES.issuperset(name.strip().lower() for name in response.headers.get("Vary", "").split(","))
    )


def _from(kept: Kept, asked: Asked, request: HttpRequest) -> HttpResponse:
    response = HttpResponse(headers=dict(kept.headers))
    if not takes_packed(request):
        response.content = unpacked(kept.packed)
    return _tagged(response, kept, asked, request)


def _tagged(response: HttpResponse, kept: Kept, asked: Asked, request: HttpRequest) -> HttpResponse:
    is_packed = takes_packed(request)
    if is_packed:
        send_packed(response, kept.packed)
    response.headers["ETag"] = asked.tag(kept.paper, packed=is_packed)
    return response


def _unchanged(tag: str) -> HttpResponse:
    headers = {"ETag": tag, "Cache-Control": ASKED_EACH_TIME, "Vary": "Cookie, Accept-Encoding"}
    return HttpResponseNotModified(headers=headers)
