"""PostgreSQL's text search, over a vector of our own terms."""

from __future__ import annotations

import json
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import OuterRef, Q, Value

from papers.one_by_one import OfTwo, there_is
from search.engines import sql
from search.engines.base import Request
from search.engines.conditions import conditions
from search.engines.sql import COLUMNS, Joined, Rows, Select, SQLEngine, foremost_of

if TYPE_CHECKING:
    from search.query import Group, Query

WEIGHTS = "{0.03, 0.1, 0.4, 1.0}"  # parts of compounds, body, head, title
NORMALISED = 1  # divides by 1 + the logarithm of the length
SPREAD = "ORDER BY (id * 2654435761 %% 4294967296)"  # as its index has it
NEWEST = "ORDER BY date DESC NULLS LAST, id DESC"
IN_TITLE = "attachment_id IS NULL AND to_tsvector('simple', terms_title)"
TITLED = ("search_titled", "search_titled_in_part")  # the one is asked where the other leaves room
MATCHES = """(SELECT texts.vector @@ CAST(%s AS tsquery) FROM search_document texts
    WHERE texts.id = search_document.id)"""
HOLDS_IN_TITLE = """attachment_id IS NULL AND (
    SELECT asked.wanted @@ to_tsvector('simple', texts.terms_title)
        OR asked.wanted @@ to_tsvector('simple', split_part(texts.terms_parts, '|', 1))
    FROM search_document texts, (SELECT CAST(%s AS tsquery) AS wanted) asked WHERE texts.id = search_document.id
)"""
SLOWER = 15  # times, that is how much longer a text takes that is looked at than one the index of words names
SLOWER_IN_TITLES = 1
REMEMBERED = 300  # seconds, how many texts there are


class PostgresEngine(SQLEngine):
    name = "postgres"
    year = "to_char(d.date, 'YYYY')"
    score = f"""ts_rank('{WEIGHTS}', (SELECT vector FROM search_document WHERE search_document.id = c.id),
        CAST(%s AS tsquery), {NORMALISED})"""

    matching = "search_document WHERE search_document.vector @@ CAST(asked.expression AS tsquery)"

    def expression(self, query: Query) -> str:
        ways = [" & ".join(_any_of(group) for group in way) for way in query.ways]
        wanted = [f"({' | '.join(f'({way})' for way in ways)})"] if ways else []
        return " & ".join([*wanted, *(f"!{_any_of(group)}" for group in query.excluded)])

    def spread(self, request: Request) -> Select:
        return self._in_order(request, SPREAD)

    def foremost(self, request: Request) -> Select:
        if request.by_date:
            return self._in_order(request, NEWEST)
        query = request.query
        in_title = " | ".join(_any_of(group) for group in query.required)
        is_of_titles = len(query.required) == 1 and not query.excluded
        matches, of_matches = ("", []) if is_of_titles else (MATCHES, [self.expression(query)])
        if _is_common_in_titles(in_title, foremost_of(request)):
            holds = f"{HOLDS_IN_TITLE} AND {matches}" if matches else HOLDS_IN_TITLE
            return Select(f"SELECT {COLUMNS} FROM search_document {NEWEST}", [], holds, (in_title, *of_matches))
        titled = " UNION ALL ".join(
            f"(SELECT {COLUMNS} FROM {function}(CAST(%s AS tsquery)) {NEWEST})" for function in TITLED
        )
        return Select(titled, [in_title, in_title], matches, tuple(of_matches))

    def joined(self, rows: Joined) -> str:
        table, name, on, wanted = rows
        return f"CROSS JOIN LATERAL (SELECT * FROM {table} {name} WHERE {on} AND {wanted} OFFSET 0) {name}"

    def of_candidate(self, request: Request) -> list[Any]:
        return [self.expression(request.query)]

    def matching_keys(self, query: Query, begun: Query | None = None) -> Select:
        if query.is_empty:
            return Select("SELECT id FROM search_document", [])
        every, parameters = "SELECT id FROM search_matching(CAST(%s AS tsquery))", [self.expression(query)]
        if begun is None:
            return Select(every, parameters)
        titled = "".join(f" UNION ALL SELECT id FROM {function}(CAST(%s AS tsquery))" for function in TITLED)
        return Select(every + titled, [*parameters, _in_title(begun), _in_title(begun)])

    def is_common(self, query: Query, begun: Query | None = None) -> bool:
        return _is_common(self.expression(query)) or (begun is not None and _is_common(_in_title(begun), IN_TITLE))

    def in_turn(self, query: Query, begun: Query | None, rows: Rows) -> Any:
        titled = f" | ({_in_title(begun, weighed=True)})" if begun else ""
        holds = _Holds(Value(f"({self.expression(query)}){titled}"), "pk")
        found = conditions(Request(query, rows.reader)).filter(holds, **{rows.column: OuterRef("pk")})
        return Q(pk__in=rows.others) | Q(there_is(found))

    def titled(self, query: Query) -> Select:
        select = "SELECT id, paper_id, page_id FROM search_titled(CAST(%s AS tsquery))"
        return Select(select, [self.expression(query)])

    def titles_in_turn(self, query: Query, most: int) -> Any:
        expression = self.expression(query)
        return _TitleHolds(Value(expression), "terms_title") if _is_common_in_titles(expression, most) else None

    def _in_order(self, request: Request, order: str) -> Select:
        """What is in almost every text is looked for in text after text until there is enough of it; anything else by
        the index of words, which names all that match."""
        if request.query.is_empty:
            return Select(f"SELECT {COLUMNS} FROM search_document {order}", [])
        wanted = self.expression(request.query)
        if not _is_common(wanted):
            return Select(f"SELECT {COLUMNS} FROM search_matching(CAST(%s AS tsquery)) {order}", [wanted])
        return Select(f"SELECT {COLUMNS} FROM search_document {order}", [], MATCHES, (wanted,))


class _Holds(OfTwo):
    """Whether what is wanted is in a document. In words that keep the planner from asking an index for all it is in."""

    template = "(SELECT CAST({} AS tsquery) @@ texts.vector FROM search_document texts WHERE texts.id = {})"


class _TitleHolds(OfTwo):
    """Whether what is wanted is in a title."""

    template = "(CAST({} AS tsquery) @@ to_tsvector('simple', {}))"


def _is_common_in_titles(expression: str, most: int) -> bool:
    """The same for a list that needs ``most`` texts with what is wanted in their titles."""
    return _is_common(expression, IN_TITLE, SLOWER_IN_TITLES * most)


def _is_common(expression: str, where: str = "vector", looked_at: int | None = None) -> bool:
    """Says whether looking at texts one by one is faster than having the index name them all. A guess of the database,
    which knows how many texts have which word; it costs nothing where there are few. ``looked_at``: how many are named
    in the time it takes to find enough if all match."""
    documents = _documents(int(monotonic() / REMEMBERED))
    looked_at = (SLOWER * sql.CANDIDATES if looked_at is None else looked_at) * documents
    if documents <= 0 or documents * documents < looked_at:
        return False
    with connection.cursor() as cursor:
        statement = f"EXPLAIN (FORMAT JSON) SELECT FROM search_document WHERE {where} @@ CAST(%s AS tsquery)"
        cursor.execute(statement, [expression])
        (plan,) = cursor.fetchone()
    matches = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]["Plan Rows"]
    return bool(matches * matches > looked_at)


@lru_cache(maxsize=1)
def _documents(_period: int) -> int:
    """How many there are, as the database last counted them; not above zero where it never did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT CAST(reltuples AS bigint) FROM pg_class WHERE oid = 'search_document'::regclass")
        return int(cursor.fetchone()[0])


def _in_title(query: Query, *, weighed: bool = False) -> str:
    """``weighed``: asked of a whole text, whose weights say what is of the title."""
    return " & ".join(_any_of(group, "A" if weighed else "") for group in query.required)


def _any_of(group: Group, weight: str = "") -> str:
    """Terms are ASCII letters and digits, so nothing in them needs escaping."""
    of_weight = f":{weight}" if weight else ""
    options = [" <-> ".join(f"'{term}'{of_weight}" for term in option) for option in group.options]
    options += [f"'{prefix}':*{weight and _weight_of(prefix, weight)}" for prefix in group.prefixes]
    return f"({' | '.join(f'({option})' for option in options)})"


def _weight_of(prefix: str, weight: str) -> str:
    """What a number is found by may be among the parts of compounds."""
    return f"{weight}D" if prefix[1:2].isdecimal() else weight
