"""No text that somebody filled in runs in a browser: on public pages, and on the screens of the desk, which build parts
of themselves with scripts that no test of their markup sees."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.factories.hostile import SEARCHED, SHORTER, hostile_city

pytestmark = [
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    # Wagtail leaves the temporary file of a rendition to the collector
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

# What the texts would run.
MARK = "window.mark = () => { window.marked = (window.marked || 0) + 1; };"


def public(city):
    return [
        "/de/",
        "/en/",
        "/de/papers/",
        f"/de/papers/{city.released.slug}/",
        f"/en/papers/{city.released.slug}/",
        f"/de/papers/{city.strategy.slug}/",
        f"/de/search/?q={SHORTER}",
        "/de/committees/",
        "/de/committees/rat/",
        "/de/partners/",
        "/de/partners/bristol/",
        f"/de/subscriptions/search/{quote(SEARCHED, safe='')}/",
    ]


def desk(city):
    return [
        "/admin/",
        "/admin/papers/",
        "/admin/papers/new/",
        f"/admin/pages/{city.draft.pk}/edit/",
        f"/admin/pages/{city.draft.pk}/history/",
        f"/admin/pages/{city.strategy.pk}/edit/",
        f"/admin/papers/{city.released.pk}/attachments/",
        f"/admin/inbox/papers/{city.returned.pk}/slip/",
        f"/admin/inbox/papers/{city.waiting.pk}/check/",
        f"/admin/inbox/papers/{city.releasing.pk}/release/",
        f"/admin/inbox/papers/{city.released.pk}/distribute/",
        f"/admin/inbox/distributions/{city.delivered.pk}/",
        f"/admin/inbox/distributions/{city.delivered.pk}/paper-copies/",
        f"/admin/inbox/translations/{city.begun.pk}/",
        "/admin/inbox/",
        "/admin/images/",
        f"/admin/images/{city.image.pk}/",
        "/admin/reports/deliveries/",
        "/admin/organizations/",
    ]


def test_no_text_runs_in_a_browser(cast, open_as):
    city = hostile_city(cast)
    ran, shown = [], 0

    for person, addresses in ((None, public(city)), (cast.council_clerk, desk(city))):
        page = open_as(person)
        page.add_init_script(MARK)
        page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
        for address in addresses:
            page.goto(address, wait_until="load")
            if page.evaluate("window.marked"):
                ran.append(address)
            shown += "mark()" in page.content()

    assert ran == []
    assert shown > 20  # the proof that the texts were there
    assert page.evaluate("mark(), window.marked")  # and that they would have been heard
