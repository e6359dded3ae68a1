"""How often somebody may ask for what takes work: searches, documents, exports, mails to an address.

``settings.LIMITS`` says how often, ``LIMITED`` where. People signed in are counted one by one, everybody else by
address; the rates leave room for an office behind a single one.

All processes share a count, in the cache. So that reading does not become writing, a process writes only after each
twentieth part of a rate, and nothing at all for whoever is over it; a rate may be passed by so much in each process.
Where the cache cannot be reached, each process counts for itself: no reader is turned away because of that.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from umlauf.operation.clients import client_address

logger = logging.getLogger(__name__)

RATE = re.compile(r"(\d+)/(\d*)([smhd])")
SECONDS = {"s": 1, "m": 60, "h": 60 * 60, "d": 24 * 60 * 60}
WRITTEN = 20  # times within a rate
MOST_COUNTS = 10_000  # kept by a process
ANY = ("GET", "HEAD", "POST")
SENT = ("POST",)
ADMIN = "/admin/"

# View: the limit it counts for, and the methods that do.
LIMITED: dict[str, tuple[str, tuple[str, ...]]] = {
    "search": ("search", ANY),
    "search_feed": ("search", ANY),
    "papers": ("search", ANY),
    "umlauf.portal.desk_search.SearchedPapersView": ("search", ANY),
    "short_number": ("search", ANY),
    "suggestions": ("suggestions", ANY),
    "paper_pdf": ("pdf", ANY),
    "paper_with_results": ("package", ANY),
    "package": ("package", ANY),
    "search_csv": ("export", ANY),
    "search_xlsx": ("export", ANY),
    "workflows:labels": ("export", ANY),
    "papers.admin.translations.download_pofile": ("export", ANY),
    "verify": ("verify", ANY),
    "subscriptions:subscribe": ("subscribe", SENT),
    "subscriptions:confirm": ("subscribe", SENT),
    "request_translation": ("request_translation", SENT),
    "feedback": ("feedback", SENT),
}
MAIL_TO_ADDRESS = "mail_to_address"  # whose owner has not confirmed anything yet
EXPORT = "export"  # the parameter by which any list of the admin becomes a file, and the limit it counts for


@dataclass(frozen=True)
class Rate:
    times: int
    seconds: int

    @property
    def step(self) -> int:
        return max(1, self.times // WRITTEN)


@dataclass
class Count:
    """``known``: what all processes together had counted when this one last wrote, ``own``: what it has not written."""

    ends: float
    known: int = 0
    own: int = 0


class TooOften(Exception):
    """``seconds``: after which it may be tried again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


_counts: dict[str, Count] = {}
_turn = threading.Lock()


@lru_cache(maxsize=64)
def rate_of(words: str) -> Rate:
    """Reads ``240/m``, ``5/10m``, ``30/h``. Raises ImproperlyConfigured."""
    found = RATE.fullmatch(words.strip())
    if found is None:
        raise ImproperlyConfigured(f"LIMITS: {words!r} is no rate such as 240/m or 5/10m")
    return Rate(int(found[1]), int(found[2] or 1) * SECONDS[found[3]])


def spend(limit: str, who: str) -> None:
    """Count once more. Raises TooOften. ``who`` is kept only as a hash."""
    rate = rate_of(settings.LIMITS[limit])
    now = time.time()
    span = int(now // rate.seconds)
    ends = float((span + 1) * rate.seconds)
    key = f"limits:{limit}:{span}:{salted_hmac('umlauf.limits', who).hexdigest()[:32]}"
    with _turn:
        if len(_counts) > MOST_COUNTS:
            _forget(now)
        count = _counts.setdefault(key, Count(ends))
        if count.known > rate.times:
            raise TooOften(_seconds(ends - now))
        count.own += 1
        own = count.own if count.own >= rate.step or count.known + count.own > rate.times else 0
        count.own -= own
    total = _write(key, own, rate) if own else None
    with _turn:
        count.known = total if total is not None else count.known + own
        if count.known + count.own > rate.times:
            count.known = max(count.known, rate.times + 1)
            raise TooOften(_seconds(ends - now))


def _write(key: str, own: int, rate: Rate) -> int | None:
    """Returns what all have counted, None where the cache cannot say."""
    try:
        return _added(key, own, rate)
    except Exception:
        logger.exception("requests cannot be counted together with other processes")
        return None


def _added(key: str, own: int, rate: Rate) -> int:
    try:
        return int(cache.incr(key, own))
    except ValueError:  # nobody has counted yet
        return own if cache.add(key, own, rate.seconds + 1) else int(cache.incr(key, own))


def forget() -> None:
    """What this process knows by itself; the cache still knows."""
    with _turn:
        _counts.clear()


def _forget(now: float) -> None:
    for key in [key for key, count in _counts.items() if count.ends <= now]:
        del _counts[key]
    if len(_counts) > MOST_COUNTS:
        _counts.clear()


def _seconds(left: float) -> int:
    return max(1, int(left) + 1)


def sender_of(request: HttpRequest) -> str:
    """The person, else the address; of IPv6 the network that one household has."""
    if request.user.is_authenticated:
        return f"person:{request.user.pk}"
    address = client_address(request)
    if ":" in address and ip_address(address).version == 6:
        address = str(ip_network(f"{address}/64", strict=False))
    return f"address:{address}"


def limit_of(request: HttpRequest) -> str:
    """Returns the limit a request counts for; empty for what is not limited."""
    match = request.resolver_match
    limit, methods = LIMITED.get(match.view_name if match else "", ("", ()))
    if not limit and EXPORT in request.GET and request.path.startswith(ADMIN):
        limit, methods = EXPORT, ANY
    return limit if request.method in methods else ""


class LimitsMiddleware:
    """Behind the one that says who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Raises ImproperlyConfigured where a limit is missing, nobody asks for it, or it is no rate."""
        self.get_response = get_response
        asked = {MAIL_TO_ADDRESS, EXPORT, *(limit for limit, _methods in LIMITED.values())}
        for limit in asked ^ set(settings.LIMITS):
            raise ImproperlyConfigured(f"LIMITS: {limit} is {'missing' if limit in asked else 'unknown'}")
        for words in settings.LIMITS.values():
            rate_of(words)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Iterable[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        limit = limit_of(request)
        if not limit:
            return None
        try:
            spend(limit, sender_of(request))
        except TooOften as refusal:
            return too_many_requests(request, seconds=refusal.seconds)
        return None


def too_many_requests(request: HttpRequest, *, seconds: int = SECONDS["m"]) -> HttpResponse:
    """The page for whoever asked too often, from allauth as well, which does not say for how long."""
    response = render(request, "429.html", {"minutes": -(-seconds // SECONDS["m"])}, status=429)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store, private"
    return response
