"""Whom a kept page is for, what it costs, and what is never kept."""

from __future__ import annotations

import gzip

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import timezone

from papers.models import Organization, Paper, Readings
from tests.factories.papers import add_attachment, paper_at
from umlauf.fresh.keeping import keeping_middleware
from umlauf.operation.cache_headers import ASKED_EACH_TIME
from workflows.restricting.restricting import make_stricter

pytestmark = pytest.mark.django_db

PACKED = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def paper(cast, keeping):
    return paper_at("deliberating", cast, title="Radweg am Leineufer")


def address_of(paper, language="de"):
    return f"/{language}/papers/{paper.slug}/"


def cost_of(ask):
    with CaptureQueriesContext(connection) as asked:
        answer = ask()
    return answer, len(asked)


def how_many_are_kept():
    return len(caches["pages"]._cache)


def is_kept(response):
    return "ETag" in response.headers


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


def headers_of(response):
    return {name: value for name, value in response.headers.items() if name != "X-Request-ID"}


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


@pytest.mark.parametrize(
    "headers", [{"Cookie": "sessionid=x"}, {"Cookie": "csrftoken=x"}, {"Cookie": "of_others=x"}, {"Authorization": "x"}]
)
def test_whoever_brings_something_of_their_own_gets_a_page_of_their_own(paper, anybody, headers):
    tag = anybody.get(address_of(paper)).headers["ETag"]
    kept = how_many_are_kept()

    answer = anybody.get(address_of(paper), headers={**headers, **PACKED, "If-None-Match": tag})

    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert not {"ETag", "Content-Encoding"} & set(answer.headers)
    assert how_many_are_kept() == kept


@pytest.mark.parametrize("name", ["member", "council_clerk", "author"])
def test_nothing_of_whoever_is_signed_in_is_kept(cast, keeping, signed_in, name):
    confidential = paper_at("deliberating", cast, title="Geheime Sache", confidentiality="confidential")
    client = signed_in(cast.people()[name])

    assert b"Geheime Sache" in client.get(address_of(confidential)).content
    for address in ("/de/", "/de/papers/", "/de/committees/europaausschuss/"):
        client.get(address)

    assert how_many_are_kept() == 0
    assert Client().get(address_of(confidential)).status_code == 404
    assert how_many_are_kept() == 0


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/de/papers/nichts/",
        "/de/search/?q=Radweg",
        "/de/search/feed/?q=Radweg",
        "/de/verify/",
        "/de/login/",
        "/de/subscriptions/search/",
        "/de/received/",
        "/de/papers/?q=Radweg",
        "/de/papers/?utm_source=x",
        "/health/",
        "/admin/",
    ],
)
def test_what_is_not_everybodys_or_nobodys_business_is_not_kept(paper, anybody, address):
    anybody.get(address)

    assert how_many_are_kept() == 0


def test_annexes_and_prints_keep_their_own_ways(cast, paper, anybody):
    annex = add_attachment(paper, by=cast.council_clerk)
    for address in (f"{address_of(paper)}paper.pdf", annex.get_absolute_url()):
        answer = anybody.get(address, headers=PACKED)
        answer.close()
        assert "Content-Encoding" not in answer.headers, address
    assert how_many_are_kept() == 0


def test_a_search_is_packed_for_nobody_in_particular(cast, paper, anybody, signed_in):
    assert anybody.get("/de/search/?q=Radweg", headers=PACKED).headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in anybody.get("/de/login/", headers=PACKED).headers
    assert "Content-Encoding" not in signed_in(cast.member).get("/de/search/", headers=PACKED).headers


@pytest.mark.parametrize("takes", ["", "identity", "gzip;q=0", "br", "gzip; q=0.0"])
def test_who_takes_nothing_packed_gets_it_plain(paper, anybody, takes):
    assert "Content-Encoding" not in anybody.get("/de/", headers={"Accept-Encoding": takes}).headers


def set_header(name, value):
    return lambda request, response: response.headers.__setitem__(name, value)


SPOILT = {
    "cookie": lambda request, response: response.set_cookie("csrftoken", "x"),
    "nonce": lambda request, response: setattr(request, "_csp_nonce", "x"),
    "status": lambda request, response: setattr(response, "status_code", 404),
    "another address": lambda request, response: setattr(request, "resolver_match", resolve("/de/verify/")),
    "no address": lambda request, response: setattr(request, "resolver_match", None),
    "private": set_header("Cache-Control", "private, no-store"),
    "unsaid": set_header("Cache-Control", "public"),
    "packed by somebody": set_header("Content-Encoding", "br"),
    "language of the browser": set_header("Vary", "Cookie, Accept-Language"),
    "everything": set_header("Vary", "*"),
}


@pytest.mark.parametrize("how", ["", *SPOILT])
def test_an_answer_that_depends_on_more_is_not_kept(db, keeping, rf, how):
    def make(request):
        request.resolver_match = resolve("/de/papers/")
        response = HttpResponse("page", headers={"Cache-Control": ASKED_EACH_TIME, "Vary": "Cookie"})
        SPOILT.get(how, lambda request, response: None)(request, response)
        return response

    answer = keeping_middleware(make)(rf.get("/de/papers/"))

    assert is_kept(answer) is (how == "")
    assert how_many_are_kept() == (how == "")


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
