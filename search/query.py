"""What somebody typed, as a condition every engine can put: all of several groups, any of each group's terms, none of
the excluded ones.

Words are joined by "and"; ``OR`` between two of them, quotes around a phrase, ``-`` before what must not occur. Nothing
typed is an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, islice

from papers.characters import seen
from search.analysis import (
    HYPHENS,
    NUMBER,
    TYPED_NUMBER,
    WORD,
    fold,
    is_stop_word,
    is_unspaced,
    term_of,
    terms,
    terms_typed,
    written_otherwise,
)
from search.figures import figure_of, figures

LONGEST_QUERY = 1000  # characters; what comes after them is not read
MOST_WORDS = 32  # in phrases and alternatives, too; each is looked for in every language

LEXEME = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
# "A 7", "S 21", "TOP 3": together they mean something
LETTER_AND_FIGURE = re.compile(rf"(?<![\w{HYPHENS}])(?:[^\W\d_]|[A-ZÄÖÜ]{{2,3}}) \d{{1,3}}(?![\w/.,–{HYPHENS}])")
QUOTED = re.compile(r'-?"[^"]*"?')
BENT_IN = ("de", "en")
BEGUN_NUMBER = re.compile(r"(\d{1,6})(?:[/-](\d{0,4}))?")
DIGITS_OF_A_NUMBER = 4
OR = frozenset({"OR", "ODER", "OU", "LUB", "|"})

Reader = Callable[[str], Iterator[tuple[int, int]]]  # where in a text something stands that is one thing
Option = tuple[str, ...]  # terms that stand one after the other; most have one


@dataclass(frozen=True)
class Group:
    """Any of ``options`` is found. ``prefix``: the last term of an option need only begin so. ``optional``: stop words
    do not decide. ``unspaced``: some are of a script whose words only a dictionary finds in a text."""

    words: str
    options: tuple[Option, ...]
    prefixes: tuple[str, ...] = ()
    optional: bool = False
    unspaced: bool = False


@dataclass(frozen=True)
class Query:
    text: str
    groups: tuple[Group, ...] = ()
    excluded: tuple[Group, ...] = ()
    enough: int = 0  # of the required groups; 0 for all
    shortened: bool = False  # more was typed than is looked for

    @property
    def required(self) -> tuple[Group, ...]:
        """A query of nothing but stop words insists on them."""
        return tuple(group for group in self.groups if not group.optional) or self.groups

    def needing(self, count: int) -> Query:
        """The same, but any so many of the required words are enough."""
        return replace(self, enough=count)

    @property
    def ways(self) -> list[tuple[Group, ...]]:
        """Sets of groups, any of which is enough if all of it is found."""
        required = self.required
        if not required:
            return []
        return list(combinations(required, min(self.enough or len(required), len(required))))

    @property
    def is_empty(self) -> bool:
        return not self.groups and not self.excluded

    def terms(self) -> set[str]:
        return {term for group in self.groups for option in group.options for term in option}


@dataclass
class _Part:
    words: list[str] = field(default_factory=list)
    phrase: bool = False
    minus: bool = False


def parse(
    text: str, languages: Sequence[str], *, synonyms: Mapping[str, Collection[str]] | None = None, typing: bool = False
) -> Query:
    """``languages``: of the documents looked into, the reader's first. ``synonyms`` by ``forms_of`` a word. ``typing``:
    the last word is not finished."""
    typed = " ".join(seen(text.replace("\0", " ")).split())
    text = _readable_part(typed)
    groups: list[Group] = []
    excluded: list[Group] = []
    parts = list(_parts(text))
    for index, part in enumerate(parts):
        unfinished = typing and index == len(parts) - 1 and not part.phrase and not part.minus
        group = _group(part, languages, synonyms or {}, unfinished)
        if group is not None:
            (excluded if part.minus else groups).append(group)
    return Query(text, tuple(groups), tuple(excluded), shortened=text != typed)


def _readable_part(text: str) -> str:
    text = text[:LONGEST_QUERY]
    too_many = next(islice(WORD.finditer(text), MOST_WORDS, None), None)
    return text[: too_many.start()].rstrip() if too_many else text


def _parts(text: str) -> Iterator[_Part]:
    pending: _Part | None = None
    joining = False
    for minus, phrase, words in _lexemes(text):
        if words in OR and not phrase and not minus:
            joining = pending is not None and not pending.minus
            continue
        if joining and pending is not None and not minus:
            pending.words.append(words)
            pending.phrase = pending.phrase or phrase
            joining = False
            continue
        if pending is not None:
            yield pending
        pending, joining = _Part([words], phrase, minus), False
    if pending is not None:
        yield pending


def _lexemes(text: str) -> Iterator[tuple[bool, bool, str]]:
    """What is quoted stays together. Elsewhere numbers of papers come first, then dates, years and amounts: they may
    hold a space or a dash."""
    position = 0
    for quoted in QUOTED.finditer(text):
        yield from _lexemes_between(text[position : quoted.start()], READERS)
        yield from _plain_lexemes(quoted.group())
        position = quoted.end()
    yield from _lexemes_between(text[position:], READERS)


def _lexemes_between(text: str, readers: Sequence[Reader]) -> Iterator[tuple[bool, bool, str]]:
    if not readers:
        yield from _plain_lexemes(text)
        return
    position = 0
    for start, end in readers[0](text):
        yield from _lexemes_between(text[position:start], readers[1:])
        yield False, False, text[start:end]
        position = end
    yield from _lexemes_between(text[position:], readers[1:])


def _spans(pattern: re.Pattern[str]) -> Reader:
    return lambda text: (found.span() for found in pattern.finditer(text))


def _figures(text: str) -> Iterator[tuple[int, int]]:
    return ((figure.start, figure.end) for figure in figures(text))


READERS = (_spans(NUMBER), _spans(TYPED_NUMBER), _figures, _spans(LETTER_AND_FIGURE))


def _plain_lexemes(text: str) -> Iterator[tuple[bool, bool, str]]:
    for found in LEXEME.finditer(text):
        words = found["phrase"] if found["phrase"] is not None else found["word"]
        yield bool(found["minus"]), found["phrase"] is not None, words


def _beginnings(word: str) -> tuple[str, ...]:
    """Returns beginnings of terms for a word that is still being typed; digits may become the number of a paper."""
    number = BEGUN_NUMBER.fullmatch(word)
    return (fold(word.lower()), *([_begun_number(*number.groups())] if number else ()))


def _begun_number(digits: str, year: str | None) -> str:
    """Of four digits the first of which is a zero nobody goes on typing but the year."""
    is_whole = year is not None or (len(digits) >= DIGITS_OF_A_NUMBER and digits.startswith("0"))
    return f"n{int(digits)}{'y' if is_whole else ''}{year or ''}"


def forms_of(words: str) -> set[str]:
    """What synonyms are known by: as they are written, and bent in German and English."""
    return {fold(words.lower()), *(term_of(words, language) for language in BENT_IN if WORD.fullmatch(words))}


def _alike(words: str, language: str, synonyms: Mapping[str, Collection[str]]) -> Collection[str]:
    """Only the reader's language bends what is typed: another may make a different word of it."""
    return synonyms.get(fold(words.lower()), ()) or synonyms.get(term_of(words, language), ())


def _group(
    part: _Part, languages: Sequence[str], synonyms: Mapping[str, Collection[str]], unfinished: bool
) -> Group | None:
    options: dict[Option, None] = {}
    unspaced = False
    for words in part.words:
        others = () if part.phrase else (*written_otherwise(words), *_alike(words, languages[0], synonyms))
        alternatives = [words, *others]
        for alternative in alternatives:
            unspaced = unspaced or is_unspaced(alternative)
            for language in languages:
                option = tuple(terms(alternative, language))
                if option:
                    options[option] = None
        options |= dict.fromkeys((term,) for term in terms_typed(words))
        if figure := figure_of(words):
            options[figure.terms[:1]] = None
    if not options:
        return None
    prefixes = _beginnings(part.words[-1]) if unfinished else ()
    optional = not unfinished and not part.phrase and len(part.words) == 1 and is_stop_word(part.words[0], languages[0])
    return Group(" ".join(part.words), tuple(options), tuple(filter(None, prefixes)), optional, unspaced)
