"""What a text is found by: the same terms for every engine, at index time and at query time.

A term is a folded word stem, written in ASCII letters and digits, so that no engine's own tokenizer takes it apart.
German compounds give their parts as extra terms of lower weight; words of a query are never split. Numbers of papers
become one term, however they are typed; dates, years and amounts give one beside their words (``figures``), and words
with hyphens the word they are without."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from stop_words import get_stop_words

from papers.characters import JOINERS
from papers.number_patterns import readings_of, spelled, words_of
from papers.stems import stem
from search.figures import Figure, figure_of, figures

if TYPE_CHECKING:
    from janome.tokenizer import Tokenizer

WITHOUT_SPACES = frozenset({"ja"})
LONGEST_WORD = 60  # letters; longer runs are no words, and no term is longer than the engines take

WORD = re.compile(rf"[^\W_]+(?:[{JOINERS}]+[^\W_]+)*")
# Kanji, Hiragana and Katakana, of full and of half width, are not parted by spaces; Latin words and figures between
# them are words as anywhere.
KANA = "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
UNSPACED = f"{KANA}々〆〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(f"(?P<unspaced>[{UNSPACED}]+)|[^\\W_{UNSPACED}]+(?:[{JOINERS}]+[^\\W_{UNSPACED}]+)*")
# "0383/2019", "383-2019", "DS 0383/2019 S1"; not dates, which have a third part
NUMBER = re.compile(
    r"(?<![\w/.-])(?:DS|Drs\.?|Drucksache|Nr\.?)?\s?0*(\d{1,6})\s?[/–-]\s?((?:19|20)\d{2})"
    r"(?:\s?([A-Z]\d{1,3}))?(?![\w/-])",
    re.IGNORECASE,
)

# In queries alone, because years of two digits stand for many things in a text: "Drs. 1/26", "534/22 N1", "0001 2026"
TYPED_NUMBER = re.compile(
    r"(?<![\w/.-])(?:"
    r"(?:DS|Drs\.?|Drucksache|Nr\.?)\s?\d{1,6}(?:[/–.-]\d{2,4}|\s(?:19|20)\d\d)(?:\s[NES]\d{1,3})?"
    r"|\d{1,6}[/–.-]\d{2,4}\s[NES]\d{1,3}"
    r"|0\d{1,5}\s(?:19|20)\d\d"
    r")(?![\w/-])",
    re.IGNORECASE,
)

# "E-Mail", and what is a word and a figure: "Covid19", "A7"
HYPHENS = r"\-\u2010\u2011"
HYPHEN = re.compile(f"[{HYPHENS}]")
WORD_AND_FIGURE = re.compile(r"([^\W\d_]+)(\d+)")
LONGEST_CHAIN = 5  # words with hyphens between them

NUMBER_TERM = re.compile(r"n\d+y\d{4}")

# Letters that Unicode does not take apart.
FOLDED = str.maketrans({"ß": "ss", "œ": "oe", "æ": "ae", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


@dataclass(frozen=True)
class Token:
    """A word of a text from ``start`` to ``end``, the term it is found by, and others that count less: of its parts if
    it is a compound, of what it is part of."""

    start: int
    end: int
    term: str
    parts: tuple[str, ...] = ()


NO_STOP_WORD = "0"
NOUNS = frozenset({"weg"})  # that a list takes for stop words, because it knows them in lower case alone
JOINING = dict.fromkeys(map(ord, JOINERS))


def tokens(text: str, language: str, *, compounds: bool = False, spaced: bool = False) -> Iterator[Token]:
    """Words come in the order of the text, which is as ``seen`` gives it. ``spaced`` leaves out words of a script that
    has no spaces, which cost a dictionary."""
    position = 0
    for number in NUMBER.finditer(text):
        if figure_of(number.group()) is None:
            yield from _words_and_figures(text, position, number.start(), language, compounds, spaced)
            yield Token(number.start(), number.end(), number_term(number))
            position = number.end()
    yield from _words_and_figures(text, position, len(text), language, compounds, spaced)


def terms(text: str, language: str) -> list[str]:
    return [token.term for token in tokens(text, language)]


def is_unspaced(text: str) -> bool:
    """Says whether any of it is written in a script without spaces: a Japanese page names Bristol, too."""
    return any(run["unspaced"] for run in RUN.finditer(text))


def number_term(found: re.Match[str]) -> str:
    number, year, suffix = found.groups()
    return f"n{int(number)}y{year}{(suffix or '').lower()}"


def terms_of_number(number: str, sequence: int, year: int, suffix: str = "") -> list[str]:
    """What a paper is found by however its number is typed, beside the words it is written with: its running number and
    year, and all its words in one, if there are others."""
    found = [f"n{sequence}y{year}{suffix}"]
    words = spelled(number)
    return found if words == spelled(f"{sequence}/{year} {suffix}") else [*found, f"z{words}"]


def terms_typed(words: str) -> list[str]:
    """What a number typed like this may stand for in the index; none, where it cannot be a number."""
    if len(words) > LONGEST_WORD or len(words_of(words)) < 2 or not any(sign.isdecimal() for sign in words):
        return []
    read = [f"n{number}y{year}{behind}" for number, year, behind in readings_of(words)]
    return [*read, f"z{spelled(words)}"]


def written_otherwise(words: str) -> list[str]:
    """What is typed, without hyphens and with them: "E-Mail" and "Email" only one way, "A7", "A-7" and "A 7" all."""
    joined = re.sub(rf"(?<=\w)[{HYPHENS} ](?=\w)", "", words)
    mixed = WORD_AND_FIGURE.fullmatch(joined)
    found = [joined, *([" ".join(mixed.groups())] if mixed else [])]
    return [way for way in found if way != words and len(way) <= LONGEST_WORD]


def is_stop_word(word: str, language: str) -> bool:
    """Words so frequent that a query does not insist on them."""
    return word.lower() in _stop_words(language)


@lru_cache(maxsize=200_000)
def term_of(word: str, language: str) -> str:
    """The stem of a single word, folded. Where a stemmer makes a German stop word of what is none, it gets a sign no
    word has: in French "Demir" ends like a verb, and would be "dem", in German "Sicherheit" would be "sich" and
    "Manchester" be "manch"."""
    written = unicodedata.normalize("NFKC", word.translate(JOINING)).lower()[:LONGEST_WORD]
    term = fold(stem(written, language))
    if term not in _everywhere() or written in _stop_words("de") or fold(written) == term:
        return term
    return term + NO_STOP_WORD


def fold(word: str) -> str:
    """Takes the accents off and spells it in ASCII: ``ä`` is ``a``, ``ß`` is ``ss``; letters of other scripts are
    spelled by their code points."""
    return "".join(letter if letter.isascii() else f"u{ord(letter):x}" for letter in bare(word))


def bare(word: str) -> str:
    """Letters and digits of any script, without what is on them."""
    plain = unicodedata.normalize("NFKD", word.translate(FOLDED))
    return "".join(letter for letter in plain if letter.isalnum() and not unicodedata.combining(letter))


def spellings(term: str) -> str:
    """A pattern for the ways in which the first two letters of a term may be written; empty for scripts whose letters
    are spelled by code points."""
    first, second = term[:1], term[1:2]
    if first == "u" and second.isdecimal():
        return ""
    both = "".join(letter for letter, folded in _letters().items() if len(folded) > 1 and folded.startswith(term[:2]))
    pattern = f"[{_written(first)}]" + (f"[{_written(second)}]" if second else "")
    return f"(?:{pattern}|[{both}])" if both else pattern


@lru_cache(maxsize=100)
def _written(letter: str) -> str:
    """All letters whose folded form begins with it."""
    return letter + letter.upper() + "".join(other for other, folded in _letters().items() if folded.startswith(letter))


@lru_cache(maxsize=1)
def _letters() -> dict[str, str]:
    """Latin letters with what is on or in them, and what they fold to."""
    return {
        chr(code): fold(chr(code).lower())
        for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
        if chr(code).isalpha()
    }


def parts_of(word: str, language: str) -> tuple[str, ...]:
    """Terms of the parts of a compound, and of the form a dictionary names where its stem is another; only German needs
    that."""
    if language.split("-")[0] != "de":
        return ()
    from search import decompounding  # its dictionary is read only for German

    terms = dict.fromkeys(term_of(part, language) for part in (decompounding.base_of(word), *decompounding.split(word)))
    return tuple(term for term in terms if term and term != term_of(word, language))


def _words_and_figures(
    text: str, start: int, end: int, language: str, compounds: bool, spaced: bool
) -> Iterator[Token]:
    for figure in figures(text, start, end):
        yield from _words(text, start, figure.start, language, compounds, spaced)
        yield from _figure(text, figure, language, compounds)
        start = figure.end
    yield from _words(text, start, end, language, compounds, spaced)


def _figure(text: str, figure: Figure, language: str, compounds: bool) -> Iterator[Token]:
    """Its words, or its years with four digits each; what it is besides counts with the last."""
    written = [Token(*year) for year in figure.years] or [
        *_words(text, figure.start, figure.end, language, compounds, spaced=True)
    ]
    if written and compounds:
        last = written[-1]
        written[-1] = replace(last, parts=(*last.parts, *(term for term in figure.terms if term != last.term)))
    yield from written


def _words(text: str, start: int, end: int, language: str, compounds: bool, spaced: bool) -> Iterator[Token]:
    chain: list[tuple[int, int]] = []  # of words with hyphens between them, this one last
    for begin, finish in _places(text, start, end, language, spaced):
        word = text[begin:finish]
        term = term_of(word, language)
        if term and compounds:
            chain = (
                [*chain, (begin, finish)]
                if chain and HYPHEN.fullmatch(text, chain[-1][1], begin)
                else [(begin, finish)]
            )
            yield Token(begin, finish, term, (*parts_of(word, language), *_joined(text, chain, language)))
        elif term:
            yield Token(begin, finish, term)


def _joined(text: str, chain: list[tuple[int, int]], language: str) -> Iterator[str]:
    """Terms of the words that the last of a chain makes with those before it, and of the letters and digits of one."""
    for first, _end in chain[-LONGEST_CHAIN:-1]:
        yield term_of(HYPHEN.sub("", text[first : chain[-1][1]]), language)
    if mixed := WORD_AND_FIGURE.fullmatch(text, *chain[-1]):
        yield from (term_of(part, language) for part in mixed.groups() if len(part) > 1)


def _places(text: str, start: int, end: int, language: str, spaced: bool) -> Iterator[tuple[int, int]]:
    if language not in WITHOUT_SPACES:
        yield from (word.span() for word in WORD.finditer(text, start, end))
        return
    for run in RUN.finditer(text, start, end):
        if not run["unspaced"]:
            yield run.span()
        elif not spaced:
            position = run.start()
            for word in map(str, _tokenizer().tokenize(run.group(), wakati=True)):
                yield position, position + len(word)
                position += len(word)


@lru_cache(maxsize=32)
def _stop_words(language: str) -> frozenset[str]:
    try:
        return frozenset(get_stop_words(language.split("-")[0])) - NOUNS
    except Exception:  # noqa: BLE001 - the library raises one of its own for languages it does not know
        return frozenset()


@lru_cache(maxsize=1)
def _everywhere() -> frozenset[str]:
    """Terms of German stop words. Originals are German, so what runs into these is found everywhere."""
    return frozenset(fold(stem(word, "de")) for word in _stop_words("de"))


@lru_cache(maxsize=1)
def _tokenizer() -> Tokenizer:
    from janome.tokenizer import Tokenizer  # reads a dictionary of 50 MB, which only Japanese needs

    return Tokenizer()
