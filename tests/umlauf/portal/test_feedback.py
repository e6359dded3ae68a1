"""Whoever meets a barrier writes to the council office: one mail, and nothing of it stays."""

from __future__ import annotations

import pytest
from django.core import mail
from lxml import html

from papers.models import Letter
from tests.factories.letters import send_letters
from umlauf.portal.feedback import MOST_CHARACTERS

pytestmark = pytest.mark.django_db

ADDRESS = "/de/accessibility/feedback/"
MESSAGE = "Der Plan ist ein Bild.\nIch kann ihn nicht hören."


@pytest.fixture(autouse=True)
def office(settings):
    settings.COUNCIL_OFFICE_ADDRESS = "Ratsbüro <ratsbuero@stadt.example>"


def told(client, **fields):
    answer = client.post(ADDRESS, {"message": MESSAGE, **fields})
    send_letters()
    return html.fromstring(answer.content)


def test_the_council_office_gets_it_and_can_answer(client):
    shown = told(client, place="0383/2019", email="leserin@example.org")

    (sent,) = mail.outbox
    assert sent.to == ["ratsbuero@stadt.example"]
    assert sent.extra_headers["Reply-To"] == "leserin@example.org"
    assert MESSAGE in sent.body
    assert "0383/2019" in sent.body
    assert shown.xpath("//*[@role='status']")
    assert list(shown.iter("textarea")) == []


def test_nothing_of_it_is_kept(client):
    told(client, email="leserin@example.org")

    (letter,) = Letter.objects.all()
    assert letter.about == {}


def test_nobody_has_to_say_who_they_are(client):
    told(client)

    assert "Reply-To" not in mail.outbox[0].extra_headers


@pytest.mark.parametrize(
    ("field", "value"),
    [("message", " "), ("message", "x" * (MOST_CHARACTERS + 1)), ("email", "keine"), ("place", "x" * 501)],
)
def test_an_error_stands_at_its_field_and_nothing_typed_is_lost(client, field, value):
    typed = {"message": MESSAGE, "place": "Startseite", "email": "leserin@example.org", field: value}

    shown = told(client, **typed)

    (wrong,) = shown.xpath("//*[@aria-invalid='true']")
    assert wrong.get("name") == field
    assert shown.get_element_by_id(f"{field}-error").text_content().strip()
    assert f"{field}-error" in wrong.get("aria-describedby")
    for name in {"message", "place", "email"} - {field}:
        (kept,) = shown.xpath(f"//*[@name='{name}']")
        assert (kept.get("value") or kept.text_content()).strip() == typed[name]
    assert mail.outbox == []


def test_a_program_that_fills_in_everything_is_heard_by_nobody(client):
    shown = told(client, website="https://spam.example")

    assert shown.xpath("//*[@role='status']")
    assert mail.outbox == []
    assert not Letter.objects.exists()


def test_no_line_of_it_becomes_a_header(client):
    told(client, message="x\r\nBcc: viele@example.org", place="y\r\nBcc: viele@example.org")

    assert mail.outbox[0].message()["Bcc"] is None
