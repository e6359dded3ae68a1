"""This module says where a line of the log comes from: the request, the person signed in, the background tasks that
run.

A person is told by their key alone. Who reads logs is often not who may read papers, so names and addresses stay out of
them.
"""

from __future__ import annotations

import logging
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest

request_now: ContextVar[HttpRequest | None] = ContextVar("request_now", default=None)
# one runs within another where tasks are done at once
tasks_now: ContextVar[tuple[str, ...]] = ContextVar("tasks_now", default=())

NOBODY = "-"


def request_id_of(request: Any) -> str:
    return getattr(request, "request_id", "") or NOBODY


def user_id_of(request: Any) -> str:
    """Names the person only if somebody has asked for the user already: writing a line must not ask the database, which
    may be what is broken."""
    user = getattr(request, "_cached_user", None)  # kept by Django's AuthenticationMiddleware
    return str(getattr(user, "pk", None) or NOBODY)


class OriginFilter(logging.Filter):
    """Adds ``request_id``, ``user_id`` and ``task_id`` to every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        # Django writes "Not Found" and its like behind the last middleware, and hands the request along
        request = getattr(record, "request", None) or request_now.get()
        record.request_id = request_id_of(request)
        record.user_id = user_id_of(request)
        record.task_id = (tasks_now.get() or (NOBODY,))[-1]
        return True
