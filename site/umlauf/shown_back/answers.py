"""The answer to a form that came too late: a page with what was typed, to be copied.

It sends nothing again and has no button that would, and what comes from another site is not shown at all, so a forged
form gains nothing. What scripts send is answered as ever. Nothing of it is kept, here or on the way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language, get_language_from_path, override
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure

from umlauf.csp import keep_strict
from umlauf.refusals import DESK, in_their_language
from umlauf.shown_back.fields import files_in, typed_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

PAGE = "text/html"
LOG_INS = frozenset({"login", "account_login"})
# what is typed there is a name and a password, or leads to one
ENTRANCES = LOG_INS | {"logout", "account_logout", "account_reset_password", "account_reset_password_from_key"}


def shown_back_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method != "POST" or request.user.is_authenticated or not _leads_to_the_log_in(response):
            return response
        with in_their_language(request):
            return _shown_back(request, signed_out=True) or response

    return middleware


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A log-in changes the token, so this is also what becomes of a form that was opened before it. A browser that does
    not say where a form comes from gets a token, with which it can be sent again."""
    get_token(request)
    with in_their_language(request):
        return _shown_back(request, signed_out=False) or csrf_failure(request, reason)


def _shown_back(request: HttpRequest, *, signed_out: bool) -> HttpResponse | None:
    """None where there is nothing to show, or nobody to show it to."""
    if not _is_sent_by_a_page_of_ours(request) or _is_an_entrance(request):
        return None
    typed, files = typed_in(request.POST), files_in(request)
    if not typed and not files:
        return None
    form, sign_in = _page_of_the_form(request), _needs_to_sign_in(request, signed_out)
    context = {
        "heading": _("Your log-in had ended") if signed_out else _("Please send the form again"),
        "signed_out": signed_out,
        "sign_in": sign_in,
        "way_back": f"{reverse('login')}?{urlencode({'next': form})}" if sign_in else form,
        "typed": typed,
        "files": files,
    }
    response = render(request, "shown_back.html", context, status=401 if signed_out else 403)
    keep_strict(response)
    return response


def _leads_to_the_log_in(response: HttpResponse) -> bool:
    path = urlsplit(response.headers.get("Location", "")).path
    if response.status_code != 302 or path == reverse("wagtailadmin_login"):
        return response.status_code == 302
    try:
        with override(get_language_from_path(path) or get_language()):
            return resolve(path).url_name in LOG_INS
    except Resolver404:
        return False


def _is_sent_by_a_page_of_ours(request: HttpRequest) -> bool:
    sent = request.headers
    by_script = "X-Requested-With" in sent or sent.get("Sec-Fetch-Mode", "navigate") != "navigate"
    if by_script or PAGE not in sent.get("Accept", ""):
        return False
    if "Sec-Fetch-Site" in sent:
        return sent["Sec-Fetch-Site"] in ("same-origin", "none")
    return "Origin" not in sent or urlsplit(sent["Origin"]).netloc == request.get_host()


def _is_an_entrance(request: HttpRequest) -> bool:
    match = request.resolver_match
    return request.path == reverse("wagtailadmin_login") or (match is not None and match.url_name in ENTRANCES)


def _needs_to_sign_in(request: HttpRequest, signed_out: bool) -> bool:
    return not request.user.is_authenticated and (signed_out or request.path.startswith(DESK))


def _page_of_the_form(request: HttpRequest) -> str:
    """Where it stood, if the browser says so and it was here; otherwise where it was sent to, which is mostly the
    same."""
    stood = request.headers.get("Referer", "")
    if _is_here(stood, request):
        page = urlsplit(stood)._replace(scheme="", netloc="", fragment="").geturl()
        if page.startswith("/") and _is_here(page, request):
            return page
    return request.get_full_path()


def _is_here(address: str, request: HttpRequest) -> bool:
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
