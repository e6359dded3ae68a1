from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

PASSWORD = "Fahrrad-am-Maschsee"


@pytest.fixture(autouse=True)
def _nobody_has_tried_before():
    cache.clear()


@pytest.fixture
def with_password():
    def give(person):
        person.set_password(PASSWORD)
        person.save()
        return person

    return give


@pytest.fixture
def open_browser():
    """Another browser, signed in as somebody by the log-in page."""

    def open_browser(person=None, **headers):
        client = Client(**headers)
        if person is not None:
            response = client.post("/de/login/", {"username": person.email, "password": PASSWORD})
            assert response.status_code == 302
        return client

    return open_browser


@pytest.fixture
def links():
    """Addresses in the mails to somebody, oldest first."""

    def find(address):
        bodies = [message.body for message in mail.outbox if message.to == [address]]
        return [link for body in bodies for link in re.findall(r"http://testserver(\S+)", body)]

    return find
