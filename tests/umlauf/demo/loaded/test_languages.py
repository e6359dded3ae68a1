"""The demo in other languages: the Hannover paper in six, the strategy in four, one translation out of date on
purpose."""

from __future__ import annotations

import pytest

from papers.models import Organization, Paper, TranslationVersion
from papers.translation.freshness import freshness_of
from tests.umlauf.demo.loaded.conftest import demo_paper

pytestmark = [pytest.mark.thorough, pytest.mark.usefixtures("loaded_demo")]


def languages_of(key):
    return {page.locale.language_code for page in demo_paper(key).get_translations().live()}


def test_paper_and_strategy_are_there_in_the_languages_of_the_partner_cities():
    assert languages_of("2019-handlungskonzept") == {"en", "fr", "pl", "ar", "de-x-leicht"}
    assert languages_of("hannover") == {"en", "fr", "pl"}


def test_exactly_one_translation_is_out_of_date():
    pages = [page for page in Paper.objects.live() if page.original.pk != page.pk]
    stale = {
        (page.original.number, page.locale.language_code): freshness_of(page)
        for page in pages
        if not freshness_of(page).is_current
    }

    assert set(stale) == {("0384/2019", "fr")}
    (freshness,) = stale.values()
    assert sum(freshness.parts.values()) == 1
    assert all(not freshness_of(page).untranslated for page in pages)


def test_every_translation_was_read_by_somebody_before_it_was_published():
    for made in TranslationVersion.objects.filter(revision__in=Paper.objects.live().values("live_revision")):
        assert made.reviewed_by is not None


def test_partner_cities_of_both_cities_have_countries_years_and_languages():
    cities = list(Organization.objects.partner_cities())

    assert len(cities) == 17
    assert all(city.country and city.partner_since for city in cities)
    assert {code for city in cities for code in city.languages} == {"en", "fr", "pl", "cs", "ar", "ru", "ja", "hi"}


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/en/papers/0383-2019/", "Action plan"),
        ("/fr/papers/0384-2019/", "4 %"),
        ("/ar/papers/0383-2019/", 'dir="rtl"'),
        ("/de-x-leicht/papers/0383-2019/", "Plan: Hannover ist eine internationale Stadt"),
        ("/en/partners/bristol/", "Hannover – International City"),
        ("/ar/partners/kairo/", "القاهرة"),
    ],
)
def test_readers_find_it(client, address, words):
    assert words in client.get(address).text.replace("\xa0", " ")
