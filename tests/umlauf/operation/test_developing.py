"""django-debug-toolbar: for who develops, and for nobody else."""

from __future__ import annotations

import re

import pytest

from tests.umlauf.operation.processes import in_production

pytestmark = pytest.mark.thorough  # each test starts a process

ASK = """
import django; django.setup()
from django.test import Client
answer = Client().get("/de/login/", headers={"host": "localhost"})
print(answer.headers["Content-Security-Policy"])
print(answer.content.decode())
"""


def asked(settings, database, **more):
    result = in_production("-c", ASK, DJANGO_SETTINGS_MODULE=settings, DATABASE_URL=database, **more)
    policy, _newline, page = result.stdout.partition("\n")
    return policy, page


def test_the_toolbar_is_there_under_the_same_content_security_policy(migrated):
    policy, page = asked("umlauf.settings.dev", migrated)

    assert 'id="djDebug"' in page
    assert "unsafe-inline" not in policy
    assert re.findall(r"<script(?![^>]*src=)|<style| style=| onclick=", page) == []


@pytest.mark.parametrize(("module", "debug"), [("umlauf.settings.demo", "on"), ("umlauf.settings.dev", "off")])
def test_the_demo_and_a_server_that_hides_errors_do_without(migrated, module, debug):
    _policy, page = asked(module, migrated, DEBUG=debug)

    assert "Anmelden" in page
    assert "djDebug" not in page
