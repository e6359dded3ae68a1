"""Fixtures of the rule tests; each folder's conftest imports them."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.factories.cast import Cast, build_cast, fresh_cast
from tests.factories.recordings import the_same_whenever
from tests.network import around_tests


@pytest.fixture(scope="module")
def company(django_db_setup, django_db_blocker):
    """The cast's rows, made once for a module in a transaction around those of its tests: making them takes longer than
    most tests."""
    around = around_tests()
    with django_db_blocker.unblock():
        around.__enter__()
        with the_same_whenever("the cast"):
            cast = build_cast()
    yield cast
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def cast(company, db) -> Cast:
    return fresh_cast(company)


@pytest.fixture
def signed_in(client):
    """``signed_in(person)`` gives the test's client, logged in as that person."""

    def log_in(person):
        if person.is_authenticated:
            client.force_login(person)
        else:
            client.logout()
        return client

    return log_in


@pytest.fixture
def run_on_commit(django_capture_on_commit_callbacks):
    """``with run_on_commit():`` lets happen what waits for the commit, such as mail."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


__all__ = ["cast", "company", "run_on_commit", "signed_in"]
