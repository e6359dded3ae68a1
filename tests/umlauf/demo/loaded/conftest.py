"""The demo takes seconds to load, so the tests that only look at it share one load, rolled back behind the last of
them."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from papers.models import Paper
from tests.network import around_tests
from umlauf.demo.models import LoadedPart


@pytest.hookimpl(tryfirst=True)  # before they are put in order by whether they use the database
def pytest_collection_modifyitems(items):
    """pytest-django makes a test database only where a collected test is marked; without one the demo would go into the
    database of the settings."""
    for item in items:
        if "loaded_demo" in item.fixturenames:
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="package")
def loaded_demo(django_db_setup, django_db_blocker):
    """What the command printed when it loaded the demo."""
    out = StringIO()
    with django_db_blocker.unblock(), around_tests():
        call_command("load_demo", stdout=out)
        connection.run_on_commit = []  # nothing is ever committed, and each savepoint looks through all of it
        yield out.getvalue()
        transaction.set_rollback(True)


def demo_paper(key: str) -> Paper:
    return LoadedPart.objects.get(key=f"paper:{key}").paper.specific
