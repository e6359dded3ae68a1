"""Searching with a browser: results while one types, narrowed down by a click, and all of it without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import violations
from tests.factories.papers import paper_at

pytestmark = [
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def papers(cast):
    decision = paper_at("deliberating", cast, title="Ausbau der Radwege am Ufer")
    paper_at("deliberating", cast, "information", title="Radwege: Bericht über das Jahr")
    return decision


def test_results_while_one_types_and_narrowed_down_by_a_click(open_as, papers):
    page = open_as(None)
    page.goto("/de/")
    page.get_by_role("link", name="Suche", exact=True).click()
    field = page.get_by_label("Wörter oder Nummer einer Vorlage")
    expect(field).to_be_focused()
    field.press_sequentially("Radweg", delay=30)
    expect(page.locator("#results mark").first).to_have_text("Radwege")
    expect(page).to_have_url("/de/search/?q=Radweg")
    expect(page.get_by_role("status")).to_contain_text("2 Treffer")

    page.get_by_label("Beschlussdrucksache").check()
    expect(page.get_by_role("status")).to_contain_text("1 Treffer")
    assert "kind=" in page.url
    assert violations(page) == []
    page.get_by_role("link", name="Ausbau der Radwege am Ufer").click()
    page.get_by_role("heading", level=1, name="Ausbau der Radwege am Ufer").wait_for()
    page.go_back()
    expect(page.get_by_role("status")).to_contain_text("1 Treffer")


def test_without_javascript_on_a_small_screen_in_the_dark(open_as, papers):
    page = open_as(None, java_script_enabled=False, viewport={"width": 390, "height": 844}, color_scheme="dark")
    page.goto("/de/")
    page.get_by_role("searchbox").fill("Radweg")
    page.get_by_role("button", name="Suchen").click()
    expect(page.get_by_role("heading", name="2 Treffer")).to_be_visible()
    page.get_by_label("Beschlussdrucksache").check()
    page.get_by_role("button", name="Eingrenzen").click()
    expect(page.get_by_role("heading", name="1 Treffer")).to_be_visible()


@pytest.mark.parametrize(
    "options", [{"color_scheme": "dark"}, {"viewport": {"width": 390, "height": 844}}], ids=["dark", "small"]
)
def test_the_page_is_accessible(open_as, papers, options):
    page = open_as(None, **options)
    for address in ("/de/search/", "/de/search/?q=Radweg", "/ar/search/?q=Radweg", "/de/search/?q=Radwge"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert violations(page) == [], address
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), address
