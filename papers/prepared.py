"""Statements that a page asks about every paper. Django writes a statement anew each time it is asked, which takes
several times as long as the database takes to answer. One that differs in its values alone is written once:

    @prepared
    def acts_of(*, paper: Any) -> QuerySet[Act]:
        return Act.objects.filter(consultation__paper=paper).order_by("at", "pk")

    acts = acts_of(paper=original.pk)

Keyword arguments are values: numbers, texts, UUIDs, never None. The function gets a place for each and can only compare
with it. Positional arguments decide how the statement reads, as the rights of a reader do, or a language; each has to
say all that the function looks at, for it is not called again. Kept are the words of the statement, never an answer.
Related rows cannot be asked for along with it (``select_related``) but ``join``ed; columns can be left out and
annotated."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache, wraps
from inspect import signature
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections, models

M = TypeVar("M", bound=models.Model)

MOST_KEPT = 256  # ways to read, of one statement


class Place(models.Expression):
    """Where a value is put in."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class Written(NamedTuple):
    """``sql`` is empty where no row can fit, whatever the values."""

    model: Any
    database: str
    sql: str
    params: tuple[Any, ...]


def prepared(queryset: Callable[..., models.QuerySet[M]]) -> Callable[..., list[M]]:
    """Makes a function that returns the rows."""
    parameters = signature(queryset).parameters.values()
    places = {each.name: Place(each.name) for each in parameters if each.kind is each.KEYWORD_ONLY}

    @lru_cache(maxsize=MOST_KEPT)
    def written(*shape: Hashable) -> Written:
        asked = queryset(*shape, **places)
        try:
            sql, params = asked.query.get_compiler(asked.db).as_sql()
        except EmptyResultSet:
            return Written(asked.model, asked.db, "", ())
        return Written(asked.model, asked.db, sql, tuple(params))

    @wraps(queryset)
    def rows(*shape: Hashable, **values: Any) -> list[M]:
        model, database, sql, params = written(*shape)
        put_in = [_stored(values[each.name], database) if isinstance(each, Place) else each for each in params]
        return list(model._base_manager.raw(sql, put_in, using=database)) if sql else []

    return rows


def _stored(value: Any, database: str) -> Any:
    """SQLite knows no UUIDs."""
    if isinstance(value, UUID):
        return models.UUIDField().get_db_prep_value(value, connections[database])
    return value


def join(row: models.Model, **known: Mapping[int, models.Model]) -> None:
    """Gives a row what it points to, by primary key under the name of the field, as far as it is known."""
    for name, rows in known.items():
        pointed_to = rows.get(getattr(row, f"{name}_id"))
        if pointed_to is not None:
            setattr(row, name, pointed_to)
