"""Who answers a query: the database's own full-text search, or Elasticsearch where a city has outgrown one machine."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from search.engines.base import Answer, Candidate, Engine, Request, Unavailable
from search.engines.postgres import PostgresEngine
from search.engines.sql import SQLEngine
from search.engines.sqlite import SQLiteEngine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.query import Query

logger = logging.getLogger(__name__)


def engine() -> Engine:
    return WithStandIn() if settings.ELASTICSEARCH_URL else database_engine()


def database_engine() -> SQLEngine:
    return PostgresEngine() if connection.vendor == "postgresql" else SQLiteEngine()


class WithStandIn:
    """Elasticsearch; while it is away the database stands in, and the answer says so."""

    name = "elasticsearch"

    def search(self, request: Request) -> Answer:
        try:
            return _elastic_engine().search(request)
        except Unavailable as problem:
            return replace(_stand_in(problem).search(request), in_place=True)

    def which_find(self, queries: Sequence[Query], request: Request) -> list[bool]:
        try:
            return _elastic_engine().which_find(queries, request)
        except Unavailable as problem:
            return _stand_in(problem).which_find(queries, request)


def _elastic_engine() -> Engine:
    # here, because its client takes 150 ms to import, and most cities have no such server
    from search.engines.elastic import ElasticEngine

    return ElasticEngine()


def _stand_in(problem: Unavailable) -> Engine:
    logger.warning("the database answers instead of Elasticsearch: %s", problem)
    return database_engine()


__all__ = ["Answer", "Candidate", "Engine", "Request", "Unavailable", "database_engine", "engine"]
