"""A paper is found by every way of writing its number, whatever the pattern of its kind."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache

from papers.models import PaperKind
from papers.number_patterns import ways_of_writing
from search import indexing
from search.analysis import terms_of_number, terms_typed
from search.query import parse
from search.searching import find, suggest
from tests.factories.papers import fresh, paper_at

CITIZEN = AnonymousUser()


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


def numbers(text):
    hits = find(text, reader=CITIZEN, language="de").hits
    return [hit.paper.number for hit in hits if hit.paper]


@pytest.fixture
def indexed(cast):
    def make(slug="decision", **fields):
        paper = fresh(paper_at("deliberating", cast, slug, **fields))
        for _left in indexing.process_pending():
            pass
        indexing.send_out()
        return paper

    return make


TYPED = {
    "{number:04}/{year}": ["1/2026", "0001-2026", "1/26", "DS 1/26", "Drs. 0001/26", "2026/1", "1.2026", "0001 2026"],
    "{number}/{year:02}": ["1/2026", "0001/2026", "0001/26", "1-26", "Nr. 1/26", "01-26"],
    "GRDrs {number}/{year}": ["1/2026", "GRDrs 1/26", "grdrs-1-2026", "GRDrs1/2026", "grdrs 0001/2026"],
    "15-{number:04}/{year:02}": ["15-1/26", "15-0001/2026", "15-0001-26", "15/1/2026", "1/2026"],
    "{year}{number:04}": ["20260001", "1/2026", "2026/1", "1/26"],
    "{number} {year}": ["1 2026", "0001 2026", "1/2026", "1-26"],
    "Öä.{number}.{year}": ["Öä.1.2026", "oeae-1-2026", "ÖÄ 1/2026", "öä.0001.26"],
    "<b>{number}</b>#{year}": ["<b>1</b>#2026", "b-1-b-2026", "1/2026"],
}


@pytest.mark.parametrize("pattern", TYPED)
def test_it_is_found_and_another_is_not(cast, indexed, pattern):
    PaperKind.objects.exclude(slug="decision").update(number_pattern="X {number}/{year}")
    PaperKind.objects.filter(slug="decision").update(number_pattern=pattern)
    paper = indexed()
    indexed()

    ways = [*TYPED[pattern], *ways_of_writing(paper.number, 1, 2026)]

    assert {way: numbers(way) for way in ways} == {way: [paper.number] for way in ways}


@pytest.mark.parametrize("pattern", ["{number:04}/{year}", "{year}{number:04}", "GRDrs {number}/{year:02}"])
def test_a_supplement_is_found_by_the_number_of_the_paper_it_belongs_to(cast, indexed, pattern):
    PaperKind.objects.filter(slug="decision").update(number_pattern=pattern)
    parent = indexed()
    child = indexed(superordinate=parent, suffix_kind="N")

    for way in ("1/2026 N1", "1/26 N1", "0001-2026 n1", child.slug, child.number):
        assert numbers(way)[:1] == [child.number], way


def test_it_is_suggested_while_its_number_is_typed(cast, indexed):
    PaperKind.objects.filter(slug="decision").update(number_pattern="{number}/{year:02}")
    paper = indexed()

    assert [[hit.paper for hit in suggest(typed, reader=CITIZEN, language="de")] for typed in ("1/26", "0001/26")] == [
        [paper],
        [paper],
    ]


def test_the_usual_number_needs_no_more_terms_than_its_own():
    assert terms_of_number("0383/2019", 383, 2019) == ["n383y2019"]
    assert terms_of_number("0534/2022 N1", 534, 2022, "n1") == ["n534y2022n1"]
    assert terms_of_number("GRDrs 827/2016", 827, 2016) == ["n827y2016", "zgrdrsx827x16"]


@pytest.mark.parametrize("typed", ["Haushalt", "2026", "Radweg Nordufer", "1" * 61, "/", ""])
def test_what_is_no_number_is_taken_for_none(typed):
    assert terms_typed(typed) == []


@pytest.mark.parametrize(
    ("typed", "begun"),
    [
        ("0001", "n1y"),
        ("0001/", "n1y"),
        ("0001/20", "n1y20"),
        ("0165", "n165y"),
        ("165", "n165"),
        ("16", "n16"),
        ("016", "n16"),
        ("1650", "n1650"),
    ],
)
def test_a_number_with_its_zeros_is_no_beginning_of_others(typed, begun):
    """While somebody types: 0001 is not 0177."""
    (group,) = parse(typed, ["de"], typing=True).groups

    assert begun in group.prefixes
    assert not {prefix for prefix in group.prefixes if prefix.startswith("n1")} - {begun}
