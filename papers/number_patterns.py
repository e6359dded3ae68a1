"""How the numbers of a kind are written, and how people read them.

A person who reads ``0001/2026``, ``1-2026`` and ``1/26`` reads one number three times. So what counts is the words of a
number: letters and figures without accents, zeros in front and signs between them. Patterns whose own words are the
same count together (``series``), the address is made of the words, and a number typed in another way is found by them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.coreutils import string_to_ascii

LONGEST_NUMBER = 48  # characters; a supplement adds up to twelve, and a paper keeps sixty
LONGEST_WORDS = 60  # characters of a series and of an address
WIDEST_PIECE = 22  # characters without a place to break; twenty-two capital W fill the column of a printed head
CENTURY = 2000  # a year of two digits is one of these hundred; any other is written with four
TRIED = (1, 2, 9, 10, 26, 99, 100, 999, 1000, 9999, 10000, 123456)
NO_YEAR = 1900  # larger numbers look like years; no city has so many papers a year that they have to be told apart

FIELD = re.compile(r"\{(?P<name>number|year)(?::0(?P<digits>[1-9]))?\}")
RUN = re.compile(r"[a-z]+|\d+")
YEAR = re.compile(r"(?:19|20)\d\d")
# Written before any number, and left out as often: they tell no series from another.
GENERAL_WORDS = frozenset({"ds", "drs", "drucksache", "nr"})
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
SUPPLEMENT = re.compile(r"[\W_][NES]\d*$", re.IGNORECASE)
# Control characters, marks of direction, what is private or unassigned, and breaks of lines.
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_NUMBER, _YEAR = "\x01", "\x02"  # where the fields stand in the words of a pattern


def slug_of(number: str) -> str:
    """``0383/2019`` → ``0383-2019``; ``0534/2022 N1`` → ``0534-2022-n1``. Letters, digits and hyphens, whatever the
    number contains."""
    return re.sub(r"[^a-z0-9]+", "-", _ascii(number)).strip("-")


def words_of(number: str) -> list[str]:
    """``DS 0383/2019 N1`` → ``383 2019 n 1``."""
    found = [word.lstrip("0") or "0" if word.isdecimal() else word for word in RUN.findall(_ascii(number))]
    return [word for word in found if word not in GENERAL_WORDS]


def readings_of(text: str) -> list[tuple[int, int, str]]:
    """What somebody may mean who types ``1/26``, ``0001-2026`` or ``2026/1 N1``: number, year and, in small letters,
    what is behind them (``n1``)."""
    words = words_of(text)
    behind = ""
    if len(words) == 4 and words[2] in ("n", "e", "s") and words[3].isdecimal():
        behind, words = "".join(words[2:]), words[:2]
    if len(words) != 2 or not all(word.isdecimal() and len(word) <= 6 for word in words):
        return []
    found = [(int(number), _year_read(year), behind) for number, year in (words, words[::-1])]
    return [reading for reading in dict.fromkeys(found) if reading[0] and reading[1]]


def ways_of_writing(number: str, sequence: int, year: int) -> list[str]:
    """The number as it is written, and others by which the search finds it too."""
    others = [f"{sequence}/{year}", f"{sequence:04}/{year}"]
    if CENTURY <= year < CENTURY + 100:
        others.append(f"{sequence}/{year % 100:02}")
    return list(dict.fromkeys([number, slug_of(number), *others]))


def spelled(text: str) -> str:
    """The same for all ways of writing a number: its words in one, years of this century with two digits."""
    words = [word[2:].lstrip("0") or "0" if _is_of_the_century(word) else word for word in words_of(text)]
    return "x".join(words)


def _is_of_the_century(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and CENTURY <= int(word) < CENTURY + 100


def _year_read(word: str) -> int:
    """0 if it is none."""
    if len(word) <= 2:
        return CENTURY + int(word)
    return int(word) if YEAR.fullmatch(word) else 0


def _ascii(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).lower().translate(UMLAUTS)
    return str(string_to_ascii(text)).lower()


@dataclass(frozen=True)
class NumberPattern:
    """Text, ``{number}`` and ``{year}`` in any order. ``{number:04}`` has at least four digits, ``{year:02}`` two."""

    text: str

    def __post_init__(self) -> None:
        """Raises ValidationError where the text is no pattern."""
        fields = [found["name"] for found in FIELD.finditer(self.text)]
        rest = FIELD.sub("", self.text)
        if "{" in rest or "}" in rest:
            raise ValidationError(
                _("This is not a valid pattern. Examples: {number:04}/{year}, or with two digits {number}/{year:02}")
            )
        if sorted(fields) != ["number", "year"]:
            raise ValidationError(
                _("The pattern must contain {number} and {year}, each once, and nothing else in braces.")
            )
        if any(
            found["digits"] not in (None, "2", "4") for found in FIELD.finditer(self.text) if found["name"] == "year"
        ):
            raise ValidationError(_("A year has two digits, {year:02}, or four, {year}."))

    def written(self, number: int, year: int) -> str:
        def value(found: re.Match[str]) -> str:
            digits = int(found["digits"] or 1)
            if found["name"] == "number":
                return f"{number:0{digits}}"
            short = digits == 2 and CENTURY <= year < CENTURY + 100
            return f"{year % 100:02}" if short else f"{year:04}"

        return FIELD.sub(value, self.text)

    @cached_property
    def series(self) -> str:
        """Patterns with the same one count together, whatever stands between their words and however many digits they
        write. ``{number:04}/{year}`` is ``#``, ``GRDrs {number}/{year:02}`` is ``#grdrs``."""
        return "#" + "-".join(words_of(FIELD.sub(" ", self.text)))

    def read(self, number: str) -> tuple[int, int] | None:
        """Number and year of what this pattern may have written; None where it has not."""
        found = self._reading.fullmatch("-".join(_runs(number)))
        return (int(found["number"]), _year_read(found["year"])) if found else None

    def signs_since(self, year: int) -> str:
        """A regular expression, for the database as for Python, found in every number that this pattern reads as one of
        that year or a later one, and in few others."""
        years = "|".join(f"{later % CENTURY:02}" for later in range(year, CENTURY + 100)) or "-"
        alone = any(run == _YEAR for run in self._marked_runs)
        if alone:
            found = f"(^|[^0-9])(20)?({years})([^0-9]|$)"
        else:  # there are figures beside it
            found = f"({years})" if "{year:02}" in self.text else f"20({years})"
        return f"{found}|[^ -~]"  # figures come in other scripts, too, and are read alike

    @cached_property
    def _reading(self) -> re.Pattern[str]:
        return re.compile("-".join(map(self._run, self._marked_runs)))

    @cached_property
    def _marked_runs(self) -> list[str]:
        """Signs of their own, which no ASCII letter or digit is, stand where the fields are."""
        marks = {"number": _NUMBER, "year": _YEAR}
        pieces = FIELD.split(self.text)  # text, name, digits, text, name, digits, text
        text = "".join(_ascii(piece) for piece in pieces[:1]) + "".join(
            marks[pieces[at]] + _ascii(pieces[at + 2]) for at in range(1, len(pieces), 3)
        )
        return [run for run in re.findall(f"[a-z]+|[0-9{_NUMBER}{_YEAR}]+", text) if run not in GENERAL_WORDS]

    def _run(self, run: str) -> str:
        """A year that stands alone may be read with two digits or four; one with figures beside it as it is written."""
        if run.isdecimal():
            return f"0*{run.lstrip('0') or '0'}"
        year = r"(?P<year>(?:19|20)?\d\d)"
        if run != _YEAR:
            year = r"(?P<year>\d\d)" if "{year:02}" in self.text else r"(?P<year>(?:19|20)\d\d)"
        return run.replace(_NUMBER, r"0*(?P<number>[1-9]\d*)").replace(_YEAR, year)


@lru_cache(maxsize=200)
def pattern_of(text: str) -> NumberPattern:
    """Raises ValidationError where the text is no pattern."""
    return NumberPattern(text)


def _runs(number: str) -> list[str]:
    return [run for run in RUN.findall(_ascii(number)) if run not in GENERAL_WORDS]


def try_out(pattern_text: str, *, year: int) -> None:
    """Writes numbers of that year and the next by the pattern, as the formal check will. Raises ValidationError where
    one could not be kept, had no address of its own, or could not be read again."""
    pattern = pattern_of(pattern_text)
    _check_signs(pattern_text)
    addresses: set[str] = set()
    for tried_year in (year, year + 1):
        for number in TRIED:
            written = pattern.written(number, tried_year)
            if len(written) > LONGEST_NUMBER or len(slug_of(written)) > LONGEST_WORDS:
                raise ValidationError(_("Numbers like %(number)s are too long.") % {"number": written})
            if max(map(len, re.split(r"[\s/-]", written))) > WIDEST_PIECE:
                text = _("Numbers like %(number)s do not fit on paper: they need a space, a hyphen or a slash.")
                raise ValidationError(text % {"number": written})
            if pattern.read(written) != (number, tried_year):
                raise ValidationError(_("%(number)s could be read as another number.") % {"number": written})
            addresses.add(slug_of(written))
    if len(addresses) != 2 * len(TRIED):
        raise ValidationError(_("Different numbers would get the same address."))
    if SUPPLEMENT.search(pattern.written(1, year)) and len(re.findall(r"\d+", pattern.written(1, year))) > 2:
        text = _("%(number)s reads like a supplement to another paper; choose other letters for its end.")
        raise ValidationError(text % {"number": pattern.written(1, year)})


def _check_signs(text: str) -> None:
    if text != " ".join(text.split()):
        raise ValidationError(_("The pattern may contain single spaces only, none of them at its ends."))
    for sign in text:
        if unicodedata.category(sign) in INVISIBLE:
            name = unicodedata.name(sign, f"U+{ord(sign):04X}")
            raise ValidationError(_("The character %(name)s cannot be part of a number.") % {"name": name})


def where_they_meet(pattern: NumberPattern, other: NumberPattern, *, year: int) -> str:
    """Returns a number of one that somebody may read as another number of the other; empty if there is none."""
    figures = {int(word) for text in (pattern.text, other.text) for word in words_of(text) if word.isdecimal()}
    for tried_year in (year, year + 1):
        for number in sorted({*range(1, 121), *TRIED, *(figure for figure in figures if 0 < figure < 10**6)}):
            for writer, reader in ((pattern, other), (other, pattern)):
                written = writer.written(number, tried_year)
                if is_misread(written, number, tried_year, series=writer.series, reader=reader):
                    return written
    return ""


def is_misread(written: str, number: int, year: int, *, series: str, reader: NumberPattern) -> bool:
    """Says whether this number of a series is, read by a pattern, another one that the pattern would write."""
    read = reader.read(written)
    if read is None or read[0] >= NO_YEAR:
        return False
    return series != reader.series or read != (number, year)
