"""The sheet of log-ins says what is true."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache

from umlauf.demo.content import read_cast
from umlauf.demo.login_sheet import login_sheet

pytestmark = [pytest.mark.thorough, pytest.mark.usefixtures("loaded_demo")]


def test_everybody_on_the_sheet_signs_in_and_whoever_has_a_desk_gets_there(client):
    addresses = re.findall(r"\S+@\S+", login_sheet())
    assert len(addresses) == len(read_cast().people)

    at_desk = set()
    for address in addresses:
        cache.clear()
        client.post("/de/login/", {"username": address, "password": read_cast().password})
        assert SESSION_KEY in client.session, address
        if client.get("/admin/").status_code == 200:
            at_desk.add(address)
        client.post("/de/logout/")

    assert at_desk
    assert at_desk != set(addresses)
