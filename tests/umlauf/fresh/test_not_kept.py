"""What is never kept: whatever was made for one reader, or depends on more than the address."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from tests.factories.papers import add_attachment, paper_at
from tests.umlauf.fresh.asking import PACKED, address_of, how_many_are_kept, is_kept
from umlauf.fresh.keeping import keeping_middleware
from umlauf.operation.cache_headers import ASKED_EACH_TIME

pytestmark = pytest.mark.django_db


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
        "/de/papers/?page=10000",
        "/de/papers/?page=2",
        "/de/papers/?kind=nichts",
        "/de/papers/?year=1066",
        "/de/papers/?kind=decision&kind=nichts",
        "/de/papers/?kind=decision&kind=decision",
        "/de/committees/europaausschuss/?page=7",
        "/de/partners/?page=1",
        "/de/?p=1",
        "/de/committees/?kind=decision",
        "/health/",
        "/admin/",
    ],
)
def test_what_is_not_everybodys_or_nobodys_business_is_not_kept(paper, anybody, address):
    anybody.get(address)

    assert how_many_are_kept() == 0


def test_a_list_with_a_word_typed_in_is_asked_anew_each_time(paper, anybody):
    """The index learns of a paper after the stamp."""
    assert is_kept(anybody.get("/de/papers/?utm_source=x"))

    assert not is_kept(anybody.get("/de/papers/?q=Radweg"))
    assert not is_kept(anybody.get("/de/papers/?kind=decision&q=Radweg"))


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
