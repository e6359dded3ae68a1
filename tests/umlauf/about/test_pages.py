"""Pages about the site: shipped once, edited by the city, shown in a language the reader is likely to read."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import html
from wagtail.models import Locale, PageViewRestriction
from wagtail_localize.models import TranslationSource

from papers.models import Paper
from tests.factories.papers import paper_at
from tests.umlauf.fresh.asking import how_many_are_kept
from umlauf.about.models import InformationPage
from umlauf.about.places import PLACES
from umlauf.about.shipped import TEXTS
from umlauf.home.pages import ensure_pages
from umlauf.languages import PLAIN_GERMAN

pytestmark = pytest.mark.django_db

WRITTEN_IN = ("de", "en")


def page(slug="help", language="de"):
    return InformationPage.objects.get(slug=slug, locale__language_code=language)


def read(address):
    return html.fromstring(Client().get(address).content)


@pytest.mark.parametrize("slug", PLACES)
@pytest.mark.parametrize("language", WRITTEN_IN)
def test_a_text_is_shipped_and_shown_whole(slug, language):
    shown = read(f"/{language}/{slug}/")
    (article,) = shown.iter("article")
    headings = [line[3:] for line in (TEXTS / language / f"{slug}.txt").read_text().splitlines() if line[:3] == "## "]

    assert [one.text for one in article.iter("h2")] == headings
    assert article.get("lang") == language
    assert shown.xpath("//meta[@name='description']/@content") == [page(slug, language).search_description]
    assert "{city}" not in article.text_content()


def test_help_explains_terms():
    assert "Vorberatung" in [term.text for term in read("/de/help/").iter("dt")]


@pytest.mark.parametrize("place", ["", "papers/", "search/", "login/", "nothing-here/"])
def test_every_footer_leads_to_them(place):
    links = set(read(f"/de/{place}").xpath("//footer//a/@href"))

    assert {f"/de/{slug}/" for slug in PLACES} <= links


def test_what_a_city_has_written_stays():
    own = page()
    own.title, own.body = "So geht es hier", [("section", {"heading": "Zuerst", "text": "<p>Lesen.</p>"})]
    own.save_revision().publish()
    page("imprint").unpublish()

    ensure_pages()

    assert page().title == "So geht es hier"
    assert not page("imprint").live
    assert InformationPage.objects.count() == len(PLACES) * len(WRITTEN_IN)


def test_a_change_shows_at_once(settings):
    settings.KEEP_PAGES = True
    before, kept = Client().get("/de/help/"), how_many_are_kept()
    assert "ETag" in before.headers
    assert kept

    own = page()
    own.title = "So geht es hier"
    own.save_revision().publish()

    assert "So geht es hier" in Client().get("/de/help/").text


@pytest.mark.parametrize(
    ("language", "shown"), [("fr", "en"), ("ja", "en"), ("de", "de"), ("en", "en"), (PLAIN_GERMAN, "de")]
)
def test_a_reader_gets_their_language_or_the_next_they_know_and_is_told(language, shown):
    there = read(f"/{language}/help/")

    assert [article.get("lang") for article in there.iter("article")] == [shown]
    assert bool(there.xpath("//*[@role='note']")) == (shown != language)
    assert set(there.xpath("//link[@rel='alternate']/@hreflang")) == {*WRITTEN_IN, "x-default"}


def test_it_is_translated_like_other_pages():
    french = Locale.objects.get(language_code="fr")
    source, _created = TranslationSource.get_or_create_from_instance(page())
    source.create_or_update_translation(french, fallback=True)

    there = page(language="fr")
    assert there.slug == "help"
    there.live = True
    there.save()
    assert [article.get("lang") for article in read("/fr/help/").iter("article")] == ["fr"]


def test_no_one_takes_away_what_every_page_links_to(cast):
    tester = page().permissions_for_user(cast.admin)

    assert tester.can_edit()
    assert not tester.can_delete()
    assert not tester.can_unpublish()
    assert not tester.can_move()


def test_what_is_closed_or_not_live_is_not_there(client):
    for own in InformationPage.objects.filter(slug="help"):
        PageViewRestriction.objects.create(page=own, restriction_type="login")
    InformationPage.objects.filter(slug="contact").update(live=False)

    assert client.get("/de/help/").status_code == 404
    assert client.get("/de/contact/").status_code == 404


def test_nothing_but_what_the_editor_writes_is_shown(client):
    own = page()
    own.body = [("section", {"heading": "<b>x</b>", "text": "<p onclick='x()'>Text</p><script>x()</script>"})]
    own.save()

    shown = client.get("/de/help/").text
    assert "onclick" not in shown
    assert "<script>x()" not in shown
    assert "&lt;b&gt;x" in shown


def test_a_link_to_a_paper_that_is_not_public_has_no_address(cast, client):
    paper = paper_at("deliberating", cast, title="Geheime Sache", confidentiality="confidential")
    own = page()
    own.body = [("section", {"heading": "x", "text": f'<p><a linktype="page" id="{paper.pk}">hier</a></p>'})]
    own.save()

    assert Paper.objects.get(pk=paper.pk).slug not in client.get("/de/help/").text


def test_the_sitemap_names_the_languages_they_are_there_in(client):
    named = client.get("/sitemap-about.xml").text

    assert "/de/help/</loc>" in named
    assert "/en/imprint/</loc>" in named
    assert "/fr/help/" not in named
