"""What search engines are told: everything public, each page with its other languages, and nothing else."""

from __future__ import annotations

import datetime

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree

from papers.models import Act, Organization, Paper
from tests.factories.papers import DATE, finish_open, fresh, paper_at, translate
from umlauf.portal.sitemaps import Section
from workflows.restricting.restricting import make_stricter, take_off_the_public

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
YEAR = f"/sitemap-papers-{DATE.year}.xml"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def opened(address, client=None):
    response = (client or Client()).get(address)
    assert response.status_code == 200, address
    assert response.headers["Content-Type"] == "application/xml"
    return etree.fromstring(response.content)


def told(address, client=None):
    """Addresses without the host, in their order."""
    return [one.text.removeprefix(HOST) for one in opened(address, client).iterfind(".//s:loc", NAMES)]


def row_of(address, at=YEAR):
    return next(row for row in opened(at).iterfind("s:url", NAMES) if row.find("s:loc", NAMES).text == HOST + address)


def languages_of(row):
    return {link.get("hreflang"): link.get("href").removeprefix(HOST) for link in row.iterfind("x:link", NAMES)}


def changed(row):
    return datetime.date.fromisoformat(row.find("s:lastmod", NAMES).text)


def test_everything_it_names_is_there_for_anybody(cast, run_on_commit):
    Organization.objects.filter(pk=cast.org.bristol.pk).update(slug="bristol")
    paper = paper_at("completed", cast)
    with run_on_commit():
        translate(fresh(paper), "en")

    sections = told("/sitemap.xml")
    named = [address for section in sections for address in told(section)]

    assert sections == [
        "/sitemap-pages.xml",
        "/sitemap-about.xml",
        "/sitemap-committees.xml",
        "/sitemap-partners.xml",
        YEAR,
    ]
    wanted = {"/de/", "/en/committees/", "/fr/papers/", "/ar/partners/bristol/", "/de/committees/europaausschuss/"}
    assert wanted | {f"/de/papers/{paper.slug}/", f"/en/papers/{paper.slug}/"} <= set(named)
    assert len(set(named)) == len(named)
    assert {address for address in named if Client().get(address).status_code != 200} == set()


@pytest.mark.parametrize("stage", ["draft", "co_signing", "checking", "releasing"])
def test_what_is_not_released_is_not_named(cast, stage):
    paper_at(stage, cast)

    assert told("/sitemap.xml") == [
        "/sitemap-pages.xml",
        "/sitemap-about.xml",
        "/sitemap-committees.xml",
        "/sitemap-partners.xml",
    ]
    assert Client().get(YEAR).status_code == 404


@pytest.mark.parametrize("name", ["citizen", "member", "council_clerk"])
def test_it_is_the_same_for_whoever_asks(cast, signed_in, name):
    public = paper_at("deliberating", cast)
    for level in ("non_public", "confidential"):
        paper_at("deliberating", cast, confidentiality=level)
    client = Client() if name == "citizen" else signed_in(cast.people()[name])

    assert told(YEAR, client) == [f"/de/papers/{public.slug}/"]


def test_what_is_taken_back_is_gone_with_the_next_request(cast, keeping):
    first, second, third = (paper_at("deliberating", cast) for _paper in range(3))
    assert len(told(YEAR)) == 3

    make_stricter(first, level="non_public", reason="Ein Grund.", by=cast.council_clerk)
    take_off_the_public(second, reason="Ein Grund.", by=cast.council_clerk)

    assert told(YEAR) == [f"/de/papers/{third.slug}/"]


def test_a_page_names_its_other_languages_where_there_are_any(cast, run_on_commit):
    translated, plain = paper_at("deliberating", cast), paper_at("deliberating", cast)
    with run_on_commit():
        translate(fresh(translated), "en")
    both = {code: f"/{code}/papers/{translated.slug}/" for code in ("de", "en")}

    assert told(YEAR) == [*both.values(), f"/de/papers/{plain.slug}/"]
    assert [languages_of(row_of(address)) for address in both.values()] == [both, both]
    assert languages_of(row_of(f"/de/papers/{plain.slug}/")) == {}
    committee = languages_of(row_of("/de/committees/rat/", "/sitemap-committees.xml"))
    assert committee["pl"] == "/pl/committees/rat/"


def test_a_translation_that_is_withdrawn_is_no_language_of_its_paper(cast, run_on_commit):
    paper = paper_at("deliberating", cast)
    with run_on_commit():
        translate(fresh(paper), "en")

    Paper.objects.translations().get().unpublish()

    assert told(YEAR) == [f"/de/papers/{paper.slug}/"]


def test_a_result_is_a_change_of_the_paper_and_of_the_committee(cast):
    paper = paper_at("deliberating", cast)
    moment = timezone.now() - datetime.timedelta(days=40)
    Paper.objects.filter(pk=paper.pk).update(last_published_at=moment, state_since=moment)
    Act.objects.filter(consultation__paper=paper).update(at=moment)
    assert changed(row_of(f"/de/papers/{paper.slug}/")) == timezone.localdate(moment)

    finish_open(paper, cast, "preliminary")

    assert changed(row_of(f"/de/papers/{paper.slug}/")) == timezone.localdate()
    committee = row_of("/de/committees/europaausschuss/", "/sitemap-committees.xml")
    assert changed(committee) == timezone.localdate()


def test_papers_stand_on_pages_in_the_order_of_their_release(cast, monkeypatch):
    monkeypatch.setattr(Section, "limit", 2)
    papers = [paper_at("deliberating", cast) for _paper in range(3)]
    first = f"{YEAR}?p=2"

    assert told("/sitemap.xml")[-2:] == [YEAR, first]
    assert told(YEAR) + told(first) == [f"/de/papers/{paper.slug}/" for paper in papers]
    for nowhere in (f"{YEAR}?p=3", f"{YEAR}?p=x", "/sitemap-papers-1848.xml", "/sitemap-nichts.xml"):
        assert Client().get(nowhere).status_code == 404, nowhere


def test_a_paper_without_a_number_has_its_section(cast):
    paper = paper_at("deliberating", cast)
    Paper.objects.filter(pk=paper.pk).update(number=None, number_year=None, sequence=None)

    assert told("/sitemap.xml")[-1] == "/sitemap-papers-other.xml"
    assert told("/sitemap-papers-other.xml") == [f"/de/papers/{paper.slug}/"]


@pytest.fixture
def keeping(settings):
    caches["pages"].clear()
    settings.KEEP_PAGES = True


@pytest.mark.parametrize("address", ["/sitemap.xml", YEAR, "/sitemap-committees.xml"])
def test_it_is_made_once_for_readers_of_every_language(cast, keeping, address):
    paper_at("deliberating", cast)
    first = Client().get(address, headers={"Accept-Language": "ar"})

    with CaptureQueriesContext(connection) as asked:
        again = Client().get(address, headers={"Accept-Language": "de"})
    tag = {"If-None-Match": first.headers["ETag"]}

    assert len(asked) == 1
    assert again.content == first.content
    assert "Accept-Language" not in first.headers["Vary"]
    assert Client().get(address, headers=tag).status_code == 304


def test_robots_are_led_to_the_sitemap_and_past_what_has_no_end(db, client):
    response = client.get("/robots.txt")
    lines = response.content.decode().splitlines()

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert f"Sitemap: {HOST}/sitemap.xml" in lines
    assert {"Disallow: /admin/", "Disallow: /*/search/"} <= set(lines)
    assert "Disallow: /" not in lines
