"""Whoever reads in a language is led to the version in it, or to the one its readers know next; the original is the
last. Whichever it is, it says so."""

from __future__ import annotations

import pytest
from django.utils import translation
from lxml import etree, html

from papers.models import Paper
from papers.multilingual import reading_languages
from search.indexing import process_pending
from tests.factories.papers import edit, fresh, paper_at, translate
from umlauf.languages import PLAIN_GERMAN
from umlauf.portal.templatetags.portal_tags import with_marks

pytestmark = pytest.mark.django_db

TITLE = "Radweg am Leineufer"


@pytest.fixture
def paper(cast, run_on_commit):
    """In German, with an English version that begins with "[en]"."""
    with run_on_commit():
        paper = paper_at("deliberating", cast, title=TITLE)
        translate(paper, "en")
    for _left in process_pending():
        pass
    return paper


@pytest.fixture
def plain(paper, run_on_commit):
    with run_on_commit():
        translate(paper, PLAIN_GERMAN)
    for _left in process_pending():
        pass
    return paper


def links_to(client, paper, address):
    """Title, language and address of each link to the paper on a page."""
    page = html.fromstring(client.get(address).content)
    return {
        (link.text_content().strip(), link.get("lang"), link.get("href"))
        for link in page.xpath(f"//main//a[contains(@href, '/papers/{paper.slug}/')]")
    }


def test_everybody_reads_the_own_language_first_and_the_original_last():
    assert reading_languages("de") == ("de",)
    assert reading_languages("en") == ("en", "de")
    assert reading_languages("ja") == ("ja", "en", "de")
    assert reading_languages(PLAIN_GERMAN) == (PLAIN_GERMAN, "de")
    assert reading_languages(None) == ("de",)


@pytest.mark.parametrize("where", ["papers/", "papers/?q=Radweg", "search/?q=Radweg", "search/?q=Leineufer", ""])
@pytest.mark.parametrize(
    ("code", "title", "language"),
    [("de", TITLE, "de"), ("en", f"[en] {TITLE}", "en"), ("ja", f"[en] {TITLE}", "en"), (PLAIN_GERMAN, TITLE, "de")],
)
def test_lists_and_hits_lead_to_the_version_of_the_reader(paper, client, code, title, language, where):
    found = links_to(client, paper, f"/{code}/{where}")

    assert (title, language, f"/{code}/papers/{paper.slug}/") in {link for link in found if link[0].endswith(TITLE)}


@pytest.mark.parametrize("code", ["ja", "hi", "ar", "fr", "en"])
def test_a_foreign_reader_who_finds_german_words_is_led_to_the_own_version(paper, cast, client, run_on_commit, code):
    """The word stands in the German text alone; the passage is German and says so."""
    with run_on_commit():
        edit(paper, by=cast.council_clerk, summary="Mit Fahrradbügeln.")
        fresh(paper).get_latest_revision().publish(user=cast.council_clerk)
    for _left in process_pending():
        pass

    address = f"/{code}/search/?q=Fahrradbügel"
    mark = "" if code == "en" else {"ar": " (الإنجليزية)", "fr": " (Anglais)"}.get(code, " (English)")
    assert links_to(client, paper, address) == {(f"[en] {TITLE}", "en", f"/{code}/papers/{paper.slug}/")}
    page = html.fromstring(client.get(address).content)
    (row,) = page.xpath("//h3[contains(@class, 'row__title')]")
    assert row.text_content().strip() == f"{paper.number} [en] {TITLE}{mark}"
    (passage,) = page.xpath("//p[contains(@class, 'umlauf-passage')]")
    assert (passage.get("lang"), "Fahrradbügeln" in passage.text_content()) == ("de", True)


def test_plain_german_stands_beside_german_and_never_in_its_place(plain, client):
    assert links_to(client, plain, "/de/papers/") == {(TITLE, "de", f"/de/papers/{plain.slug}/")}
    assert html.fromstring(client.get(f"/de/papers/{plain.slug}/").content).xpath("//h1")[0].text_content() == TITLE
    ((title, language, _address),) = links_to(client, plain, f"/{PLAIN_GERMAN}/papers/")
    assert (title, language) == (f"[{PLAIN_GERMAN}] {TITLE}", PLAIN_GERMAN)


def test_the_page_shows_what_the_list_promised_and_says_which_it_is(paper, client):
    page = html.fromstring(client.get(f"/ja/papers/{paper.slug}/").content)

    (heading,) = page.xpath("//h1")
    assert (heading.text_content(), heading.get("lang")) == (f"[en] {TITLE}", "en")
    notice = " ".join(page.xpath("//*[@role='note']")[0].text_content().split())
    assert notice.startswith("There is no translation into your language yet. You are reading the translation into")
    assert page.get("lang") == "en"


def test_a_reader_without_any_version_reads_the_original_and_is_told(cast, client):
    paper = paper_at("deliberating", cast, title=TITLE)

    page = html.fromstring(client.get(f"/ja/papers/{paper.slug}/").content)

    assert (page.xpath("//h1")[0].text_content(), page.xpath("//h1")[0].get("lang")) == (TITLE, "de")
    assert "You are reading the original (German)" in page.xpath("//*[@role='note']")[0].text_content()
    row = html.fromstring(client.get("/ja/papers/").content).xpath("//h3[contains(@class, 'row__title')]")[0]
    assert row.text_content().strip() == f"{paper.number} {TITLE} (German)"


def test_a_version_that_is_not_released_is_nobodys(cast, client, run_on_commit):
    with run_on_commit():
        paper = paper_at("deliberating", cast, title=TITLE)
        translate(paper, "en", publish=False)

    assert links_to(client, paper, "/en/papers/") == {(TITLE, "de", f"/en/papers/{paper.slug}/")}
    assert html.fromstring(client.get(f"/ja/papers/{paper.slug}/").content).xpath("//h1")[0].text_content() == TITLE


def alternates(client, address):
    page = html.fromstring(client.get(address).content)
    named = {link.get("hreflang"): link.get("href") for link in page.xpath("//link[@rel='alternate'][@hreflang]")}
    (canonical,) = page.xpath("//link[@rel='canonical']")
    return named, canonical.get("href")


@pytest.mark.parametrize("code", ["de", "en", "ja", "fr", PLAIN_GERMAN])
def test_programs_are_told_of_the_versions_there_are(paper, client, code):
    named, canonical = alternates(client, f"/{code}/papers/{paper.slug}/")

    assert set(named) == {"de", "en", "x-default"}
    assert named["x-default"] == named["de"] == f"http://testserver/de/papers/{paper.slug}/"
    shown = {"de": "de", "en": "en", "ja": "en", "fr": "en", PLAIN_GERMAN: "de"}[code]
    assert canonical == f"http://testserver/{shown}/papers/{paper.slug}/"


def test_a_page_of_the_interface_exists_where_there_is_a_catalogue(paper, client):
    named, canonical = alternates(client, "/ja/papers/")

    assert not {"ja", "ru", "hi"} & set(named)
    assert {"de", "en", "fr", "pl", "cs", "ar"} < set(named)
    assert (named["x-default"], canonical) == (named["de"], named["en"])


def test_however_many_papers_there_are_versions_are_found_in_the_same_statement(
    paper, cast, client, django_assert_num_queries
):
    with translation.override("ja"), django_assert_num_queries(1):
        (titled,) = Paper.objects.originals().titled()
    assert (titled.translated_title, titled.translated_language) == (f"[en] {TITLE}", "en")


ATOM = {"a": "http://www.w3.org/2005/Atom"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.mark.parametrize(
    ("code", "title", "language"),
    [("de", TITLE, "de"), ("en", f"[en] {TITLE}", "en"), ("ja", f"[en] {TITLE} (English)", "en")],
)
def test_feeds_speak_the_readers_language_or_say_so(paper, client, code, title, language):
    """And hold what Atom demands: one identity, a time and an author, and where the feed itself is."""
    feed = etree.fromstring(client.get(f"/{code}/search/feed/?q=Radweg").content)

    assert feed.get(LANG) == code
    (entry,) = feed.iterfind("a:entry", ATOM)
    assert (entry.findtext("a:title", namespaces=ATOM), entry.get(LANG)) == (title, language)
    assert entry.find("a:link", ATOM).get("href") == f"http://testserver/{code}/papers/{paper.slug}/"
    assert feed.findtext("a:author/a:name", namespaces=ATOM)
    for part in (feed, entry):
        assert all(len(part.findall(f"a:{name}", ATOM)) == 1 for name in ("id", "title", "updated"))
    (own,) = (link for link in feed.iterfind("a:link", ATOM) if link.get("rel") == "self")
    assert own.get("href").startswith(f"http://testserver/{code}/search/feed/")


def test_a_feed_says_nothing_in_words_of_another_language(paper, cast, client, run_on_commit):
    with run_on_commit():
        edit(paper, by=cast.council_clerk, summary="Mit Fahrradbügeln.")
        fresh(paper).get_latest_revision().publish(user=cast.council_clerk)
    for _left in process_pending():
        pass

    assert "Fahrradbügeln" in client.get("/de/search/feed/?q=Fahrradbügel").text
    english = client.get("/en/search/feed/?q=Fahrradbügel").text
    assert f"[en] {TITLE}" in english
    assert "Fahrradbügeln" not in english.replace("Search: Fahrradbügel", "")


@pytest.mark.parametrize("reason", ["auto", "span", "de", "lang", "a < b & c", "(ohne"])
def test_what_a_clerk_wrote_is_marked_once_and_breaks_no_mark(reason):
    with translation.override("en"):
        said = with_marks(f"Corrected: {reason}", [f"Ausschuss {reason}", reason])

    there = html.fragment_fromstring(said, create_parent=True)
    assert there.text_content() == f"Corrected: {reason}"
    (mark,) = there.iter("span")
    assert (mark.text_content(), dict(mark.attrib)) == (reason, {"lang": "de", "dir": "auto"})


def test_a_short_reason_is_no_part_of_other_words():
    with translation.override("en"):
        assert "<span" not in with_marks("Corrected on Monday", ["on M", "ect"])
