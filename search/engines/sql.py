"""What SQLite and PostgreSQL have in common: one statement that finds, counts and lists, with the access rule in it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.expressions import RawSQL

from papers.access import Principal, principal_of
from search.engines.base import Answer, Candidate, Request
from search.engines.conditions import conditions
from search.query import Query

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from search.models import IndexedText

CANDIDATES = 800  # documents that are looked at of each of the two kinds; with fewer matches, all are
COLUMNS = "id, paper_id, page_id, attachment_id, organization_id, language, date"


class Select(NamedTuple):
    """``then``: a condition on each row that is asked where all else holds, because it takes long."""

    statement: str
    parameters: list[Any]
    then: str = ""
    then_parameters: tuple[Any, ...] = ()


class Rows(NamedTuple):
    """What a list is narrowed to: rows that ``column`` of documents leads to where the reader may be told of these, and
    ``others``, primary keys of a few that need no document."""

    reader: Principal
    column: str
    others: QuerySet[Any]


class Joined(NamedTuple):
    """Rows of a table that are looked up for each row there is, by an index. ``wanted``: those that have a value."""

    table: str
    name: str
    on: str
    wanted: str = "TRUE"


OF_LINES = Joined("papers_consultation", "l", "l.paper_id = d.paper_id", "l.role <> 'co_sign'")

# value and source of each facet's rows, joined to the documents ``d`` that are counted, with columns of their papers;
# nothing is counted where the value is NULL. A condition would have SQLite read all lines there are for a few papers.
SOURCES: dict[str, tuple[str, tuple[Joined, ...]]] = {
    "kind": ("d.kind_id", ()),
    "office": ("d.originating_office_id", ()),
    "state": ("d.state", ()),
    "committee": ("CASE WHEN l.state <> 'cancelled' AND l.role <> 'co_sign' THEN l.organization_id END", (OF_LINES,)),
    "outcome": (
        "CASE WHEN l.role <> 'co_sign' THEN a.outcome END",
        (OF_LINES, Joined("papers_act", "a", "a.id = l.latest_act_id")),
    ),
    "city": ("t.organization_id", (Joined("papers_paper_partner_cities", "t", "t.paper_id = d.paper_id"),)),
    "field": (
        "m.field_of_action",
        (
            Joined("papers_measure_papers", "mp", "mp.paper_id = d.paper_id"),
            Joined("papers_measure", "m", "m.id = mp.measure_id"),
        ),
    ),
    "language": ("d.language", ()),
    "part": ("CASE WHEN d.attachment_id IS NULL THEN 'text' ELSE 'attachment' END", ()),
}
OF_PAPER = Joined("papers_paper", "p", "p.page_ptr_id = s.paper_id")


def looked_at(request: Request) -> int:
    """The same for every page of a list, or each would be cut from another order."""
    return CANDIDATES // 4 if request.typing else CANDIDATES


def foremost_of(request: Request) -> int:
    """How many of what should come first are looked at, where there is more than that. By date that is an order of its
    own, which goes on however far somebody turns the pages."""
    most = looked_at(request) // 2
    return max(most, request.limit) if request.by_date or request.typing else most


class SQLEngine:
    """Looks at a part of what matches where that is much (``CANDIDATES``): texts spread over all there are, which
    tell what there is to count and to filter by, and those that should come first, by their titles or dates."""

    name = ""
    year = ""  # of d.date, as text
    matching = ""  # what the documents are taken from that "asked.expression" finds
    score = "c.score"  # of a candidate ``c``; higher is better

    def expression(self, query: Query) -> str:
        """What of a document is asked for, as the database puts it. Something must be."""
        raise NotImplementedError

    def spread(self, request: Request) -> Select:
        """Everything that matches, whoever may read it, in an order that has nothing to do with what it is."""
        raise NotImplementedError

    def foremost(self, request: Request) -> Select:
        """What matches and should come first, in its order: by date, or what has words of the query in its title."""
        raise NotImplementedError

    def joined(self, rows: Joined) -> str:
        """In words that keep the database to it: it would read all lines there are for some hundred papers."""
        raise NotImplementedError

    def of_candidate(self, request: Request) -> list[Any]:
        """The parameters of ``score``."""
        return []

    def matching_keys(self, query: Query, begun: Query | None = None) -> Select:
        """Primary keys of all documents that match, whoever may read them. ``begun``: the same query with a last word
        that is not finished, for which it is enough that a title has it all."""
        raise NotImplementedError

    def is_common(self, query: Query, begun: Query | None = None) -> bool:
        """Says whether a list had better go through its papers in their order than begin with all that match."""
        raise NotImplementedError

    def in_turn(self, query: Query, begun: Query | None, rows: Rows) -> Any:
        """Condition on what is common, for lists that go on in their order until a page is full."""
        raise NotImplementedError

    def titled(self, query: Query) -> Select:
        """Texts but those of attachments whose title matches, whoever may read them: their keys, and those of the paper
        and the page they are of."""
        raise NotImplementedError

    def titles_in_turn(self, query: Query, most: int) -> Any:
        """Condition on texts whose title matches, for lists that ask paper after paper until they have ``most``; None
        where they had better begin with all of ``titled``."""
        return None

    def rows(self, request: Request, begun: Query | None = None) -> QuerySet[IndexedText]:
        """All documents that match and that the reader may be told of, to be asked of in another statement."""
        keys = self.matching_keys(request.query, begun)
        return conditions(request).filter(pk__in=RawSQL(keys.statement, keys.parameters))  # noqa: S611 - of our words

    def search(self, request: Request) -> Answer:
        spread, among_spread = self._among(self.spread(request), request)
        foremost, among_foremost = self._among(self.foremost(request), request)
        most = looked_at(request)
        score = "0.0" if request.by_date else self.score
        order = "date DESC NULLS LAST, document DESC" if request.by_date else "score DESC, document DESC"
        of_spread = "(SELECT COALESCE(paper_id, -organization_id) AS key FROM spread) spread"  # however far one turns
        parts = [
            f"""SELECT 'hit' AS what, CAST(document AS varchar(20)) AS value, key, score
                FROM (SELECT document, key, score, date FROM x ORDER BY {order} LIMIT {int(request.limit)}) hits""",
            f"SELECT 'total', '', COUNT(DISTINCT key), 0 FROM {of_spread if request.by_date else 'x'}",
            f"SELECT 'more', '', COUNT(*), 0 FROM (SELECT 1 FROM spread LIMIT {most + 1}) s",
        ]
        parts += self._facets() if request.facets else []
        sides = self._sides(spread, foremost, request)
        statement = f"""
            WITH {sides},
            x AS MATERIALIZED (
                SELECT c.id AS document, COALESCE(c.paper_id, -c.organization_id) AS key, c.date, {score} AS score
                FROM (
                    SELECT * FROM foremost
                    UNION ALL SELECT * FROM spread WHERE id NOT IN (SELECT id FROM foremost)
                ) c
            )
            {self._counted() if request.facets else ""}
            {" UNION ALL ".join(f"SELECT * FROM ({part}) part{number}" for number, part in enumerate(parts))}
        """.replace('"search_document".', "search_document.")
        of_score = [] if request.by_date else self.of_candidate(request)
        with connection.cursor() as cursor:
            sides_asked = [*among_foremost, *among_spread] if request.typing else [*among_spread, *among_foremost]
            cursor.execute(statement, [*sides_asked, *of_score])
            rows = cursor.fetchall()
        return _answer(rows, most)

    def _sides(self, spread: str, foremost: str, request: Request) -> str:
        """Both kinds, the second as far as the first is not enough: to somebody who types, what has the words in its
        title is."""
        most, first = looked_at(request), foremost_of(request)
        if request.typing:
            return f"""foremost AS MATERIALIZED ({foremost} LIMIT {first}),
                spread AS MATERIALIZED ({spread} AND (SELECT COUNT(*) FROM foremost) < {first} LIMIT {most + 1})"""
        return f"""spread AS MATERIALIZED ({spread} LIMIT {most + 1}),
            foremost AS MATERIALIZED ({foremost} AND (SELECT COUNT(*) FROM spread) > {most} LIMIT {first})"""

    def _among(self, found: Select, request: Request) -> tuple[str, list[Any]]:
        """What of it the reader may be told of, as far as the filters leave it."""
        where, parameters = self._conditions(request)
        if found.then:
            where, parameters = f"CASE WHEN {where} THEN {found.then} END", [*parameters, *found.then_parameters]
        return f"SELECT search_document.* FROM ({found.statement}) search_document WHERE ({where})", [
            *found.parameters,
            *parameters,
        ]

    def _counted(self) -> str:
        return f""", counted AS MATERIALIZED (
            SELECT s.paper_id, s.attachment_id, s.language, s.date, p.kind_id, p.originating_office_id, p.state
            FROM spread s {self.joined(OF_PAPER)}
        )"""

    def _facets(self) -> list[str]:
        sources = {name: (value, " ".join(map(self.joined, tables))) for name, (value, tables) in SOURCES.items()}
        sources["year"] = (self.year, "")
        return [
            f"""SELECT '{name}', CAST({value} AS varchar(80)), COUNT(DISTINCT d.paper_id), 0
                FROM counted d {source} GROUP BY 2"""
            for name, (value, source) in sources.items()
        ]

    def which_find(self, queries: Sequence[Query], request: Request) -> list[bool]:
        where, parameters = self._conditions(request)
        asked = ", ".join("(%s, %s)" for _query in queries)
        statement = f"""
            WITH asked (place, expression) AS (VALUES {asked})
            SELECT place FROM asked WHERE EXISTS (SELECT 1 FROM {self.matching} AND {where})
        """.replace('"search_document".', "search_document.")
        expressions = [value for place, query in enumerate(queries) for value in (place, self.expression(query))]
        with connection.cursor() as cursor:
            cursor.execute(statement, [*expressions, *parameters])
            found = {place for (place,) in cursor.fetchall()}
        return [place in found for place in range(len(queries))]

    def _conditions(self, request: Request) -> tuple[str, list[Any]]:
        """Access and filters, as conditions on a single document: what is found is looked at, not everything that may
        be read."""
        filters = tuple((name, tuple(values)) for name, values in request.filters.items() if values)
        where, parameters = _compiled(connection.vendor, principal_of(request.reader), filters, request.since)
        return where, list(parameters)


@lru_cache(maxsize=500)
def _compiled(
    vendor: str, principal: Principal, filters: tuple[tuple[str, tuple[str, ...]], ...], since: datetime | None
) -> tuple[str, tuple[Any, ...]]:
    """The same principal and filters always make the same SQL, whose rules look at the rows of the moment; Django takes
    milliseconds to write it."""
    request = Request(Query(""), principal, {name: list(values) for name, values in filters}, since=since)
    compiler = conditions(request).query.get_compiler(connection=connection)
    compiler.pre_sql_setup()
    try:
        where, parameters = compiler.compile(compiler.query.where)
    except EmptyResultSet:  # a filter by what cannot be
        return "1 = 0", ()
    return where or "1 = 1", tuple(parameters)


def _answer(rows: list[tuple[str, str | None, int, float]], most: int) -> Answer:
    candidates: list[Candidate] = []
    facets: dict[str, list[tuple[str, int]]] = {}
    total, more = 0, False
    for what, value, number, score in rows:
        if value is None:
            continue
        if what == "hit":
            candidates.append(Candidate(int(value), number, float(score)))
        elif what == "total":
            total = number
        elif what == "more":
            more = number > most
        else:
            facets.setdefault(what, []).append((value, number))
    for values in facets.values():
        values.sort(key=lambda entry: (-entry[1], entry[0]))
    return Answer(candidates, total, facets, more=more, of_this_moment=True)
