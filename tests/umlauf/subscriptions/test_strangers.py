"""Whoever asks for news at an address may be anybody: no letter box is filled, and nothing they typed is mailed."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache

from papers.models import Organization
from tests.factories.letters import send_letters
from tests.factories.smtp import smtp_server
from umlauf.operation import limits

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_asked_yet():
    limits.forget()
    cache.clear()


@pytest.fixture
def inbox(settings):
    with smtp_server(settings) as server:
        yield server


def ask(client, about, email):
    answer = client.post(f"/en/subscriptions/{about}/", {"email": email, "frequency": "daily", "language": "en"})
    send_letters()
    return answer


def test_nobodys_letter_box_is_filled_by_asking_for_ever_new_news(inbox, client, settings):
    settings.LIMITS = {**settings.LIMITS, "mail_to_address": "5/d"}
    answers = [ask(client, f"search/q=word{number}", "Reader@example.org") for number in range(30)]

    assert len(inbox.mails) == 5
    assert all("A mail is on its way" in answer.text for answer in answers), "and nobody learns who subscribed"


def test_nobody_writes_to_a_stranger_by_way_of_what_they_search_for(inbox, client):
    typed = "Gewinnen Sie jetzt"
    ask(client, f"search/q={typed}", "reader@example.org")

    (question,) = inbox.mails
    said = "\n".join([*(f"{name}: {value}" for name, value in question.items()), question.get_content()])
    link = re.search(r"https?://[^/]+(/\S+/subscriptions/\S+)", question.get_content()).group(1)
    assert "Gewinnen" not in said
    assert typed in client.get(link).text, "behind the link it is shown what it is about"


def test_whoever_asks_for_many_strangers_is_told_to_wait(cast, inbox, client, settings):
    settings.LIMITS = {**settings.LIMITS, "subscribe": "3/d"}
    Organization.objects.filter(pk=cast.org.bristol.pk).update(slug="bristol")
    answers = [ask(client, "partner_city/bristol", f"reader{number}@example.org").status_code for number in range(5)]

    assert answers == [200, 200, 200, 429, 429]
    assert len(inbox.mails) == 3
