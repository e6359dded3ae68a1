"""The production settings, as a city starts them."""

from __future__ import annotations

import json

import pytest
from django.conf import settings

from tests.umlauf.operation.processes import in_production

# Nothing of the demo can be imported here, as where only requirements/base.txt is installed.
WITHOUT_THE_DEMO = "import sys; sys.modules['time_machine'] = sys.modules['umlauf.demo'] = None\n"
STRICTLY = ("check", "--deploy", "--fail-level", "WARNING")
CHECK = f"{WITHOUT_THE_DEMO}from django.core.management import execute_from_command_line as run; run(['', *{STRICTLY}])"
BROKEN = """
import django; django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
answer = client.get("/de/papers/", secure=True, headers={"host": "umlauf.hannover.example"})
print(answer.status_code, answer.headers["X-Request-ID"])
"""


@pytest.fixture
def empty(tmp_path):
    return f"sqlite:///{tmp_path / 'db.sqlite3'}"


def test_a_complete_environment_passes_the_checks_without_the_demo(migrated, collected):
    result = in_production("-W", "error", "-c", CHECK, DATABASE_URL=migrated, STATIC_ROOT=collected)

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("System check identified no issues")


def test_each_variable_that_is_missing_is_named(tmp_path, empty):
    """In one process, because each takes seconds to start."""
    missing = ("SITE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL", "BOUNCE_ADDRESS")
    nothing = {"DATABASE_URL": empty, "STATIC_ROOT": str(tmp_path)}
    result = in_production("manage.py", *STRICTLY, without=missing, WEB_CONCURRENCY="4", **nothing)

    assert result.returncode == 1
    for name in (*missing, "DATABASE_URL"):
        assert f"HINT: Set {name}" in result.stderr
    assert "umlauf.W006" in result.stderr
    assert "umlauf.I001" in result.stderr  # nobody could be asked about the demo, which is no reason to fail by itself


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_without_these_nothing_starts(name):
    result = in_production("-c", "import umlauf.settings.production", without=(name,))

    assert result.returncode == 1
    assert f"{name} must be set in the environment" in result.stderr


def test_the_demo_cannot_be_loaded():
    result = in_production("manage.py", "load_demo")

    assert result.returncode == 1
    assert "Unknown command: 'load_demo'" in result.stderr
    assert "umlauf.demo" in settings.INSTALLED_APPS  # here it can


def test_an_unhandled_error_is_written_to_standard_error(empty, collected):
    """An empty database is broken enough."""
    result = in_production("-c", BROKEN, DATABASE_URL=empty, LOG_FORMAT="json", STATIC_ROOT=collected)

    status, request_id = result.stdout.split()
    (line,) = [line for line in map(json.loads, result.stderr.splitlines()) if line["logger"] == "django.request"]
    assert status == "500"
    assert (line["level"], line["request_id"]) == ("ERROR", request_id)
    assert "OperationalError: no such table" in line["exc_info"]


def test_the_level_is_a_setting(empty, collected):
    result = in_production("-c", BROKEN, DATABASE_URL=empty, LOG_LEVEL="CRITICAL", STATIC_ROOT=collected)

    assert result.stdout.startswith("500 ")
    assert result.stderr == ""


def test_an_unknown_format_starts_nothing():
    result = in_production("-c", "import umlauf.settings.production", LOG_FORMAT="xml")

    assert result.returncode == 1
    assert "LOG_FORMAT is 'xml'" in result.stderr
