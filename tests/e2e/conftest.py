"""A real Chromium, a real server, the cast of the rule tests. Everybody has a browser of their own."""

from __future__ import annotations

import pytest

from tests.factories.browsing import asked_of_others
from tests.factories.cast import build_cast

PASSWORD = "ein Passwort fuer die Probe"


@pytest.fixture
def cast(transactional_db, django_db_serialized_rollback):
    cast = build_cast()
    for person in cast.people().values():
        if person.pk:
            person.set_password(PASSWORD)
            person.save()
    return cast


@pytest.fixture
def open_as(context, live_server, browser, browser_context_args):
    """``open_as(person)`` gives a fresh page with that person signed in; None is a visitor. No page may leave this
    machine."""
    contexts, asked, violations = [], [], []

    def watch(page):
        page.on(
            "console",
            lambda message: violations.append(message.text) if "Content Security Policy" in message.text else None,
        )
        return page

    def open_page(person=None, **options):
        own = browser.new_context(base_url=live_server.url, **{**browser_context_args, **options})
        asked.append(asked_of_others(own, lambda address: address.startswith((live_server.url, "data:", "blob:"))))
        own.set_default_timeout(15_000)
        contexts.append(own)
        page = watch(own.new_page())
        if person is not None:
            page.goto("/de/login/")
            page.get_by_label("E-Mail").fill(person.email)
            page.get_by_label("Passwort").fill(PASSWORD)
            page.get_by_role("button", name="Anmelden").click()
            page.get_by_role("button", name="Abmelden").wait_for()
        return page

    yield open_page
    for own in contexts:
        own.close()
    assert [address for foreign in asked for address in foreign] == []
    assert violations == []
