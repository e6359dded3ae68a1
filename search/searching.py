"""Find: one function for every channel. What the reader may not read is in nothing it returns, neither hits nor
counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone

from papers.access import principal_of, readable_rule
from papers.models import Attachment, Organization, Paper
from search.analysis import WORD
from search.engines import Request, engine
from search.engines.base import FACETS, Answer
from search.highlighting import Marker, Passage, marked, passages
from search.models import IndexedText, Synonyms
from search.query import OR, Query, forms_of, parse
from search.ranking import scored
from search.spelling import capitalized_like, similar

if TYPE_CHECKING:
    from datetime import datetime

    from papers.access import Reader

PER_PAGE = 20
WEIGHED_AGAIN = 40  # documents
LONGEST_LIST = 10_000  # documents
SUGGESTIONS = 8
FEW = 3  # hits; with fewer, not every word is insisted on
MOST_RELAXED = 8  # words
AT_ONCE = 200  # rows that one statement asks for by their keys
# of a hit's paper; a row of all its columns takes a tenth of a millisecond to build
SHOWN = (
    *(
        "title",
        "slug",
        "url_path",
        "locale",
        "translation_key",
        "live",
        "last_published_at",
        "number",
        "kind",
        "state",
        "state_since",
        "date",
    ),
    *("originating_office", "confidentiality", "released_at", "summary", "kind__name", "kind__name_translations"),
    "locale__language_code",
)


@dataclass(frozen=True)
class Hit:
    """A paper or an organization, and where in it something was found. ``language``: of the text it was found in, and
    of the passages; ``title_language``: of the title, which is that of the version the reader is led to."""

    language: str
    title: Passage
    title_language: str
    passages: list[Passage]
    paper: Paper | None = None
    organization: Organization | None = None
    attachment: Attachment | None = None
    page_number: int | None = None  # of the attachment


@dataclass(frozen=True)
class Found:
    query: Query
    hits: list[Hit]
    total: int
    page: int
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    did_you_mean: str = ""
    more: bool = False  # than ``total``: not all there is was looked at
    in_place: bool = False  # answered by the database, because the search server is away
    goes_on: bool = False  # there are more pages, and nobody knows how many

    @property
    def is_relaxed(self) -> bool:
        """Next to nothing has all the words, so this has some of them."""
        return bool(self.query.enough)

    @property
    def surpassed(self) -> int:
        """A round number of hits; there are more."""
        less = self.total - 1
        return less - less % 100 if less > 100 else max(less, 0)

    @property
    def listed(self) -> int:
        """How many hits there are pages of, as far as is known."""
        return max(self.total, self.page * PER_PAGE + 1) if self.goes_on else self.total


def parsed(text: str, language: str, *, typing: bool = False) -> Query:
    """``typing``: the last word is not finished."""
    return parse(text, _languages(language), synonyms=_synonyms(), typing=typing)


def find(
    text: str,
    *,
    reader: Reader,
    language: str,
    filters: dict[str, list[str]] | None = None,
    by_date: bool = False,
    page: int = 1,
    per_page: int = PER_PAGE,
    facets: bool = True,
    with_passages: bool = True,
    since: datetime | None = None,
) -> Found:
    """``language``: the reader's; ``since``: only papers published later. Raises nothing, whatever is typed."""
    query = parsed(text, language)
    filters = {name: values for name, values in (filters or {}).items() if name in FACETS and values}
    if query.is_empty and not filters:
        return Found(query, [], 0, 1)
    by_date = by_date or not query.groups
    reader = principal_of(reader)
    page = max(1, min(page, LONGEST_LIST // per_page))
    request = Request(query, reader, filters, by_date=by_date, facets=facets, since=since)
    answer, keys = _keys(request, page * per_page, language)
    if since is None:
        for enough in _fewer(query):
            if answer.total >= (FEW if enough > 1 else 1):
                break
            relaxed = query.needing(enough)
            answer, keys = _keys(replace(request, query=relaxed), page * per_page, language)
            query = relaxed if answer.total else query
    page = min(page, max(1, -(-len(keys) // per_page)))
    chosen = keys[(page - 1) * per_page : page * per_page]
    hits = _hits(chosen, query, reader, answer, with_passages=with_passages)
    meant = _did_you_mean(query, reader, language, filters) if not answer.total else ""
    goes_on = by_date and answer.more and len(keys) >= page * per_page and page < LONGEST_LIST // per_page
    return Found(query, hits, answer.total, page, answer.facets, meant, answer.more, answer.in_place, goes_on)


def _fewer(query: Query) -> Iterable[int]:
    """How many of the words are enough where all of them find next to nothing: all but one, then half."""
    words = len(query.required)
    if words < 2 or words > MOST_RELAXED or query.excluded:
        return ()
    return dict.fromkeys((words - 1, -(-words // 2)))


def suggest(text: str, *, reader: Reader, language: str) -> list[Hit]:
    """While somebody types: papers and organizations whose words begin so."""
    query = parse(text, _languages(language), synonyms={}, typing=True)
    if not query.groups:
        return []
    reader = principal_of(reader)
    request = Request(query, reader, limit=WEIGHED_AGAIN, facets=False, typing=True)
    answer, keys = _keys(request, SUGGESTIONS, language)
    return _hits(keys[:SUGGESTIONS], query, reader, answer, with_passages=False)


def _keys(request: Request, needed: int, language: str) -> tuple[Answer, list[int]]:
    """The best document of each paper or organization, in order, at least as many as needed where there are so many.
    Papers may have any number of documents, so it may take more than one search; three at most."""
    limit = min(max(request.limit, needed), LONGEST_LIST)
    facets: dict[str, list[tuple[str, int]]] | None = None
    while True:
        answer = engine().search(replace(request, limit=limit, facets=request.facets and facets is None))
        facets = answer.facets if facets is None else facets
        documents = [candidate.document for candidate in answer.candidates]
        if not request.by_date:
            documents = weighed_again(documents, request.query, language)
        keys_of = {candidate.document: candidate.key for candidate in answer.candidates}
        best: dict[int, int] = {}
        for document in documents:
            best.setdefault(keys_of[document], document)
        if (
            len(best) >= (needed if answer.more else min(needed, answer.total))
            or len(documents) < limit
            or limit == LONGEST_LIST
        ):
            return replace(answer, facets=facets), list(best.values())
        limit = min(limit * 10, LONGEST_LIST)


def weighed_again(documents: list[int], query: Query, language: str) -> list[int]:
    first, rest = documents[:WEIGHED_AGAIN], documents[WEIGHED_AGAIN:]
    fields = ("id", "terms_title", "terms_head", "terms_body", "terms_parts", "attachment_id", "language", "date")
    today = timezone.localdate()
    scores = scored(IndexedText.objects.rows(first, *fields), query, language=language, today=today)
    return sorted((pk for pk in first if pk in scores), key=lambda pk: (-scores[pk], -pk)) + rest


def _hits(
    documents: list[int], query: Query, reader: Reader, answer: Answer, *, with_passages: bool = True
) -> list[Hit]:
    """The database has the last word: what the reader may no longer read by now is left out, unless it was the database
    that answered."""
    fields = ["id", "paper_id", "attachment_id", "organization_id", "page_number", "language", "title"]
    fields += ["text"] if with_passages else []
    found = {row.id: row for row in IndexedText.objects.rows(documents, *fields)}
    organizations = _by_key(Organization.objects, [row.organization_id for row in found.values()])
    attachments = _by_key(Attachment.objects, [row.attachment_id for row in found.values()])
    rule = Q() if answer.of_this_moment else readable_rule(reader)
    papers = _by_key(
        Paper.objects.filter(rule).titled().select_related("kind", "locale").only(*SHOWN).order_by(),
        [row.paper_id for row in found.values()],
    )
    marker = Marker(query)
    return [
        Hit(
            language=row.language,
            title=marked(title, marker, title_language),
            title_language=title_language,
            passages=passages(row.text, marker, row.language) if with_passages else [],
            paper=papers.get(row.paper_id),
            organization=organizations.get(row.organization_id),
            attachment=attachments.get(row.attachment_id),
            page_number=row.page_number,
        )
        for pk in documents
        if (row := found.get(pk)) is not None and (row.paper_id is None or row.paper_id in papers)
        for title, title_language in [_title_of(row, papers.get(row.paper_id))]
    ]


def _title_of(row: Any, paper: Any) -> tuple[str, str]:
    """The title, and its language, of the version somebody is led to who reads the active language."""
    if paper is None:
        return row.title, row.language
    if translated := getattr(paper, "translated_title", None):
        return translated, paper.translated_language
    return paper.title, paper.locale.language_code


def _by_key(rows: Any, keys: list[int | None]) -> dict[int | None, Any]:
    wanted = sorted({key for key in keys if key is not None})
    found: dict[int | None, Any] = {}
    for first in range(0, len(wanted), AT_ONCE):
        found |= rows.in_bulk(wanted[first : first + AT_ONCE])
    return found


def _languages(language: str) -> list[str]:
    """The reader's first. Languages that share a stemmer are asked once."""
    return list(dict.fromkeys([language, *(code for code, _name in settings.LANGUAGES if "-" not in code)]))


def _synonyms() -> dict[str, list[str]]:
    groups: dict[str, list[str]] | None = cache.get("search.synonyms")
    if groups is None:
        groups = {}
        for row in Synonyms.objects.all():
            for word in row.group:
                for form in forms_of(word):
                    known = groups.setdefault(form, [])
                    known.extend(other for other in row.group if other != word and other not in known)
        cache.set("search.synonyms", groups, 300)
    return groups


def _did_you_mean(query: Query, reader: Reader, language: str, filters: dict[str, list[str]]) -> str:
    """The query with words that exist in place of those by which nothing is found. Three statements, whatever is typed.

    Offered only if the reader finds something by each of these words and by all of it together: a word from a paper one
    may not read is never named.
    """

    def better(found: re.Match[str]) -> str:
        word = found.group()
        if word in existing:
            return word
        return next((capitalized_like(word, other) for other in alike.get(word, ()) if other in existing), word)

    words = [word for word in WORD.findall(query.text) if word.isalpha() and word not in OR]
    alike = similar(words) if len(words) <= MOST_RELAXED else {}
    asked = {word: parsed(word, language) for word in (*alike, *chain.from_iterable(alike.values()))}
    request = Request(Query(""), reader, filters)
    existing = _which_find({word: of_word for word, of_word in asked.items() if of_word.groups}, request)
    corrected = parsed(WORD.sub(better, query.text), language)
    if corrected.text == query.text:
        return ""
    ways = [corrected, *map(corrected.needing, _fewer(corrected))]
    return corrected.text if any(engine().which_find(ways, request)) else ""


def _which_find(asked: dict[str, Query], request: Request) -> set[str]:
    found = engine().which_find(list(asked.values()), request) if asked else []
    return {word for word, finds in zip(asked, found, strict=True) if finds}


__all__ = ["Found", "Hit", "find", "suggest"]
