"""The words there are, for "did you mean". A word is offered only where a search for it, with the reader's rights,
finds something.

However many words a city has, only those are looked at that begin or end as the one that was typed and are about as
long: a mistake spares one of the two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from django.db import connection
from rapidfuzz import fuzz, process

from search.analysis import JOINING, WORD, bare
from search.models import Word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.models import IndexedText

SHORTEST, LONG, LONGEST = 4, 8, 80  # letters
KEPT, KEPT_OF_LONG = 2, 4  # letters of beginning and end; half of a word, so that a mistake in the middle spares them
ALIKE = 75  # per cent
CANDIDATES = 5
LOOKED_AT = 1000  # words, those first that are as long
SLACK = 2  # letters more or less


def learn(documents: Iterable[IndexedText]) -> None:
    words = {
        word.translate(JOINING).lower()
        for document in documents
        for word in WORD.findall(f"{document.title} {document.text}")
    }
    rows = [word_of(word) for word in sorted(words) if len(word) >= SHORTEST and word.isalpha()]
    Word.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def word_of(word: str) -> Word:
    form = bare(word)[:LONGEST]
    kept = KEPT if len(form) < LONG else KEPT_OF_LONG
    return Word(word=word[:LONGEST], bare=form, length=len(form), beginning=form[:kept], ending=form[-kept:])


def similar(words: Collection[str]) -> dict[str, list[str]]:
    """Returns for each of the words that is neither too short nor too long the known ones that look like it, the most
    similar first. It takes one statement."""
    forms = {word: bare(word.lower()) for word in words}
    forms = {word: form for word, form in forms.items() if SHORTEST <= len(form) <= LONGEST}
    known = _known_like(list(forms.values()))
    return {word: _most_similar(word, form, like) for (word, form), like in zip(forms.items(), known, strict=True)}


def capitalized_like(typed: str, known: str) -> str:
    """``known`` is in lower case; whoever types capitals means a word that has them."""
    if typed.isupper():
        return known.upper()
    return known[:1].upper() + known[1:] if typed[:1].isupper() else known


def _most_similar(word: str, form: str, known: dict[str, str]) -> list[str]:
    matches = process.extract(form, known, scorer=fuzz.ratio, limit=CANDIDATES, score_cutoff=ALIKE)
    return [other for _form, _score, other in matches if other != word.lower()]


def _known_like(forms: list[str]) -> list[dict[str, str]]:
    """Returns for each form the known words that begin or end like it, each with its bare form."""
    found: list[dict[str, str]] = [{} for _form in forms]
    parts: list[str] = []
    parameters: list[Any] = []
    for place, form in enumerate(forms):
        for column, letters, shortest, longest in _where_to_look(form):
            parts.append(
                f"""SELECT {place} AS place, word, bare FROM (
                    SELECT word, bare FROM search_word WHERE {column} = %s AND length BETWEEN %s AND %s
                    ORDER BY ABS(length - %s), word
                    LIMIT {LOOKED_AT}) part{len(parts)}"""  # noqa: S608  # names of ours
            )
            parameters += [letters, shortest, longest, len(form)]
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), parameters)
            for place, word, form in cursor.fetchall():
                found[place][word] = form
    return found


def _where_to_look(form: str) -> Iterator[tuple[str, str, int, int]]:
    """Column, what stands in it, and how long the words are."""
    shortest, longest = len(form) - SLACK, len(form) + SLACK
    if shortest < LONG:
        yield "beginning", form[:KEPT], shortest, min(longest, LONG - 1)
        yield "ending", form[-KEPT:], shortest, min(longest, LONG - 1)
    if longest >= LONG:
        yield "beginning", form[:KEPT_OF_LONG], max(shortest, LONG), longest
        yield "ending", form[-KEPT_OF_LONG:], max(shortest, LONG), longest
