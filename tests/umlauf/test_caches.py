"""No cache on the way keeps what was made for one reader, whatever the address and whoever asks."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve

from papers.models import Paper
from papers.pdf.archive import print_of
from tests.factories.images import image_of, with_image
from tests.factories.papers import add_attachment, draft, paper_at
from tests.umlauf.addresses import addresses, filled_with
from umlauf.operation.cache_headers import EVERYBODYS, caching_middleware
from umlauf.portal.addresses import paper_url

PUBLIC, DESK = "/de/", "/admin/"


@pytest.fixture
def papers(cast):
    """A public one and a confidential one, each with an annex and an image."""
    both = []
    for level in ("public", "confidential"):
        image = image_of(cast.author, name=f"{level}.png")
        paper = paper_at("deliberating", cast, confidentiality=level, body=with_image(image))
        both.append((paper, add_attachment(paper, by=cast.council_clerk), image, cast.org.europe_committee))
    return both


def asked(client, papers, below=""):
    """(name of the address, address, answer) of every address of the product with something behind it."""
    seen = set()
    for address in addresses():
        if not address.template.startswith(below):
            continue
        for rows in papers:
            filled = f"{address.filled(filled_with(*rows)(address))}?q=Vorlage&paper={rows[0].slug}"
            if filled not in seen and "logout" not in filled:
                seen.add(filled)
                if "sessionid" not in client.cookies:
                    client.cookies.clear()  # of a form met before
                response = client.get(filled)
                response.close()
                yield address.pattern.name, filled, response


def directives(response):
    return set(response.headers.get("Cache-Control", "").replace(" ", "").split(","))


def may_be_shared(response):
    return not {"private", "no-store"} & directives(response)


def kept_wrongly(client, papers, below=""):
    return [
        (address, response.status_code, response.headers.get("Cache-Control"))
        for name, address, response in asked(client, papers, below)
        if may_be_shared(response)
        and not (
            name in EVERYBODYS
            and not client.cookies
            and not response.cookies
            and "Cookie" in response.headers.get("Vary", "")
            and response.status_code < 300
        )
    ]


# Wagtail leaves the temporary file of a rendition to the collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def test_without_a_reader_only_what_is_everybodys_may_be_shared(cast, papers):
    assert kept_wrongly(Client(raise_request_exception=False), papers) == []


def test_nothing_on_public_pages_is_kept_for_a_member(cast, papers, signed_in):
    assert kept_wrongly(signed_in(cast.member), papers, PUBLIC) == []


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["member", "liaison", "author", "council_clerk", "admin"])
def test_nothing_at_all_is_kept_for_anybody_signed_in(cast, papers, signed_in, name):
    client = signed_in(cast.people()[name])
    client.raise_request_exception = False

    assert kept_wrongly(client, papers) == []


def test_the_walk_meets_what_is_shared_and_what_is_not(cast, papers, client):
    names = {name for name, _address, response in asked(client, papers, PUBLIC) if may_be_shared(response)}

    assert names >= {"paper", "papers", "attachment", "committees", "search", "search_feed", "wagtail_serve"}


def test_what_nobody_thought_of_stays_private():
    request = RequestFactory().get("/de/papers/")
    request.resolver_match = resolve("/de/verify/")

    response = caching_middleware(lambda request: HttpResponse("something", headers={"Cache-Control": "public"}))(
        request
    )

    assert directives(response) == {"private", "no-store"}


@pytest.mark.parametrize("address", ["/de/papers/nichts/", "/de/received/", "/", "/admin/", "/de/papers/%00/"])
def test_redirects_and_errors_stay_private(db, client, address):
    response = client.get(address)

    assert response.status_code in (302, 404)
    assert {"private", "no-store"} <= directives(response)


def test_a_visitor_with_a_cookie_gets_pages_of_their_own(cast, papers, client):
    client.cookies["sessionid"] = "something"

    assert {"private", "no-store"} <= directives(client.get("/de/papers/"))


def test_knowing_the_hash_of_a_file_does_not_tell_that_it_is_there(cast, signed_in):
    paper = paper_at("deliberating", cast, confidentiality="confidential")
    known = {"If-None-Match": f'"{print_of(Paper.objects.get(pk=paper.pk)).sha256}"'}
    address = f"{paper_url(paper)}paper.pdf"

    assert signed_in(cast.member).get(address, headers=known).status_code == 304
    for name in ("citizen", "outsider", "other_member"):
        assert signed_in(cast.people()[name]).get(address, headers=known).status_code == 404, name


def test_the_desk_is_kept_nowhere_but_for_its_icons_and_words(cast, signed_in):
    client = signed_in(cast.author)
    paper = draft(cast)

    assert {"private", "no-store"} <= directives(client.get(f"/admin/pages/{paper.pk}/edit/"))
    for address in ("/admin/sprite/", "/admin/jsi18n/"):
        assert directives(client.get(address)) == {"private", "max-age=86400"}
