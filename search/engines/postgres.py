"""PostgreSQL's text search, over a vector of our own terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from search.engines.sql import SQLEngine

if TYPE_CHECKING:
    from search.query import Group, Query

WEIGHTS = "{0.03, 0.1, 0.4, 1.0}"  # parts of compounds, body, head, title
NORMALISED = 1  # divides by 1 + the logarithm of the length


class PostgresEngine(SQLEngine):
    name = "postgres"
    year = "to_char(x.date, 'YYYY')"

    matching = "search_document WHERE search_document.vector @@ CAST(asked.expression AS tsquery)"

    def expression(self, query: Query) -> str:
        ways = [" & ".join(_any_of(group) for group in way) for way in query.ways]
        wanted = [f"({' | '.join(f'({way})' for way in ways)})"] if ways else []
        return " & ".join([*wanted, *(f"!{_any_of(group)}" for group in query.excluded)])

    def match(self, query: Query) -> tuple[str, list[Any]]:
        if query.is_empty:
            return "SELECT id, 0.0 AS score FROM search_document", []
        select = f"""SELECT id, ts_rank('{WEIGHTS}', vector, query, {NORMALISED}) AS score
            FROM search_document, CAST(%s AS tsquery) AS query WHERE vector @@ query"""
        return select, [self.expression(query)]


def _any_of(group: Group) -> str:
    """Terms are ASCII letters and digits, so nothing in them needs escaping."""
    options = [" <-> ".join(f"'{term}'" for term in option) for option in group.options]
    options += [f"'{prefix}':*" for prefix in group.prefixes]
    return f"({' | '.join(f'({option})' for option in options)})"
