"""Fixtures of the rule tests; each folder's conftest imports them."""

from __future__ import annotations

import pytest

from tests.factories.cast import Cast, build_cast


@pytest.fixture
def cast(db) -> Cast:
    return build_cast()


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


__all__ = ["cast", "run_on_commit", "signed_in"]
