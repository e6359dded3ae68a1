"""Conditions in words that keep a database from reading everything for a page of rows."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import BooleanField, Func, Q, Subquery, Value


def there_is(rows: Any) -> Any:
    """As ``Exists``, but true or NULL, and asked of one row after the other until a page is full. Of an EXISTS
    PostgreSQL would make a table of everything that is there, for each page that is asked for."""
    return Subquery(rows.order_by().annotate(there_is=Value(True)).values("there_is")[:1], output_field=BooleanField())


def named(keys: Any) -> Any:
    """Condition on rows with one of these primary keys, which are few: they are what the database begins with."""
    return Q(_InArray("pk", Subquery(keys))) if connection.vendor == "postgresql" else Q(pk__in=keys)


class OfTwo(Func):
    """A condition that is written out of two expressions."""

    template = ""
    output_field = BooleanField()

    def as_sql(self, compiler: Any, connection: Any, *_how: Any, **_more: Any) -> tuple[str, tuple[Any, ...]]:
        (one, of_one), (other, of_other) = (compiler.compile(part) for part in self.get_source_expressions())
        return self.template.format(one, other), (*of_one, *of_other)


class _InArray(OfTwo):
    """PostgreSQL does not expect many in an array. Of a subquery it would, and rather walk through a list in its order
    until it meets them, or read two tables to the end to join them."""

    template = "({} = ANY(ARRAY{}))"
