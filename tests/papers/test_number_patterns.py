"""What a pattern may be: whatever is accepted can be released, and is read as no other number."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError

from papers.models import Paper, PaperKind
from papers.number_patterns import (
    pattern_of,
    readings_of,
    slug_of,
    spelled,
    try_out,
    ways_of_writing,
    where_they_meet,
    words_of,
)
from tests.factories.papers import kind, paper_at
from tests.factories.this_year import YEAR
from workflows.routing.release import release

ACCEPTED = {
    "{number:04}/{year}": ("0001/2026", "0001-2026"),
    "GRDrs {number}/{year}": ("GRDrs 1/2026", "grdrs-1-2026"),
    "15-{number:04}/{year}": ("15-0001/2026", "15-0001-2026"),
    "{number}/{year:02}": ("1/26", "1-26"),
    "{year}{number:04}": ("20260001", "20260001"),
    "{year}{number}": ("20261", "20261"),
    "{number}.{year}": ("1.2026", "1-2026"),
    "Öä-{number}/{year}": ("Öä-1/2026", "oeae-1-2026"),
    "№ {number} ({year})": ("№ 1 (2026)", "no-1-2026"),
    "<b>{number}</b>#$*_@`\\{year}": ("<b>1</b>#$*_@`\\2026", "b-1-b-2026"),
    "../{number}?{year}&=%": ("../1?2026&=%", "1-2026"),
    "Ж {number}/{year}": ("Ж 1/2026", "zh-1-2026"),
    "Drucksache der Stadt {number:09}/{year}": (
        "Drucksache der Stadt 000000001/2026",
        "drucksache-der-stadt-000000001-2026",
    ),
}

REFUSED = [
    "{number}",
    "{year}",
    "{number}/{jahr}",
    "{number",
    "{}/{year}",
    "{number:x}/{year}",
    "{number.real}/{year}",
    "{number}/{year}/{year}",
    "{{number}}/{year}",
    "{number:4}/{year}",
    "{number:99}/{year}",
    "{number}/{year:03}",
    "{number:04}",
    "",
    " {number}/{year}",
    "{number}  {year}",
    "{number}\u00a0{year}\n",
    "{number}/{year}\u202e",
    "{number}\x00/{year}",
    "{number}/{year} N1",
    "WWWWWWWWWWWWWWWWWWWWWWWWWW{number}/{year}",
    "\u570b\u5bb6\u6a5f\u95dc\u6587\u4ef6\u7de8\u865f\u7b2c\u570b\u5bb6\u6a5f\u95dc\u6587\u4ef6\u7de8 {number}/{year}",
]


@pytest.mark.parametrize("pattern", ACCEPTED)
def test_every_pattern_that_is_accepted_can_be_released_and_printed(cast, pattern):
    paper_kind = kind("decision")
    paper_kind.number_pattern = pattern
    paper_kind.full_clean()
    paper_kind.save()

    paper = release(paper_at("releasing", cast), by=cast.council_clerk)

    assert (paper.number, paper.slug) == ACCEPTED[pattern]
    assert paper.live
    assert len(paper.number) <= Paper._meta.get_field("number").max_length


@pytest.mark.parametrize("pattern", ACCEPTED)
def test_the_address_of_a_released_paper_opens_and_shows_its_number(cast, client, pattern):
    PaperKind.objects.filter(slug="decision").update(number_pattern=pattern)
    paper = release(paper_at("releasing", cast), by=cast.council_clerk)

    response = client.get(f"/de/papers/{paper.slug}/")

    assert response.status_code == 200
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", paper.slug)
    shown = response.content.decode()
    assert "<b>1</b>" not in shown
    assert pattern_of(pattern).written(1, 2026).split("<")[0] in shown.replace("&amp;", "&")


@pytest.mark.parametrize("pattern", REFUSED)
def test_other_patterns_are_refused_at_their_field(db, pattern):
    paper_kind = kind("decision")
    paper_kind.number_pattern = pattern

    with pytest.raises(ValidationError) as error:
        paper_kind.full_clean()

    assert list(error.value.message_dict) == ["number_pattern"]


@pytest.mark.parametrize(
    ("year", "number"), [(2026, "1/26"), (2000, "1/00"), (2099, "1/99"), (1926, "1/1926"), (2126, "1/2126")]
)
def test_a_year_of_two_digits_is_one_of_this_century(year, number):
    assert pattern_of("{number}/{year:02}").written(1, year) == number


@pytest.mark.parametrize(
    ("pattern", "other", "met"),
    [
        ("{number}/{year:02}", "{year:02}/{number}", "10/26"),  # as the 26th of 2010
        ("1{number}/{year}", "{number}/{year}", "11/2026"),
        ("15/{number}/{year}", "{number}/16/{year}", "15/16/2026"),
        ("{number}{year}", "{number}{year:02}", "12026"),  # the first of 2026, and the 120th
        ("{number:04}/{year}", "{number}/{year:02}", ""),
        ("{number}/{year}", "{year}/{number}", ""),
        ("15/{number}/{year}", "{number}/15/{year}", ""),  # they count together
        ("IDS {number}/{year}", "{number}/{year}", ""),
        ("{year}{number}", "{year}{number:04}", ""),
    ],
)
def test_patterns_that_meet_in_a_number(pattern, other, met):
    assert where_they_meet(pattern_of(pattern), pattern_of(other), year=2026) == met


def test_a_pattern_that_meets_the_one_of_another_kind_is_refused_with_the_number_named(db):
    paper_kind = kind("decision")
    paper_kind.number_pattern = "1{number}/{year}"

    with pytest.raises(ValidationError, match=f"11/{YEAR}") as error:
        paper_kind.full_clean()

    assert list(error.value.message_dict) == ["number_pattern"]


def test_a_kind_whose_pattern_is_older_than_the_rule_keeps_nobody_from_saving_another(db):
    PaperKind.objects.filter(slug="information").update(number_pattern="{number:x}/{year}")
    paper_kind = kind("decision")
    paper_kind.number_pattern = "D {number}/{year}"

    paper_kind.full_clean()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{number:04}/{year}", "{number}-{year:02}"),
        ("DS {number}/{year}", "{year}/{number}"),
        ("Drs. {number}/{year}", "Nr. {number}.{year}"),
        ("GRDrs {number}/{year}", "grdrs-{year}{number:05}"),
        ("Ä{number}/{year}", "AE {number}/{year}"),
    ],
)
def test_patterns_a_person_reads_alike_are_one_series(one, other):
    assert pattern_of(one).series == pattern_of(other).series


def test_other_words_are_another_series():
    patterns = (
        "{number}/{year}",
        "GRDrs {number}/{year}",
        "15-{number}/{year}",
        "16-{number}/{year}",
        "A{year}{number}",
    )

    assert len({pattern_of(pattern).series for pattern in patterns}) == len(patterns)


@pytest.mark.parametrize("pattern", [pattern for pattern in ACCEPTED if "<" not in pattern])
def test_each_number_has_an_address_and_words_of_its_own(pattern):
    try_out(pattern, year=2026)
    numbers = [pattern_of(pattern).written(number, year) for number in range(1, 2100) for year in (2026, 2027)]

    assert len({slug_of(number) for number in numbers}) == len(numbers)
    assert len({" ".join(words_of(number)) for number in numbers}) == len(numbers)


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("0001/2026", [(1, 2026, "")]),
        ("1/26", [(1, 2026, ""), (26, 2001, "")]),
        ("DS 2026-1", [(1, 2026, "")]),
        ("0534-2022-n1", [(534, 2022, "n1")]),
        ("GRDrs 1/2026", []),
        ("12345678/2026", []),
        ("0/2026", []),
        ("Haushalt 2026", []),
        ("", []),
    ],
)
def test_readings_of_what_is_typed(typed, readings):
    found = [reading for reading in readings_of(typed) if reading[0] < 1900]

    assert found == readings


def test_every_way_of_writing_is_spelled_the_same():
    for pattern in ("{number:04}/{year}", "{number}/{year:02}", "DS {number}-{year}"):
        ways = ways_of_writing(pattern_of(pattern).written(41, 2026), 41, 2026)
        assert {spelled(way) for way in ways} == {"41x26"}


PATTERNS = (
    "{number:04}/{year}",
    "{number}/{year:02}",
    "{year}{number:04}",
    "{year:02}{number:03}",
    "GRDrs {number}-{year}",
    "15-{number}/{year:02}",
    "{year}-{number}-B",
    "\uff11\uff15-{number}/{year:02}",
)


@pytest.mark.parametrize("text", PATTERNS)
def test_no_number_read_as_one_of_a_year_to_come_is_left_out_by_the_signs(text):
    """Asked of what each pattern writes, in years before and after."""
    pattern, kept = pattern_of(text), 0
    signs = re.compile(pattern.signs_since(2026))

    for other in map(pattern_of, PATTERNS):
        for year in (1998, 2001, 2019, 2025, 2026, 2027, 2040, 2099):
            for number in (1, 19, 20, 26, 27, 99, 201, 2026, 12026, 26026):
                written = other.written(number, year)
                read = pattern.read(written)
                if read is not None and read[1] >= 2026:
                    kept += 1
                    assert signs.search(written), written
    assert kept


def test_numbers_of_years_that_are_over_are_left_out():
    signs = re.compile(pattern_of("{number:04}/{year}").signs_since(2026))

    assert [signs.search(number) is None for number in ("0005/2019", "0031/2025", "5/19", "0005/2026", "5/26")] == [
        True, True, True, False, False,
    ]  # fmt: skip
