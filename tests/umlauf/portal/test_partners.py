"""Partner cities, their feeds, and readers who ask for a translation."""

from __future__ import annotations

import pytest

from papers.models import Organization, TranslationRequest
from tests.factories.papers import fresh, paper_at, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def bristol(cast):
    Organization.objects.filter(pk=cast.org.bristol.pk).update(
        languages=["en"], description="Die älteste Partnerstadt."
    )
    return Organization.objects.get(pk=cast.org.bristol.pk)


@pytest.fixture
def translated(cast, bristol, django_capture_on_commit_callbacks):
    paper = paper_at("deliberating", cast, title="Radweg am Leineufer")
    with django_capture_on_commit_callbacks(execute=True):
        page = translate(paper, "en", by=cast.council_clerk)
    return fresh(page)


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_names_countries_and_years_in_the_language_of_the_reader(bristol, client):
    assert "Vereinigtes Königreich" in page_of(client, "/de/partners/")
    page = page_of(client, "/fr/partners/")
    assert "Royaume-Uni" in page
    assert "1947" in page
    for language in ("ar", "ja", "hi", "de-x-leicht"):
        assert "Bristol" in page_of(client, f"/{language}/partners/")


def test_a_city_shows_what_is_new_in_its_languages_and_what_concerns_it(cast, bristol, translated, client):
    other = paper_at("deliberating", cast, title="Nur auf Deutsch")
    other.partner_cities.add(bristol)
    other.save()

    page = page_of(client, f"/en/partners/{bristol.slug}/")

    assert f'href="/en/papers/{translated.slug}/"' in page
    assert "Nur auf Deutsch" in page.partition('id="concerning"')[2]
    assert "Nur auf Deutsch" not in page.partition('id="concerning"')[0]


def test_closed_papers_are_neither_on_the_page_nor_in_the_feed(
    cast, bristol, client, django_capture_on_commit_callbacks
):
    paper = paper_at("deliberating", cast, title="Geheime Sache", confidentiality="confidential")
    paper.partner_cities.add(bristol)
    paper.save()
    with django_capture_on_commit_callbacks(execute=True):
        translate(paper, "en", by=cast.council_clerk)

    for address in (f"/en/partners/{bristol.slug}/", f"/en/partners/{bristol.slug}/feed/"):
        assert "Geheime Sache" not in page_of(client, address)


def test_the_feed_brings_translations_at_their_own_addresses(bristol, translated, client):
    response = client.get(f"/de/partners/{bristol.slug}/feed/")

    assert response.headers["Content-Type"].startswith("application/atom+xml")
    assert f"/en/papers/{translated.slug}/" in response.content.decode()


def test_other_organizations_are_no_partners(cast, client):
    assert client.get(f"/de/partners/{cast.org.council.slug}/").status_code == 404


def test_a_reader_asks_for_a_translation_without_leaving_a_name(cast, client):
    paper = paper_at("deliberating", cast)
    address = f"/fr/translation-request/{paper.pk}/"
    assert f'href="{address}"' in page_of(client, f"/fr/papers/{paper.slug}/")
    assert not client.cookies

    assert "Réunion" not in page_of(client, address)
    for _ in range(2):
        assert client.post(address).status_code == 200

    (asked,) = TranslationRequest.objects.all()
    assert (asked.paper_id, asked.language) == (paper.pk, "fr")
    assert "127.0.0.1" not in asked.reader


def test_nobody_asks_for_what_exists_or_may_not_be_read(cast, translated, client):
    closed = paper_at("deliberating", cast, confidentiality="confidential")

    assert client.get(f"/en/translation-request/{translated.original.pk}/").status_code == 404
    assert client.get(f"/de/translation-request/{translated.original.pk}/").status_code == 404
    assert client.post(f"/fr/translation-request/{closed.pk}/").status_code == 404
    assert not TranslationRequest.objects.exists()


@pytest.mark.parametrize("papers", [1, 3, pytest.param(10, marks=pytest.mark.thorough)])
def test_the_number_of_queries_is_constant(
    cast, bristol, client, papers, django_capture_on_commit_callbacks, django_assert_max_num_queries
):
    for _ in range(papers):
        paper = paper_at("deliberating", cast)
        paper.partner_cities.add(bristol)
        paper.save()
        with django_capture_on_commit_callbacks(execute=True):
            translate(paper, "en", by=cast.council_clerk)

    client.get(f"/en/partners/{bristol.slug}/")
    with django_assert_max_num_queries(12):
        client.get(f"/en/partners/{bristol.slug}/")
