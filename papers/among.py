"""Rows whose key is among those that are in memory: ``among("person", keys)``.

One value of the statement, however many keys there are, so that it stays the same statement. For what no database can
be asked in place of the keys, as for people whom different rules have brought together; wherever a queryset can say
which rows are meant, that is the filter.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Field, ForeignKey, Lookup, Q


@Field.register_lookup
@ForeignKey.register_lookup  # which inherits none
class Among(Lookup[Any]):
    lookup_name = "among"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        sql, params = self.process_lhs(compiler, connection)
        return f"{sql} IN (SELECT value FROM json_each(%s))", [*params, self._written()]  # noqa: S608  # a column

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        sql, params = self.process_lhs(compiler, connection)
        return f"{sql} = ANY(%s)", [*params, self.rhs]

    def _written(self) -> Any:
        """A place for keys to come (``papers.prepared``) stays one."""
        return json.dumps(self.rhs) if isinstance(self.rhs, list) else self.rhs


def among(field: str, keys: Iterable[Any]) -> Q:
    """``field``: a key, a foreign key, or another column of numbers or text, of the model that is asked."""
    return Q(**{f"{field}__among": sorted(set(keys))})
