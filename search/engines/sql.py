"""What SQLite and PostgreSQL have in common: one statement that finds, counts and lists, with the access rule inside
it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q

from papers.access import Principal, attachment_rule, principal_of, readable_rule
from papers.models import Attachment, Consultation, Measure, Paper
from search.engines.base import Answer, Candidate, Request, keys_in
from search.models import IndexedText
from search.query import Query

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

# value and source of each facet's rows, joined to the found documents ``x``
SOURCES = {
    "kind": ("p.kind_id", "JOIN papers_paper p ON p.page_ptr_id = x.paper_id"),
    "office": ("p.originating_office_id", "JOIN papers_paper p ON p.page_ptr_id = x.paper_id"),
    "state": ("p.state", "JOIN papers_paper p ON p.page_ptr_id = x.paper_id"),
    "committee": (
        "c.organization_id",
        "JOIN papers_consultation c ON c.paper_id = x.paper_id AND c.state <> 'cancelled' AND c.role <> 'co_sign'",
    ),
    "outcome": (
        "a.outcome",
        "JOIN papers_consultation c ON c.paper_id = x.paper_id AND c.role <> 'co_sign' JOIN papers_act a ON a.id = "
        "c.latest_act_id",
    ),
    "city": ("t.organization_id", "JOIN papers_paper_partner_cities t ON t.paper_id = x.paper_id"),
    "field": (
        "m.field_of_action",
        "JOIN papers_measure_papers mp ON mp.paper_id = x.paper_id JOIN papers_measure m ON m.id = mp.measure_id",
    ),
    "language": ("x.language", ""),
    "part": ("CASE WHEN x.attachment_id IS NULL THEN 'text' ELSE 'attachment' END", ""),
}


class SQLEngine:
    name = ""
    year = ""  # of x.date, as text
    matching = ""  # what the documents are taken from that "asked.expression" finds

    def expression(self, query: Query) -> str:
        """What of a document is asked for, as the database puts it. Something must be."""
        raise NotImplementedError

    def match(self, query: Query) -> tuple[str, list[Any]]:
        """A select of ``id`` and ``score`` (higher is better) of all documents that match, whoever may read them."""
        raise NotImplementedError

    def search(self, request: Request) -> Answer:
        match, match_parameters = self.match(request.query)
        where, where_parameters = self._conditions(request)
        order = "date DESC, document DESC" if request.by_date else "score DESC, document DESC"
        parts = [
            f"""SELECT 'hit' AS what, CAST(document AS varchar(20)) AS value, key, score
                FROM (SELECT document, key, score, date FROM x ORDER BY {order} LIMIT {int(request.limit)}) hits""",
            "SELECT 'total', '', COUNT(DISTINCT key), 0 FROM x",
        ]
        if request.facets:
            sources = {**SOURCES, "year": (self.year, "")}
            for name, (value, source) in sources.items():
                parts.append(
                    f"""SELECT '{name}', CAST({value} AS varchar(80)), COUNT(DISTINCT x.key), 0
                        FROM x {source} WHERE x.paper_id IS NOT NULL AND {value} IS NOT NULL GROUP BY 2"""
                )
        statement = f"""
            WITH found AS MATERIALIZED ({match}),
            x AS MATERIALIZED (
                SELECT search_document.id AS document,
                    COALESCE(search_document.paper_id, -search_document.organization_id) AS key,
                    search_document.paper_id, search_document.attachment_id,
                    search_document.language, search_document.date, found.score
                FROM found CROSS JOIN search_document
                WHERE search_document.id = found.id AND {where}
            )
            {" UNION ALL ".join(f"SELECT * FROM ({part}) part{number}" for number, part in enumerate(parts))}
        """.replace('"search_document".', "search_document.")
        with connection.cursor() as cursor:
            cursor.execute(statement, [*match_parameters, *where_parameters])
            rows = cursor.fetchall()
        return _answer(rows)

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
    where, parameters = compiler.compile(compiler.query.where)
    return where or "1 = 1", tuple(parameters)


def conditions(request: Request) -> Any:
    """Documents that may be found. No joins: only conditions on each row. A document's ``paper`` is always an
    original."""
    papers = Paper.objects.filter(readable_rule(request.reader), pk=OuterRef("paper"))
    for name, values in request.filters.items():
        papers = _FILTERS[name](papers, values) if name in _FILTERS else papers
    if request.since is not None:
        papers = papers.filter(Q(last_published_at__gt=request.since) | Q(released_at__gt=request.since))
    released = Q(page=F("paper")) | Q(Exists(Paper.objects.filter(pk=OuterRef("page"), live=True)))
    rule = Q(Exists(papers)) & released
    rule &= Q(attachment__isnull=True) | Q(
        Exists(Attachment.objects.filter(attachment_rule(request.reader), pk=OuterRef("attachment")))
    )
    if not any(request.filters.values()) and request.since is None:
        rule |= Q(paper__isnull=True)
    if request.filters.get("language"):
        rule &= Q(language__in=request.filters["language"])
    if request.filters.get("part"):
        rule &= Q(attachment__isnull="text" in request.filters["part"])
    return IndexedText.objects.filter(rule).order_by()


_FILTERS: dict[str, Any] = {
    "kind": lambda papers, values: papers.filter(kind__in=keys_in(values)),
    "office": lambda papers, values: papers.filter(originating_office__in=keys_in(values)),
    "state": lambda papers, values: papers.filter(state__in=values),
    "year": lambda papers, values: papers.filter(date__year__in=keys_in(values)),
    "committee": lambda papers, values: papers.filter(
        Exists(_lines().filter(paper=OuterRef("pk"), organization__in=keys_in(values)).exclude(state="cancelled"))
    ),
    "outcome": lambda papers, values: papers.filter(
        Exists(_lines().filter(paper=OuterRef("pk"), latest_act__outcome__in=values))
    ),
    "city": lambda papers, values: papers.filter(
        Exists(Paper.partner_cities.through.objects.filter(paper=OuterRef("pk"), organization__in=keys_in(values)))
    ),
    "field": lambda papers, values: papers.filter(Exists(_measures(values))),
}


def _lines() -> Any:
    return Consultation.objects.exclude(role="co_sign")


def _measures(values: list[str]) -> Any:
    return Measure.papers.through.objects.filter(paper=OuterRef("pk"), measure__field_of_action__in=values)


def _answer(rows: list[tuple[str, str, int, float]]) -> Answer:
    candidates: list[Candidate] = []
    facets: dict[str, list[tuple[str, int]]] = {}
    total = 0
    for what, value, number, score in rows:
        if what == "hit":
            candidates.append(Candidate(int(value), number, float(score)))
        elif what == "total":
            total = number
        else:
            facets.setdefault(what, []).append((value, number))
    for values in facets.values():
        values.sort(key=lambda entry: (-entry[1], entry[0]))
    return Answer(candidates, total, facets, of_this_moment=True)
