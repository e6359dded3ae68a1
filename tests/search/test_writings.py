"""What can be written in many ways is found by each of them: words with hyphens, letters with figures, years, amounts
and dates."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache

from search.figures import figure_of
from search.indexing import process_pending
from search.searching import find
from tests.factories.papers import fresh, paper_at

pytestmark = pytest.mark.django_db

CITIZEN = AnonymousUser()
COMPOUNDS = (
    ("Covid19", "Covid-19", "Covid 19", "COVID\u201119"),
    ("A7", "A 7", "A-7"),
    ("E-Mail", "Email", "E\u2011Mail"),
    ("Umwelt-Schutz", "Umweltschutz"),
    ("E-Mail-Adresse", "Email-Adresse", "Emailadresse"),
)
RANGES = ("2027/2028", "2027\u20132028", "2027/28", "2027-28", "2027 - 2028", "2027 bis 2028")
AMOUNTS = (
    *("1.250.000 €", "1.250.000,00 Euro", "EUR 1.250.000", "1,25 Mio. Euro", "1,25 Millionen Euro", "1 250 000"),
    *("1\u202f250\u202f000 €", "1250000", "1,250,000", "1.25 million", "1'250'000", "1.250 Tsd. €"),
)
DATES = (
    *("2.12.2026", "02.12.2026", "02.12.26", "2. 12. 2026", "2. Dezember 2026", "2. Dez. 2026", "2026-12-02"),
    *("2 December 2026", "December 2, 2026", "2nd of December 2026", "Dec 2 2026", "2/12/2026"),
)
OTHERS = (
    *("Post und Adresse", "Umbau der A 71", "Covid 18", "Haushalt 2026/2027", "1.250 €", "12,50 Euro"),
    *("12.2.2026", "3. Dezember 2026", "2. Dezember 2025"),
)


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


@pytest.fixture
def written(cast):
    """Primary keys of papers in whose summary each of these ways stands."""

    def make(ways):
        papers = [
            fresh(paper_at("deliberating", cast, title="Sache", summary=f"Es geht um {way}, kurz.")) for way in ways
        ]
        for _left in process_pending():
            pass
        return {paper.pk for paper in papers}

    return make


def found(words):
    return {hit.paper.pk for hit in find(words, reader=CITIZEN, language="de", per_page=100).hits}


@pytest.mark.thorough
@pytest.mark.parametrize("ways", [*COMPOUNDS, RANGES, AMOUNTS, DATES], ids=lambda ways: ways[0])
def test_each_way_of_writing_finds_all_others_and_nothing_else(written, ways):
    meant = written(ways)
    written(OTHERS)

    assert {way: found(way) for way in ways} == dict.fromkeys(ways, meant)


def test_a_year_finds_the_years_it_is_one_of(written):
    meant = written(["2027/2028", "2027/28"])

    assert found("2027") == found("2028") == found("Sache 2028") == meant


def test_a_number_of_a_paper_that_looks_like_years_is_still_one():
    assert figure_of("0027/2028") is None
    assert figure_of("2028/2027") is None


def test_a_month_finds_its_days(written):
    meant = written(["2.12.2026", "2. Dezember 2026", "Dezember 2026"])
    written(["2.11.2026"])

    assert found("Dezember 2026") == meant


@pytest.mark.parametrize("words", ["31.2.2026", "12,5", "2026", "1.2026", "3.1.2.5", "2026/2025", "9" * 40 + " €"])
def test_what_is_none_is_taken_for_none(words):
    assert figure_of(words) is None


@pytest.mark.parametrize(
    ("words", "shown"), [("1250000 €", "1,25 Mio. Euro"), ("2.12.26", "2. Dezember 2026"), ("2027/28", "2027")]
)
def test_they_are_marked_as_they_are_written(written, words, shown):
    written(["1,25 Mio. Euro am 2. Dezember 2026 für 2027/2028"])

    (hit,) = find(words, reader=CITIZEN, language="de").hits
    assert (shown, True) in hit.passages[0].segments


def test_what_is_quoted_stays_together(written):
    meant = written(["den Bericht vom 2. Dezember 2026"])
    written(["den Bericht, und am 2. Dezember 2026"])

    assert found('"Bericht vom 2. Dezember 2026"') == meant
