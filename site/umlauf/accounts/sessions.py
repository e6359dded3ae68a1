"""How long a log-in holds: it ends when nobody used it for a while, and after a week in any case.

Both times stand in the session itself, so that neither a cookie nor a browser left open can stretch them. A session of
somebody signed in that says neither is over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in
from django.utils import timezone

from papers.access.groups import sync_groups

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.sessions.backends.base import SessionBase
    from django.http import HttpRequest, HttpResponse

BEGAN, USED, DAY = "umlauf_began", "umlauf_used", "umlauf_day"
EXACTLY_ENOUGH = 60  # seconds: not every request writes the session
ASKED_BY_SCRIPTS = "wagtailadmin_editing_sessions"  # an editor left open asks by itself who else is there
BY_ITSELF = "X-Umlauf-By-Itself"  # header of what a screen left open asks, with nobody typing


def session_limits_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session
        if signed_in and is_over(request.session):
            logout(request)
        elif signed_in:
            _follow_the_day(request)
        response = get_response(request)
        if signed_in and SESSION_KEY in request.session and _by_a_person(request):
            _use(request.session)
        return response

    return middleware


def begin(request: HttpRequest | None, **kwargs: object) -> None:
    if request is not None:
        request.session[BEGAN] = request.session[USED] = _now()
        request.session[DAY] = timezone.localdate().isoformat()  # groups were looked after by the log-in itself


def is_over(session: SessionBase) -> bool:
    began, used = session.get(BEGAN), session.get(USED)
    if began is None or used is None:
        return True
    return bool(
        _now() >= began + settings.SESSION_ABSOLUTE_LIMIT or _now() >= used + settings.SESSION_IDLE_LIMIT,
    )


def seconds_left(session: SessionBase) -> int:
    """Until the log-in ends if nobody uses it; 0 where it has ended."""
    if is_over(session):
        return 0
    return int(
        min(session[USED] + settings.SESSION_IDLE_LIMIT, session[BEGAN] + settings.SESSION_ABSOLUTE_LIMIT) - _now()
    )


def can_last_longer(session: SessionBase) -> bool:
    """Says whether using it puts off its end."""
    if is_over(session):
        return False
    return bool(session[USED] + settings.SESSION_IDLE_LIMIT < session[BEGAN] + settings.SESSION_ABSOLUTE_LIMIT)


def _follow_the_day(request: HttpRequest) -> None:
    """A term that ended overnight ended without anything being saved. Permissions ask for today by themselves; groups,
    which Wagtail's group tasks look into, are told by whoever comes first that day."""
    today = timezone.localdate().isoformat()
    if request.session.get(DAY) != today:
        if request.user.is_authenticated:
            sync_groups(request.user)
        request.session[DAY] = today


def _use(session: SessionBase) -> None:
    if _now() >= session.get(USED, 0) + EXACTLY_ENOUGH:
        session[USED] = _now()


def _by_a_person(request: HttpRequest) -> bool:
    if BY_ITSELF in request.headers:
        return False
    return request.resolver_match is None or ASKED_BY_SCRIPTS not in request.resolver_match.namespaces


def _now() -> int:
    return int(timezone.now().timestamp())


def connect() -> None:
    user_logged_in.connect(begin, dispatch_uid="accounts.sessions")
