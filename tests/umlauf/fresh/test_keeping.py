"""Whom a kept page is for, what it costs, and what is never kept."""

from __future__ import annotations

import gzip

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.utils import timezone

from papers.models import Organization, Paper, Readings
from tests.factories.papers import paper_at
from tests.umlauf.fresh.asking import PACKED, address_of, cost_of, headers_of, how_many_are_kept, is_kept
from umlauf.fresh.keeping import keeping_middleware
from umlauf.operation.cache_headers import ASKED_EACH_TIME
from workflows.restricting.restricting import make_stricter

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["de", "en", "ar"])
@pytest.mark.parametrize("place", ["", "papers/", "papers/?kind=decision", "committees/", "partners/"])
def test_an_unchanged_page_is_one_statement_and_no_content(paper, anybody, language, place):
    address = f"/{language}/{place}"
    first = anybody.get(address)

    again, statements = cost_of(lambda: anybody.get(address, headers={"If-None-Match": first.headers["ETag"]}))

    assert (again.status_code, again.content, statements) == (304, b"", 1)
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"] == ASKED_EACH_TIME
    assert set(again.headers["Vary"].split(", ")) == set(first.headers["Vary"].split(", "))


def test_a_page_is_made_once_for_all_browsers(paper, anybody):
    first, statements = cost_of(lambda: anybody.get(address_of(paper)))
    assert statements > 2

    second, statements = cost_of(lambda: Client().get(address_of(paper)))

    assert statements == 1
    assert second.content == first.content
    assert headers_of(second) == headers_of(first)


def test_every_answer_has_an_id_of_its_own(paper, anybody):
    ids = {anybody.get(address_of(paper)).headers["X-Request-ID"] for _once in range(3)}

    assert len(ids) == 3


def test_the_tag_is_strong_and_another_for_each_row_of_bytes(paper, anybody):
    plain, packed = anybody.get(address_of(paper)), anybody.get(address_of(paper), headers=PACKED)

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed.headers["Content-Length"]) == len(packed.content) < len(plain.content) / 3
    assert int(plain.headers["Content-Length"]) == len(plain.content)
    assert plain.headers["ETag"] != packed.headers["ETag"]
    assert not packed.headers["ETag"].startswith("W/")


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "{}, W/{}"])
def test_a_browser_may_know_several(paper, anybody, form):
    tag = anybody.get(address_of(paper), headers=PACKED).headers["ETag"]

    answer = anybody.get(address_of(paper), headers={"If-None-Match": form.replace("{}", tag), **PACKED})

    assert (answer.status_code, answer.headers["ETag"]) == (304, tag)


def test_the_tag_of_another_address_language_host_or_day_is_none(paper, anybody, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    tag = {"If-None-Match": anybody.get("/de/papers/").headers["ETag"]}

    assert anybody.get("/de/papers/", headers=tag).status_code == 304
    for address in ("/en/papers/", "/de/papers/?page=2", "/de/papers/?", address_of(paper)):
        assert anybody.get(address, headers=tag).status_code == (304 if address == "/de/papers/?" else 200), address
    assert anybody.get("/de/papers/", headers={**tag, "host": "other.example"}).status_code == 200
    assert anybody.get("/de/papers/", secure=True, headers=tag).status_code == 200


@pytest.mark.parametrize("known", ["*", '"0123456789abcdef0123456789abcdef"', "nonsense", '""', '"' + "a" * 9000])
def test_what_was_never_given_out_is_not_known(paper, anybody, known):
    assert anybody.get(address_of(paper), headers={"If-None-Match": known}).status_code == 200


def test_a_tag_says_nothing_of_what_may_not_be_read(cast, paper, anybody):
    tag = anybody.get(address_of(paper)).headers["ETag"]

    make_stricter(paper, level="confidential", reason="Ein Grund.", by=cast.council_clerk)

    assert anybody.get(address_of(paper), headers={"If-None-Match": tag}).status_code == 410


def test_head_is_answered_as_get(paper, anybody):
    asked = anybody.head(address_of(paper))
    assert how_many_are_kept() == 0

    got = anybody.get(address_of(paper))
    again, statements = cost_of(lambda: anybody.head(address_of(paper)))

    assert headers_of(asked) == headers_of(got) == headers_of(again)
    assert statements == 1


def test_readings_are_counted_as_before(paper, anybody):
    english = {"Accept-Language": "en"}
    address = address_of(paper, "en")
    tag = anybody.get(address).headers["ETag"]  # of a program that speaks no language
    assert not Readings.objects.exists()

    anybody.get(address, headers=english)  # kept
    answer, statements = cost_of(lambda: anybody.get(address, headers={**english, "If-None-Match": tag}))
    anybody.head(address, headers=english)
    anybody.get(address, headers={"Accept-Language": "fr"})
    anybody.get(address_of(paper), headers={"Accept-Language": "de"})

    assert (answer.status_code, statements) == (304, 2)
    row = Readings.objects.get()
    assert (row.paper_id, row.language, row.day, row.count) == (paper.pk, "en", timezone.localdate(), 2)


def test_whose_readings_are_counted_is_part_of_the_tag(cast, paper, anybody):
    tag = anybody.get(address_of(paper, "en")).headers["ETag"]
    other = paper_at("deliberating", cast)

    forged = tag.replace(f".{paper.pk}", f".{other.pk}")

    assert forged != tag
    answer = anybody.get(address_of(paper, "en"), headers={"If-None-Match": forged, "Accept-Language": "en"})
    assert answer.status_code == 200


def test_a_cache_that_is_away_costs_nobody_a_page(paper, anybody, settings, caplog):
    missing = {"BACKEND": "umlauf.operation.shared_cache.SharedCache", "LOCATION": "no_such_table"}
    settings.CACHES = {**settings.CACHES, "pages": missing}

    assert b"Radweg" in anybody.get(address_of(paper)).content
    assert "kept pages cannot be asked for" in caplog.text


def test_a_cache_of_the_database_takes_two_statements(paper, anybody, settings):
    shared = {"BACKEND": "umlauf.operation.shared_cache.SharedCache", "LOCATION": "umlauf_cache"}
    settings.CACHES = {**settings.CACHES, "pages": shared}
    first = anybody.get(address_of(paper))

    second, statements = cost_of(lambda: Client().get(address_of(paper)))

    assert statements == 2
    assert second.content == first.content


def test_without_triggers_nothing_is_kept(paper, anybody):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE fresh_stamp SET watched = ''")

    assert not is_kept(anybody.get(address_of(paper)))
    assert how_many_are_kept() == 0


def test_a_page_that_changes_while_it_is_made_is_made_again(paper, keeping, rf):
    """The stamp is read first: what is kept under it may be newer, never older."""
    client = Client()

    def make(request):
        Organization.objects.filter(kind="committee").update(name="Unterdessen")
        return client.get(request.get_full_path(), headers={"Cookie": "a=b"})

    before = client.get("/de/committees/")
    caches["pages"].clear()
    request = rf.get("/de/committees/")
    keeping_middleware(make)(request)

    after = Client().get("/de/committees/")
    assert b"Unterdessen" in after.content
    assert after.headers["ETag"] != before.headers["ETag"]


def test_switched_off_nothing_is_asked_or_kept(paper, settings):
    settings.KEEP_PAGES = False
    answer, statements = cost_of(lambda: Client().get(address_of(paper)))

    assert not is_kept(answer)
    settings.KEEP_PAGES = True
    _answer, with_stamp = cost_of(lambda: Client().get(address_of(paper)))
    assert with_stamp == statements + 1
    assert Paper.objects.filter(pk=paper.pk).exists()
