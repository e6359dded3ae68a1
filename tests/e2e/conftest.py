"""A real Chromium, a real server, the cast of the rule tests. Everybody has a browser of their own."""

from __future__ import annotations

import pytest

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
    contexts, foreign, violations = [], [], []

    def watch(page):
        page.on(
            "console",
            lambda message: violations.append(message.text) if "Content Security Policy" in message.text else None,
        )
        return page

    def only_here(route):
        if route.request.url.startswith((live_server.url, "data:", "blob:")):
            route.continue_()
        else:
            foreign.append(route.request.url)
            route.abort()

    def open_page(person=None, **options):
        own = browser.new_context(base_url=live_server.url, **{**browser_context_args, **options})
        own.route("**/*", only_here)
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
    assert foreign == []
    assert violations == []
