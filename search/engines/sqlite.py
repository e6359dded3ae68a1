"""SQLite's FTS5."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.db.models.lookups import In

from search.engines import sql
from search.engines.base import Request
from search.engines.sql import COLUMNS, Joined, Rows, Select, SQLEngine, looked_at

if TYPE_CHECKING:
    from search.query import Group, Query

WEIGHTS = "12.0, 4.0, 1.0, 0.3"  # title, head, body, parts of compounds
# One document of so many as make enough of them, then the others. Multiplied, because languages and years come in
# turns.
TURNS = "(SELECT 1 AS chosen UNION ALL SELECT 0)"
IS_CHOSEN = "(search_document_fts.rowid * 40503 & 65535) * share.one_of < 65536"
OF_DOCUMENT = ", ".join(f"facts.{column}" for column in COLUMNS.split(", "))
FACTS = "search_document facts INDEXED BY search_document_facts"
SCORE = f"-bm25(search_document_fts, {WEIGHTS}) AS score"
# while somebody types, of so many no score is reckoned: it begins with counting all of them
SCORE_IF_FEW = f"CASE WHEN share.one_of > 1 THEN 0.0 ELSE -bm25(search_document_fts, {WEIGHTS}) END AS score"
FOREMOST = "1.0 AS score"
MATCHING = f"""FROM search_document_fts CROSS JOIN {FACTS}
    WHERE search_document_fts MATCH %s AND facts.id = search_document_fts.rowid"""
NEWEST = "ORDER BY facts.date DESC NULLS LAST, facts.id DESC LIMIT -1"  # the limit keeps the order


class SQLiteEngine(SQLEngine):
    name = "sqlite"
    year = "strftime('%%Y', d.date)"

    matching = """search_document_fts CROSS JOIN search_document
        WHERE search_document_fts MATCH asked.expression AND search_document.id = search_document_fts.rowid"""

    def expression(self, query: Query) -> str:
        wanted = " OR ".join(f"({' AND '.join(_any_of(group) for group in way)})" for way in query.ways)
        return f"({wanted}) NOT ({_unwanted(query)})" if query.excluded else wanted

    def spread(self, request: Request) -> Select:
        if not request.query.groups:
            return self._without_words(request.query)
        wanted = self.expression(request.query)
        share = f"""(SELECT COUNT(*) / {looked_at(request)} + 1 AS one_of
            FROM search_document_fts WHERE search_document_fts MATCH %s)"""
        select = f"""SELECT {OF_DOCUMENT}, {SCORE_IF_FEW if request.typing else SCORE}
            FROM {share} share CROSS JOIN {TURNS} turn CROSS JOIN search_document_fts CROSS JOIN {FACTS}
            WHERE search_document_fts MATCH %s AND ({IS_CHOSEN}) = turn.chosen
                AND facts.id = search_document_fts.rowid"""
        return Select(select, [wanted, wanted])

    def foremost(self, request: Request) -> Select:
        query = request.query
        if not query.groups:
            select, parameters, *_nothing = self._without_words(query)
            return Select(f"{select} {NEWEST}", parameters)
        wanted = self.expression(query)
        if request.by_date:
            return Select(f"SELECT {OF_DOCUMENT}, 0.0 AS score {MATCHING} {NEWEST}", [wanted])
        in_title = f"{{terms_title}} : ({' OR '.join(_any_of(group) for group in query.required)})"
        if len(query.required) > 1 or query.excluded:
            in_title = f"{in_title} AND ({wanted})"
        score = FOREMOST if request.typing else SCORE
        select = f"""SELECT {OF_DOCUMENT}, {score} {MATCHING} AND facts.attachment_id IS NULL
            ORDER BY search_document_fts.rowid DESC"""
        return Select(select, [in_title])

    def joined(self, rows: Joined) -> str:
        return f"CROSS JOIN {rows.table} {rows.name} ON {rows.on}"  # in the order it is written

    def matching_keys(self, query: Query, begun: Query | None = None) -> Select:
        if not query.groups:
            select, parameters, *_nothing = self._without_words(query)
            return Select(f"SELECT id FROM ({select})", parameters)
        select = "SELECT rowid FROM search_document_fts WHERE search_document_fts MATCH %s"
        return Select(select, [self._listed(query, begun)])

    def is_common(self, query: Query, begun: Query | None = None) -> bool:
        keys = self.matching_keys(query, begun)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM ({keys.statement}) LIMIT 1 OFFSET {int(sql.CANDIDATES)}", keys.parameters)
            return cursor.fetchone() is not None

    def in_turn(self, query: Query, begun: Query | None, rows: Rows) -> Any:
        """All that match are named, once; what is not the bare key is looked up among them and leads to no index."""
        select = self._without_words(query)
        if query.groups:
            select = Select(f"SELECT {OF_DOCUMENT} {MATCHING}", [self._listed(query, begun)])
        found, parameters = self._among(select, Request(query, rows.reader))
        leads_to = f"{rows.column}_id"
        keys = f"SELECT {leads_to} FROM ({found}) found WHERE {leads_to} IS NOT NULL"
        return Q(In(Coalesce("pk", 0), RawSQL(keys, parameters))) | Q(pk__in=rows.others)  # noqa: S611 - our words

    def _listed(self, query: Query, begun: Query | None) -> str:
        wanted = self.expression(query)
        if begun is None:
            return wanted
        titled = " AND ".join(_any_of(group, of_title=True) for group in begun.required)
        return f"({wanted}) OR ({titled})"

    def titled(self, query: Query) -> Select:
        select = f"SELECT facts.id, facts.paper_id, facts.page_id {MATCHING} AND facts.attachment_id IS NULL"
        return Select(select, [f"{{terms_title}} : ({self.expression(query)})"])

    def _without_words(self, query: Query) -> Select:
        """What there is, but for what is excluded."""
        select = f"SELECT {OF_DOCUMENT}, 0.0 AS score FROM {FACTS}"
        if not query.excluded:
            return Select(select, [])
        excluded = "SELECT rowid FROM search_document_fts WHERE search_document_fts MATCH %s"
        return Select(f"{select} WHERE facts.id NOT IN ({excluded})", [_unwanted(query)])


def _unwanted(query: Query) -> str:
    return " OR ".join(_any_of(group) for group in query.excluded)


def _any_of(group: Group, *, of_title: bool = False) -> str:
    """Terms are ASCII letters and digits, so nothing in them needs escaping."""
    options = [f'"{" ".join(option)}"' for option in group.options]
    if of_title:
        options = [f"{{terms_title}} : {option}" for option in options]
    options += [f'{_columns_of(prefix) if of_title else ""}"{prefix}"*' for prefix in group.prefixes]
    return f"({' OR '.join(options)})"


def _columns_of(prefix: str) -> str:
    """What a number is found by may be among the parts of compounds."""
    return "{terms_title terms_parts} : " if prefix[1:2].isdecimal() else "{terms_title} : "
