"""Where in a text the words stand: the two best passages, with the words marked."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.analysis import NUMBER_TERM, WITHOUT_SPACES, WORD, term_of, tokens

if TYPE_CHECKING:
    from search.query import Query

AROUND = 90  # characters before and after
LONGEST_TEXT = 60_000  # characters looked at
MOST = 2
SHORTEST_PART = 4  # letters of a term that is marked inside of a compound


@dataclass(frozen=True)
class Passage:
    """``segments``: pieces of text in order, and whether each is one of the words looked for."""

    segments: tuple[tuple[str, bool], ...]

    def __str__(self) -> str:
        return "".join(text for text, _marked in self.segments)


def passages(text: str, query: Query, language: str, *, most: int = MOST) -> list[Passage]:
    text = text[:LONGEST_TEXT]
    places = _places(text, query, language)
    found: list[Passage] = []
    left = places
    while left and len(found) < most:
        start, end = _best_window(left)
        found.append(_passage(text, start, end, places))
        left = [place for place in left if place[1] <= start - AROUND or place[0] >= end + AROUND]
    return found


def marked(text: str, query: Query, language: str) -> Passage:
    """The whole text, for titles."""
    return Passage(tuple(_segments(text, 0, len(text), _places(text, query, language))))


def _places(text: str, query: Query, language: str) -> list[tuple[int, int, str]]:
    wanted = query.terms()
    prefixes = tuple(prefix for group in query.groups for prefix in group.prefixes)
    stop = {term for group in query.groups if group.optional for option in group.options for term in option} - {
        term for group in query.required for option in group.options for term in option
    }
    wanted -= stop
    long = tuple(term for term in wanted if len(term) >= SHORTEST_PART)
    if language in WITHOUT_SPACES or any(NUMBER_TERM.match(term) for term in wanted):
        found = ((token.start, token.end, _match(token.term, wanted, long, prefixes)) for token in tokens(text, language))
        return [place for place in found if place[2]]
    # without what only indexing needs, and each word once: this is done for every hit while somebody waits
    known: dict[str, str] = {}
    places = []
    for found_word in WORD.finditer(text):
        word = found_word.group()
        term = known.get(word)
        if term is None:
            term = known[word] = _match(term_of(word, language), wanted, long, prefixes)
        if term:
            places.append((found_word.start(), found_word.end(), term))
    return places


def _match(written: str, wanted: set[str], long: tuple[str, ...], prefixes: tuple[str, ...]) -> str:
    """Which term of the query a word is marked for, if any."""
    if written in wanted:
        return written
    for term in long:
        if term in written:
            return term
    return written if prefixes and written.startswith(prefixes) else ""


def _best_window(places: list[tuple[int, int, str]]) -> tuple[int, int]:
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


def _passage(text: str, start: int, end: int, places: list[tuple[int, int, str]]) -> Passage:
    begin = 0 if start <= AROUND else text.find(" ", start - AROUND) + 1 or start
    finish = len(text) if end + AROUND >= len(text) else text.rfind(" ", end, end + AROUND)
    finish = end if finish < end else finish
    segments = list(_segments(text, begin, finish, places))
    if begin > 0:
        segments.insert(0, ("… ", False))
    if finish < len(text):
        segments.append((" …", False))
    return Passage(tuple(segments))


def _segments(text: str, begin: int, finish: int, places: list[tuple[int, int, str]]) -> list[tuple[str, bool]]:
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
