"""``/health/``: whether this process can serve, for load balancers and monitoring. 200 or 503, JSON, never cached."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from papers.mail import outbox
from search.indexing import lag

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from django.http import HttpRequest


@cache
def _migrations_applied() -> bool:
    """Asked until it is so, then never again: a new version starts new processes."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    checks: dict[str, Any] = {}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
        checks["database"] = "ok"
        checks["migrations"] = "ok" if _migrations_applied() else "pending"
        if checks["migrations"] == "pending":
            _migrations_applied.cache_clear()
    except DatabaseError:
        checks["database"] = "unavailable"
    ready = checks.get("migrations") == "ok"
    healthy = all(result == "ok" for result in checks.values())
    lags = {"search_lag_seconds": _seconds(lag, ready), "outbox_lag_seconds": _seconds(outbox.lag, ready)}
    answer = {"status": "ok" if healthy else "unavailable", "checks": checks, **lags}
    return JsonResponse(answer, status=200 if healthy else 503)


def _seconds(lag: Callable[[], timedelta | None], ready: bool) -> int | None:
    """How long the oldest change has waited to be found, or a mail to be sent; 0 where nothing waits. A nuisance, no
    reason to send nobody here."""
    try:
        waiting = lag() if ready else None
    except DatabaseError:
        return None
    return int(waiting.total_seconds()) if waiting else 0 if ready else None
