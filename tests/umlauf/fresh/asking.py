"""Asking for pages, and what it costs."""

from __future__ import annotations

from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

PACKED = {"Accept-Encoding": "gzip, deflate, br"}


def address_of(paper, language="de"):
    return f"/{language}/papers/{paper.slug}/"


def cost_of(ask):
    with CaptureQueriesContext(connection) as asked:
        answer = ask()
    return answer, len(asked)


def how_many_are_kept():
    return len(caches["pages"]._cache)


def is_kept(response):
    return "ETag" in response.headers


def headers_of(response):
    return {name: value for name, value in response.headers.items() if name != "X-Request-ID"}
