"""Statements that a page asks about every paper. Django writes a statement anew each time it is asked, which takes
several times as long as the database takes to answer. One that differs in its values alone is written once:

    @prepared
    def acts_of(*, paper: Any) -> QuerySet[Act]:
        return Act.objects.filter(consultation__paper=paper).order_by("at", "pk")

    acts = acts_of(paper=original.pk)

Keyword arguments are values: numbers, texts, UUIDs, days, lists of keys (``among``), never None. The function gets a
place for each and can only compare with it. Positional arguments decide how the statement reads, as the rights of a
reader do, or a language; each has to say all that the function looks at, for it is not called again. Kept are the words
of the statement, and which column becomes what, never an answer. Columns can be left out and annotated, and related
rows asked for along with it (``select_related``); rows that are in hand are ``join``ed. ``values_list``
gives tuples."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import lru_cache, wraps
from inspect import signature
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=models.Model)

MOST_KEPT = 256  # ways to read, of one statement
_FIELDS: dict[type, Any] = {UUID: models.UUIDField(), datetime.date: models.DateField()}


class Place(models.Expression):
    """Where a value is put in."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class Written:
    """A statement, and how its rows become objects: as Django's ``ModelIterable`` makes them, which looks for that anew
    each time. ``sql`` is empty where no row can fit, whatever the values."""

    def __init__(self, asked: models.QuerySet[Any]) -> None:
        self.database = asked.db
        compiler: Any = asked.query.get_compiler(asked.db)
        try:
            self.sql, self.params = compiler.as_sql()
        except EmptyResultSet:
            self.sql, self.params = "", ()
            return
        select, found = compiler.select, compiler.klass_info
        self.converters = list(compiler.get_converters([column[0] for column in select]).items())
        self.as_tuples = asked._fields is not None  # type: ignore[attr-defined]  # nothing public tells
        if self.as_tuples:
            return
        self.model, (first, *_rest) = found["model"], found["select_fields"]
        self.fields = slice(first, found["select_fields"][-1] + 1)
        self.names = [column[0].target.attname for column in select[self.fields]]
        self.annotations = list(compiler.annotation_col_map.items())
        self.related = get_related_populators(found, select, self.database)  # type: ignore[call-arg] # stubs of Django 6

    def rows(self, params: Sequence[Any]) -> list[Any]:
        connection = connections[self.database]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            return [self._object(list(row), connection) for row in cursor.fetchall()]

    def _object(self, row: list[Any], connection: Any) -> Any:
        for place, (converters, expression) in self.converters:
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
        if self.as_tuples:
            return tuple(row)
        made = self.model.from_db(self.database, self.names, row[self.fields])
        for each in self.related:
            each.populate(row, made)
        for name, place in self.annotations:
            setattr(made, name, row[place])
        return made


def prepared(queryset: Callable[..., models.QuerySet[M]]) -> Callable[..., list[M]]:
    """Makes a function that returns the rows."""
    parameters = signature(queryset).parameters.values()
    places = {each.name: Place(each.name) for each in parameters if each.kind is each.KEYWORD_ONLY}

    @lru_cache(maxsize=MOST_KEPT)
    def written(*shape: Hashable) -> Written:
        return Written(queryset(*shape, **places))

    @wraps(queryset)
    def rows(*shape: Hashable, **values: Any) -> list[M]:
        one = written(*shape)
        put_in = [_stored(values[each.name], one.database) if isinstance(each, Place) else each for each in one.params]
        return one.rows(put_in) if one.sql else []

    return rows


def _stored(value: Any, database: str) -> Any:
    """SQLite knows neither UUIDs nor days nor lists."""
    field = _FIELDS.get(type(value))
    if field is not None:
        return field.get_db_prep_value(value, connections[database])
    if isinstance(value, list) and connections[database].vendor == "sqlite":
        return json.dumps(value)
    return value


def join(row: models.Model, **known: Mapping[int, models.Model]) -> None:
    """Gives a row what it points to, by primary key under the name of the field, as far as it is known."""
    for name, rows in known.items():
        pointed_to = rows.get(getattr(row, f"{name}_id"))
        if pointed_to is not None:
            setattr(row, name, pointed_to)
