"""A number behind the address of the site leads to the paper, for those who may read it."""

from __future__ import annotations

import pytest

from papers.models import Paper
from tests.factories.papers import paper_at
from umlauf.portal.addresses import paper_url

pytestmark = pytest.mark.django_db


def ways_of(paper):
    number, year = paper.number.split("/")
    return [f"{number}-{year}", f"{int(number)}-{year}", f"{number}/{year}", f"{int(number)}/{year[2:]}"]


def test_however_it_is_typed(cast, client):
    paper = paper_at("deliberating", cast)

    for typed in ways_of(paper):
        for end in ("", "/"):
            response = client.get(f"/{typed}{end}", headers={"accept-language": "de"})
            assert response.status_code == 302, typed
            assert response.url == paper_url(paper)


def test_in_the_language_of_the_reader(cast, client):
    paper = paper_at("deliberating", cast)

    response = client.get(f"/{ways_of(paper)[0]}", headers={"accept-language": "fr"})

    assert response.url.startswith("/fr/papers/")
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("level", ["non_public", "confidential"])
def test_what_may_not_be_read_is_as_little_there_as_what_is_not(cast, client, signed_in, level):
    paper = paper_at("deliberating", cast, confidentiality=level)

    hidden, absent = client.get(f"/{ways_of(paper)[0]}"), client.get("/9999-2026")

    assert hidden.status_code == absent.status_code == 404
    assert hidden.text.replace(ways_of(paper)[0], "") == absent.text.replace("9999-2026", "")
    assert signed_in(cast.council_clerk).get(f"/{ways_of(paper)[0]}").status_code == 302


def test_a_draft_is_not_there(cast, client):
    paper = paper_at("releasing", cast)
    assert Paper.objects.get(pk=paper.pk).number

    assert client.get(f"/{ways_of(paper)[0]}").status_code == 404


@pytest.mark.parametrize("address", ["/0-0", "/999999-999999", "/2026", "/٣-٢٠٢٦", "/1-2026-n", "/x-1-2026/"])
def test_what_is_no_number_is_not_found(client, address):
    assert client.get(address, follow=True).status_code == 404
