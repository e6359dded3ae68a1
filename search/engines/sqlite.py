"""SQLite's FTS5."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from search.engines.sql import SQLEngine

if TYPE_CHECKING:
    from search.query import Group, Query

WEIGHTS = "12.0, 4.0, 1.0, 0.3"  # title, head, body, parts of compounds


class SQLiteEngine(SQLEngine):
    name = "sqlite"
    year = "strftime('%%Y', x.date)"

    matching = """search_document_fts CROSS JOIN search_document
        WHERE search_document_fts MATCH asked.expression AND search_document.id = search_document_fts.rowid"""

    def expression(self, query: Query) -> str:
        wanted = " OR ".join(f"({' AND '.join(_any_of(group) for group in way)})" for way in query.ways)
        return f"({wanted}) NOT ({_unwanted(query)})" if query.excluded else wanted

    def match(self, query: Query) -> tuple[str, list[Any]]:
        if query.groups:
            select = f"""SELECT rowid AS id, -bm25(search_document_fts, {WEIGHTS}) AS score
                FROM search_document_fts WHERE search_document_fts MATCH %s"""
            return select, [self.expression(query)]
        if query.excluded:
            excluded = "SELECT rowid FROM search_document_fts WHERE search_document_fts MATCH %s"
            return f"SELECT id, 0.0 AS score FROM search_document WHERE id NOT IN ({excluded})", [_unwanted(query)]
        return "SELECT id, 0.0 AS score FROM search_document", []


def _unwanted(query: Query) -> str:
    return " OR ".join(_any_of(group) for group in query.excluded)


def _any_of(group: Group) -> str:
    """Terms are ASCII letters and digits, so nothing in them needs escaping."""
    options = [f'"{" ".join(option)}"' for option in group.options]
    options += [f'"{prefix}"*' for prefix in group.prefixes]
    return f"({' OR '.join(options)})"
