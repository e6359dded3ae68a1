"""Conditions that are asked of one row after the other, until a page is full."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Subquery, Value


def there_is(rows: Any) -> Any:
    """As ``Exists``, but true or NULL. Of an EXISTS PostgreSQL would make a table of everything that is there, for each
    page that is asked for."""
    return Subquery(rows.order_by().annotate(there_is=Value(True)).values("there_is")[:1], output_field=BooleanField())
