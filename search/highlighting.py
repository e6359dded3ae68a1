"""This module shows where in a text the words stand: the two best passages, with the words marked."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from papers.characters import JOINERS
from search.analysis import NO_STOP_WORD, NUMBER_TERM, WITHOUT_SPACES, WORD, spellings, term_of, tokens
from search.figures import FIGURE_TERM, figures

if TYPE_CHECKING:
    from search.query import Query

AROUND = 90  # characters before and after
LONGEST_TEXT = 60_000  # characters looked at
MOST = 2
SHORTEST_PART = 4  # letters of a term that is marked inside of a compound

REST = re.compile(rf"[^\W_]*(?:[{JOINERS}]+[^\W_]+)*")  # of a word

Place = tuple[int, int, str]  # start, end and the term of the query


@dataclass(frozen=True)
class Passage:
    """``segments``: pieces of text in order, and whether each is one of the words looked for."""

    segments: tuple[tuple[str, bool], ...]

    def __str__(self) -> str:
        return "".join(text for text, _marked in self.segments)


class Marker:
    """Marks the words of one query. Kept for all hits of a page, so that a word they share is looked at once."""

    def __init__(self, query: Query) -> None:
        stop = {term for group in query.groups if group.optional for option in group.options for term in option} - {
            term for group in query.required for option in group.options for term in option
        }
        self._wanted = query.terms() - stop
        self._prefixes = tuple(prefix for group in query.groups for prefix in group.prefixes)
        long = sorted((term for term in self._wanted if len(term) >= SHORTEST_PART), key=len, reverse=True)
        self._inside = re.compile("|".join(map(_inside, long)) or "(?!)")
        self._spaced = not any(group.unspaced for group in query.groups)
        self._numbers = any(NUMBER_TERM.match(term) for term in self._wanted)
        self._figures = any(FIGURE_TERM.fullmatch(term) for term in self._wanted)
        beginnings = {spellings(term) for term in (*self._wanted, *self._prefixes)}
        # a rough net, so that only words that may match are looked at closely: this is done for every hit while
        # somebody waits
        self._beginnings = re.compile("|".join(sorted(beginnings)) or "(?!)") if all(beginnings) else WORD
        self._known: dict[tuple[str, str], str] = {}

    def places(self, text: str, language: str) -> list[Place]:
        words = self._words(text, language)
        if not self._figures:
            return words
        places = [
            (figure.start, figure.end, term) for figure in figures(text) if (term := self._match(figure.terms[0]))
        ]
        starts = [start for start, _end, _term in places]
        for word in words:
            before = bisect_right(starts, word[0])
            if not before or places[before - 1][1] <= word[0]:
                places.append(word)
        return sorted(places)

    def _words(self, text: str, language: str) -> list[Place]:
        if language in WITHOUT_SPACES or self._numbers:
            found = tokens(text, language, spaced=self._spaced)
            return [(token.start, token.end, term) for token in found if (term := self._match(token.term))]
        places: list[Place] = []
        end = 0
        for beginning in self._beginnings.finditer(text):
            if beginning.start() < end:
                continue
            start, end = _word_around(text, beginning.start())
            word = text[start:end]
            if (word, language) not in self._known:
                self._known[word, language] = self._match(term_of(word, language))
            term = self._known[word, language]
            if term:
                places.append((start, end, term))
        return places

    def _match(self, written: str) -> str:
        """Which term of the query a word is marked for, if any."""
        if written in self._wanted:
            return written
        if inside := self._inside.search(written):
            return inside.group()
        return written if self._prefixes and written.startswith(self._prefixes) else ""


def _inside(term: str) -> str:
    """Terms are ASCII letters and digits. A part of a longer term lacks the sign that tells it from a stop word."""
    stem = term.removesuffix(NO_STOP_WORD)
    return term if stem == term or not stem.isalpha() else f"(?<=.){stem}|{stem}(?=.)"


def _word_around(text: str, position: int) -> tuple[int, int]:
    start = position
    while start and (text[start - 1].isalnum() or text[start - 1] in JOINERS):
        start -= 1
    return start, REST.match(text, position).end()  # type: ignore[union-attr]  # it matches nothing, too


def passages(text: str, marker: Marker, language: str, *, most: int = MOST) -> list[Passage]:
    text = text[:LONGEST_TEXT]
    places = marker.places(text, language)
    found: list[Passage] = []
    left = places
    while left and len(found) < most:
        start, end = _best_window(left)
        found.append(_passage(text, start, end, places))
        left = [place for place in left if place[1] <= start - AROUND or place[0] >= end + AROUND]
    return found


def marked(text: str, marker: Marker, language: str) -> Passage:
    """The whole text, for titles."""
    return Passage(tuple(_segments(text, 0, len(text), marker.places(text, language))))


def _best_window(places: list[Place]) -> tuple[int, int]:
    """Most different words, then most words, then the earliest."""
    best, result = (0, 0), (places[0][0], places[0][1])
    last = 0
    counts: Counter[str] = Counter()
    for index, (start, _end, term) in enumerate(places):
        while last < len(places) and places[last][0] < start + 2 * AROUND:
            counts[places[last][2]] += 1
            last += 1
        worth = (len(counts), last - index)
        if worth > best:
            best, result = worth, (start, places[last - 1][1])
        counts[term] -= 1
        if not counts[term]:
            del counts[term]
    return result


def _passage(text: str, start: int, end: int, places: list[Place]) -> Passage:
    begin = 0 if start <= AROUND else text.find(" ", start - AROUND) + 1 or start
    finish = len(text) if end + AROUND >= len(text) else text.rfind(" ", end, end + AROUND)
    finish = end if finish < end else finish
    segments = list(_segments(text, begin, finish, places))
    if begin > 0:
        segments.insert(0, ("… ", False))
    if finish < len(text):
        segments.append((" …", False))
    return Passage(tuple(segments))


def _segments(text: str, begin: int, finish: int, places: list[Place]) -> list[tuple[str, bool]]:
    segments: list[tuple[str, bool]] = []
    position = begin
    for start, end, _term in places[bisect_left(places, (begin, 0, "")) :]:
        if end > finish:
            break
        if start > position:
            segments.append((text[position:start], False))
        segments.append((text[start:end], True))
        position = end
    if position < finish:
        segments.append((text[position:finish], False))
    return segments
