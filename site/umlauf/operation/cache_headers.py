"""What may be kept on the way to a reader: nothing, but what is named here.

A cache that hands on what was made for one reader is a way round every rule of access. So an answer is ``private,
no-store``, redirects and errors too, unless it comes from a place that is named as everybody's, and was asked for by
nobody in particular: without any cookie, so that it cannot depend on one. Such an answer is asked for again each time,
so that what is withdrawn is gone at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.cache import patch_vary_headers

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

# names of addresses whose answer to nobody in particular is everybody's
EVERYBODYS = frozenset(
    {
        "paper",
        "paper_pdf",
        "paper_with_results",
        "papers",
        "package",
        "attachment",
        "image",
        "committee",
        "committees",
        "partner",
        "partners",
        "partner_feed",
        "search",
        "search_feed",
        "suggestions",
        "search_csv",
        "search_xlsx",
        "sitemap",
        "sitemap_section",
        "robots",
        "security_txt",
        "information",
        "wagtail_serve",
    }
)
# parts of the admin that are the same for everybody who speaks its language, or come with their own version
PARTS_OF_SCREENS = frozenset({"wagtailadmin_sprite", "wagtailadmin_javascript_catalog"})
GIVEN_OUT = (200, 206, 304)  # statuses

PRIVATE = "private, no-store"
ASKED_EACH_TIME = "public, no-cache"
AN_HOUR_IN_THE_BROWSER = "private, max-age=3600"
A_DAY_IN_THE_BROWSER = "private, max-age=86400"


def caching_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        name = request.resolver_match.url_name if request.resolver_match else None
        kept = response.status_code in GIVEN_OUT and request.method in ("GET", "HEAD") and not response.cookies
        if kept and name in EVERYBODYS and not request.COOKIES and "Authorization" not in request.headers:
            stays = getattr(response, "may_stay_in_browser", False)
            response.headers["Cache-Control"] = AN_HOUR_IN_THE_BROWSER if stays else ASKED_EACH_TIME
            patch_vary_headers(response, ["Cookie"])
        elif kept and name in PARTS_OF_SCREENS:
            response.headers["Cache-Control"] = A_DAY_IN_THE_BROWSER
            patch_vary_headers(response, ["Cookie"])
        elif kept and getattr(response, "may_stay_in_browser", False):
            response.headers["Cache-Control"] = AN_HOUR_IN_THE_BROWSER
        elif not {"private", "no-store"} <= set(response.headers.get("Cache-Control", "").split(", ")):
            response.headers["Cache-Control"] = PRIVATE
        return response

    return middleware


def let_stay_in_browser(response: HttpResponseBase) -> None:
    """Of a file that anybody may see, whoever asked for it."""
    response.may_stay_in_browser = True  # type: ignore[attr-defined]
