"""Dates, years from one to another and amounts: what is written in many ways and read as one thing gets one term.

"2.12.2026", "2. Dezember 2026" and "2026-12-02" are ``d20261202``; "2027/28" and "2027–2028" are both years and
``n2027y2028``; "1.250.000 €", "1,25 Mio. Euro" and "1 250 000" are ``1250000``. German and English ways are read; where
these contradict one another, the German."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

CENTURY = 2000  # a year of two digits is one of these hundred
LONGEST_RANGE = 50  # years
MOST_DIGITS = 15  # of an amount
FIGURE_TERM = re.compile(r"d\d+|\d{5,}(?:c\d\d)?|\d+c\d\d")  # that may be written so in no text

MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "januar jänner january jan",
            "februar february feb",
            "märz march mär mrz mar",
            "april apr",
            "mai may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "dezember december dez dec",
        ),
        start=1,
    )
    for name in names.split()
}
TIMES = {
    **dict.fromkeys(("tsd", "tausend", "thousand"), 1000),
    **dict.fromkeys(("mio", "million", "millionen"), 10**6),
    **dict.fromkeys(("mrd", "milliarde", "milliarden", "billion", "bn"), 10**9),
}
_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_UNIT = rf"(?:{'|'.join(sorted(TIMES, key=len, reverse=True))})\b\.?"
_CURRENCY = r"(?:€|(?:EUR|Euros?)\b)"
_YEAR = r"(?:19|20)\d\d"
_GROUPED = r"\d{1,3}(?:[.'’\s]\d{3})+(?:,\d\d?)?|\d{1,3}(?:,\d{3})+(?:\.\d\d?)?"
# the signs around must not make a longer number, a number of a paper or a version of it
FIGURE = re.compile(
    rf"""(?<![\w/.,–-])(?:
    (?P<day>\d\d?)\.\s?(?P<month>\d\d?)\.(?:\s?(?P<year>{_YEAR}|\d\d))?
    |(?P<day2>\d\d?)(?:\.|st|nd|rd|th)?\s(?:of\s)?(?P<month2>{_MONTH})(?:\s(?P<year2>{_YEAR}))?
    |(?P<month3>{_MONTH})\s(?P<day3>\d\d?)(?:st|nd|rd|th)?,?\s(?P<year3>{_YEAR})
    |(?P<month4>{_MONTH})\s(?P<year4>{_YEAR})
    |(?P<year5>{_YEAR})-(?P<month5>\d\d)-(?P<day5>\d\d)
    |(?P<day6>\d\d?)/(?P<month6>\d\d?)/(?P<year6>{_YEAR})
    |(?P<first>{_YEAR})(?:\s?[/–—-]\s?|\s(?:bis|to)\s)(?P<last>{_YEAR}|\d\d)
    |(?P<before>{_CURRENCY}\s?)?(?P<amount>{_GROUPED}|\d+(?:[.,]\d{{1,3}})?)(?:\s?(?P<unit>{_UNIT}))?
        (?P<behind>\s?{_CURRENCY})?
    )(?!\w|[/–-]\w|[.,]\d)""",
    re.IGNORECASE | re.VERBOSE,
)


NO_DIGIT = re.compile(r"\D")
GROUPED = re.compile(r"(\d{1,3}(?:[.'’\s]\d{3})+)(?:,(\d\d?))?|(\d{1,3}(?:,\d{3})+)(?:\.(\d\d?))?")
PLAIN = re.compile(r"(\d+)(?:[.,](\d{1,3}))?")


@dataclass(frozen=True)
class Figure:
    """``terms``: what it is found by however it is written, beside its words. ``years``: of a range, with their
    places."""

    start: int
    end: int
    terms: tuple[str, ...]
    years: tuple[tuple[int, int, str], ...] = ()


def figures(text: str, start: int = 0, end: int | None = None) -> Iterator[Figure]:
    for found in FIGURE.finditer(text, start, len(text) if end is None else end):
        figure = _range(found) if found["first"] else _amount(found) if found["amount"] else _date(found)
        if figure is not None:
            yield figure


def figure_of(words: str) -> Figure | None:
    """What they are, if they are nothing else beside."""
    return next((one for one in figures(words) if (one.start, one.end) == (0, len(words))), None)


def _date(found: re.Match[str]) -> Figure | None:
    day, month, year = (
        next(filter(None, map(found.group, (f"{name}{way}" for way in ("", *range(2, 7)) if _has(name, way)))), "")
        for name in ("day", "month", "year")
    )
    at = MONTHS.get(month.rstrip(".").lower()) or int(month if month.isdecimal() else 0)
    in_year = int(year) + (CENTURY if len(year) == 2 else 0) if year else 0
    try:
        date(in_year or CENTURY, at, int(day or 1))
    except ValueError:
        return None
    terms = [f"d{in_year}{at:02}{int(day):02}"] if day and in_year else []
    terms += [f"d{at:02}{int(day):02}"] if day else []
    terms += [f"d{in_year}{at:02}"] if in_year else []
    return Figure(*found.span(), tuple(terms))


def _has(name: str, way: object) -> bool:
    return f"{name}{way}" in FIGURE.groupindex


def _range(found: re.Match[str]) -> Figure | None:
    first, last = int(found["first"]), int(found["last"])
    last += first - first % 100 if len(found["last"]) == 2 else 0
    if not first < last <= first + LONGEST_RANGE:
        return None
    years = ((*found.span("first"), str(first)), (*found.span("last"), str(last)))
    return Figure(*found.span(), (f"n{first}y{last}",), years)


def _amount(found: re.Match[str]) -> Figure | None:
    """A number that is grouped, or of thousands or millions, or of money; any other is a word of its own."""
    digits, unit, currency = found["amount"], (found["unit"] or "").rstrip(".").lower(), found["before"]
    grouped = GROUPED.fullmatch(digits)
    if unit and NO_DIGIT.findall(digits) == [","]:
        grouped = None  # "1,250 Mio."
    if not (grouped or unit or currency or found["behind"]):
        return None
    read = grouped or PLAIN.fullmatch(digits)
    whole, part = [*filter(None, read.groups() if read else ()), "0"][:2]
    number = Decimal(f"{NO_DIGIT.sub('', whole)}.{part}")
    euros, cents = divmod(int(number * TIMES.get(unit, 1) * 100), 100)
    if len(str(euros)) > MOST_DIGITS:
        return None
    return Figure(*found.span(), (f"{euros}c{cents:02}" if cents else f"{euros}",))
