"""The one gate in front of every address of the desk.

It stands around the views themselves, so nothing that calls one gets past it, and it asks before the view looks at
anything: Wagtail's screens name a page before they ask, or never ask. An address nobody decided about is closed.

Whoever is refused something that must not be known is told that it is not there, as the paper itself would be. Whoever
is refused a screen of somebody else's work is told so, as Wagtail does: a message on the way home. That answer looks
like any other redirect, so the log is told here; what is hidden is logged by Django as an address that is not found.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, update_wrapper
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, get_urlconf
from django.utils.translation import get_language
from wagtail.admin.auth import require_admin_access

from papers.access import Person
from papers.access.policies import works_in_admin
from umlauf.desk import screens_of_ours, screens_of_pages, screens_of_wagtail
from umlauf.desk.decisions import DECISIONS, UNDECIDED, Decision
from umlauf.desk.who import ANYBODY, Asked

logger = logging.getLogger("umlauf.security")

View = Callable[..., HttpResponseBase]
Patterns = list[URLPattern | URLResolver]

DECIDED_IN = (screens_of_pages, screens_of_wagtail, screens_of_ours)


def put_before(patterns: Patterns) -> None:
    """Puts the gate in front of each view there is."""
    for name, pattern in named(patterns):
        view = pattern.callback
        pattern.callback = update_wrapper(_asking(view, DECISIONS.get(name, UNDECIDED)), view)


def named(patterns: Patterns) -> Iterator[tuple[str, URLPattern]]:
    """Each address with the name it is decided by."""
    found = list(_addresses(patterns))
    names = {route: name for route, name, _pattern in found if name}
    for route, name, pattern in found:
        yield name or names.get(route, route), pattern


def _addresses(patterns: Patterns, route: str = "", space: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    for pattern in patterns:
        here = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            within = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _addresses(pattern.url_patterns, here, within)
        else:
            yield here, f"{space}{pattern.name}" if pattern.name else "", pattern


def _asking(view: View, decision: Decision) -> View:
    def ask(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return answer(request, *args, **kwargs)
        except PermissionDenied:
            _tell_the_log(request)
            raise

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not decision.who.holds(Asked(request.user, args, kwargs)):
            if decision.who.hidden:
                raise Http404
            raise PermissionDenied
        if request.method not in decision.methods:
            return HttpResponseNotAllowed(sorted(decision.methods))
        return view(request, *args, **kwargs)

    asking: View = ask if decision.who is ANYBODY else _at_work(require_admin_access(ask))
    asking.decision = decision  # type: ignore[attr-defined]  # read by may_open
    return asking


def _at_work(view: View) -> View:
    """Wagtail sends whoever does not work at the desk to the log-in, also with a session in which they did."""

    def at_work(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not works_in_admin(request.user):
            _tell_the_log(request)
        return view(request, *args, **kwargs)

    return at_work


def _tell_the_log(request: HttpRequest) -> None:
    """Who it was and which request stands beside it (``umlauf.operation.origins``)."""
    logger.warning("Refused: %s %s", request.method, request.path)


def may_open(user: Person, address: str) -> bool:
    """Says whether the gate would let somebody who works at the desk through to the address; any address elsewhere is
    none of its business. For whatever draws links and buttons."""
    found = _decided(get_resolver(get_urlconf()), get_language(), urlsplit(address).path)
    if found is None:
        return True
    decision, args, kwargs = found
    return decision.who.holds(Asked(user, args, kwargs))


@lru_cache(maxsize=1000)
def _decided(
    resolver: URLResolver, _language: str | None, path: str
) -> tuple[Decision, tuple[Any, ...], Mapping[str, Any]] | None:
    """What stands at the address, and what the address says of it; None where nobody decides. A page of the desk asks
    for all its menus, whose addresses are always the same."""
    try:
        match = resolver.resolve(path)
    except Resolver404:
        return None
    decision: Decision | None = getattr(match.func, "decision", None)
    return None if decision is None else (decision, match.args, match.kwargs)
