"""What the footer says is true: a visitor gets no cookie, wherever they look and whatever they send, before they sign
in."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from tests.factories.images import image_of, with_image
from tests.factories.papers import add_attachment, paper_at
from tests.umlauf.addresses import addresses, filled_with

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of a rendition to the collector
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

ORIGIN = {"Origin": "http://testserver"}
SUBSCRIBE = "/de/subscriptions/search/q=Rad/"
WISH = {"email": "leser@example.org", "language": "de", "frequency": "daily"}


@pytest.fixture
def stranger():
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def test_no_address_gives_a_visitor_a_cookie(cast, stranger):
    image = image_of(cast.author)
    paper = paper_at("deliberating", cast, body=with_image(image))
    rows = (paper, add_attachment(paper, by=cast.council_clerk), image, cast.org.europe_committee)

    every = {address.filled(filled_with(*rows)(address)) for address in addresses()}
    every |= {SUBSCRIBE, f"/pl/translation-request/{paper.pk}/", "/en/login/?next=/de/received/"}

    opened, given = set(), {}
    for address in sorted(every):
        response = stranger.get(address)
        response.close()
        if response.status_code == 200:
            opened.add(response.resolver_match.view_name)
        if response.cookies:
            given[address] = sorted(response.cookies)
            stranger.cookies.clear()

    assert given == {}
    assert opened >= {
        *("wagtail_serve", "papers", "paper", "committee", "search", "information", "feedback", "verify"),
        *("subscriptions:subscribe", "request_translation", "login", "account_reset_password"),
    }


@pytest.mark.parametrize(
    ("address", "data"),
    [
        (SUBSCRIBE, WISH),
        ("/de/accessibility/feedback/", {"message": "Ein Bild ohne Text."}),
        ("/de/login/", {"username": "niemand@example.org", "password": "falsch"}),
        ("/de/password/", {"email": "niemand@example.org"}),
    ],
)
def test_a_form_is_sent_without_one(stranger, address, data):
    response = stranger.post(address, data, headers=ORIGIN)

    assert response.status_code in (200, 302)
    assert not response.cookies


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_a_form_of_another_site_is_refused(stranger, origin):
    assert stranger.post(SUBSCRIBE, WISH, headers=origin).status_code == 403


def test_a_browser_that_does_not_say_where_it_was_can_send_it_the_second_time(stranger):
    assert stranger.post(SUBSCRIBE, WISH).status_code == 403
    page = stranger.get(SUBSCRIBE)
    token = page.context["csrf_token"]

    assert stranger.post(SUBSCRIBE, {**WISH, "csrfmiddlewaretoken": str(token)}).status_code == 200


def test_whoever_has_a_cookie_needs_the_token(cast, signed_in):
    client = signed_in(cast.member)
    client.handler.enforce_csrf_checks = True

    assert client.post(SUBSCRIBE, WISH, headers=ORIGIN).status_code == 403


def test_signing_in_gives_two_and_the_token_ends_with_the_browser(cast, stranger):
    cast.member.set_password("ein Passwort")
    cast.member.save()

    response = stranger.post("/de/login/", {"username": cast.member.email, "password": "ein Passwort"}, headers=ORIGIN)

    assert set(response.cookies) == {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    assert response.cookies[settings.CSRF_COOKIE_NAME]["max-age"] == ""
