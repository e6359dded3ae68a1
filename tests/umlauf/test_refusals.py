"""What may not be read and what does not exist are answered alike: the same bytes, after the same number of questions.
Otherwise an address tells that something secret is there."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.images import image_of, with_image
from tests.factories.papers import add_attachment, draft, paper_at
from umlauf.portal.addresses import paper_url

pytestmark = pytest.mark.django_db

SECRET = "Ankauf Lindenallee"
OWN = ("X-Request-ID",)  # of every answer


@pytest.fixture
def secret(cast):
    image = image_of(cast.author, SECRET)
    paper = paper_at("deliberating", cast, title=SECRET, confidentiality="confidential", body=with_image(image))
    return paper, add_attachment(paper, by=cast.council_clerk, title=SECRET), image


@pytest.fixture
def unborn(cast):
    return draft(cast, title="Entwurf Lindenallee")


def asked(person, address):
    """Status, headers and content without the address itself, which both name; and how many statements it took."""
    client = Client()
    if person.is_authenticated:
        client.force_login(person)
    with CaptureQueriesContext(connection) as statements:
        response = client.get(address)
    content = response.content.decode()
    for own in (re.escape(address), re.escape(address.replace("/", "%2F")), re.escape(address[3:])):
        content = re.sub(own, "*", content)
    content = re.sub(r'value="[A-Za-z0-9]{64}"', "*", content)  # of the form to log out
    headers = {name: value for name, value in response.headers.items() if name not in (*OWN, "Content-Length")}
    return response.status_code, headers, content, len(statements)


def pairs(paper, annex, image):
    """Each with an address of the same form at which nothing is."""
    return [
        (paper_url(paper), paper_url(paper).replace(paper.slug, "9" * len(paper.slug))),
        (f"{paper_url(paper)}paper.pdf", f"{paper_url(paper).replace(paper.slug, '9' * len(paper.slug))}paper.pdf"),
        (annex.get_absolute_url(), annex.get_absolute_url().replace(f"/{annex.pk}/", "/999999/")),
        (f"/de/papers/package.pdf?paper={paper.slug}", f"/de/papers/package.pdf?paper={'9' * len(paper.slug)}"),
        (f"/de/translation-request/{paper.pk}/", "/de/translation-request/999999/"),
        (f"/media/{image.file.name}", "/media/original_images/nichts.png"),
    ]


@pytest.mark.parametrize("name", ["citizen", "outsider", "other_member"])
def test_a_refusal_is_the_same_as_of_what_is_not_there(cast, secret, name):
    person = cast.people()[name]
    for refused, missing in pairs(*secret):
        was_refused, was_missing = asked(person, refused), asked(person, missing)
        assert was_refused[0] == was_missing[0] == 404, refused
        assert was_refused[1:3] == was_missing[1:3], refused


def test_a_draft_is_refused_like_what_is_not_there(cast, unborn):
    refused = asked(cast.citizen, paper_url(unborn))
    missing = asked(cast.citizen, paper_url(unborn).replace(unborn.slug, "nichts"))

    assert refused[0] == 404
    assert refused[:3] == missing[:3]


def test_and_it_takes_as_many_statements_to_within_a_few(cast, secret):
    """The rule has to be asked of what is there. What it asks more is the same for every paper that is refused."""
    for refused, missing in pairs(*secret):
        more = asked(cast.citizen, refused)[3] - asked(cast.citizen, missing)[3]
        assert 0 <= more <= 3, (refused, more)


@pytest.mark.parametrize(("language", "words"), [("fr", "Page introuvable"), ("en", "Page not found")])
def test_a_refusal_at_the_desk_is_in_the_language_of_whoever_is_refused(client, cast, language, words):
    """Whatever the browser likes best."""
    paper = draft(cast, confidentiality="confidential")
    cast.outsider.preferred_language = language
    cast.outsider.save()
    client.force_login(cast.outsider)

    response = client.get(reverse("workflows:slip", args=[paper.pk]), headers={"accept-language": "pl"})

    assert response.status_code == 404
    assert words in response.content.decode()
    assert f'<html lang="{language}"' in response.content.decode()
