"""Pasting from Word and Outlook keeps what a paper can hold, glues no words together, and says what it left out."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from papers.models import Paper
from tests.e2e import pasted
from tests.e2e.test_from_draft_to_decision import SAVED_TEXT
from tests.factories.papers import draft

pytestmark = [
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
PASTE = """(field, [html, text]) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    clipboardData.setData("text/plain", text);
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
SECTION = ("section", {"key": "", "heading": "Begründung", "content": [("text", "<p></p>")]})


@pytest.fixture
def editor(open_as, cast):
    cast.author.preferred_language = "en"
    cast.author.save()
    paper = draft(cast, title="Radweg am Leineufer", body=[SECTION])
    page = open_as(cast.author)
    page.goto(reverse("wagtailadmin_pages:edit", args=[paper.pk]))
    page.locator("[contenteditable=true]").first.wait_for()
    page.wait_for_load_state("networkidle")  # a server still at work would hold the database at the end of the test
    return page


def lines(read):
    """Kind, depth and text of each block."""
    return [(block["type"], block["depth"], block["text"]) for block in read["blocks"]]


def styled(read, style):
    return [
        block["text"][place["offset"] : place["offset"] + place["length"]]
        for block in read["blocks"]
        for place in block["inlineStyleRanges"]
        if place["style"] == style
    ]


def test_what_is_read_of_a_clipboard(editor):
    def read(html):
        return editor.evaluate("html => window.umlaufPaste.read(html)", html)

    word = read(pasted.WORD)
    assert lines(word) == [
        ("header-three", 0, "Begründung"),
        (
            "unstyled",
            0,
            "Der Radweg am\nLeineufer kostet 12\u00a0m2 je Anwohner, CO2 sinkt in Hannover nach Klimaplan.",
        ),
        ("header-three", 0, "Folgen"),
        ("unordered-list-item", 0, "Erstens"),
        ("unordered-list-item", 1, "darunter"),
        ("ordered-list-item", 0, "Zweitens"),
        ("unstyled", 0, "Schluss"),
    ]
    assert (styled(word, "BOLD"), styled(word, "SUPERSCRIPT"), styled(word, "SUBSCRIPT")) == (["Radweg"], ["2"], ["2"])
    assert word["entityMap"]["0"]["data"] == {"url": "https://example.org/klima"}
    assert word["tables"] == [{"caption": "", "at": 6, "rows": [["Jahr", "Kosten"], ["2026", "1.200\u00a0Euro netto"]]}]
    assert word["left"] == {"deleted": 0, "comments": 1, "footnotes": 1, "pictures": 1}

    outlook = read(pasted.OUTLOOK)
    assert lines(outlook) == [
        ("unstyled", 0, "Guten Tag,"),
        ("unstyled", 0, "anbei die Zahlen:"),
        ("unstyled", 0, "Gruß\nAnna"),
    ]
    assert [table["rows"] for table in outlook["tables"]] == [[["Amt", "Stellen"], ["Planung", "3"]]]

    assert lines(read(pasted.WORD_ONLINE)) == [
        ("unordered-list-item", 0, "oben"),
        ("unordered-list-item", 1, "unten"),
        ("unstyled", 0, "Ende"),
    ]
    assert lines(read(pasted.NESTED)) == [
        ("ordered-list-item", 0, "eins"),
        ("unordered-list-item", 1, "a"),
        ("unordered-list-item", 1, "b"),
        ("ordered-list-item", 0, "zwei"),
    ]
    merged = "<table><tr><td colspan=2>A</td></tr><tr><td rowspan=2>B</td><td>C</td></tr><tr><td>D</td></tr></table>"
    assert read(merged)["tables"][0]["rows"] == [["A", ""], ["B", "C"], ["", "D"]]


def test_a_text_from_word_arrives_in_the_paper(editor, cast):
    field = editor.locator("[contenteditable=true]").first
    field.click()
    field.evaluate(PASTE, [pasted.WORD, "Begründung …"])

    told = editor.locator(".umlauf-told")
    expect(told).to_contain_text("Tables stand below the text, as blocks of their own (1)")
    expect(told).to_contain_text("Left out: comments (1), footnotes (1), pictures (1)")
    expect(field.locator("h3")).to_have_text(["Begründung", "Folgen"])
    expect(field.locator("li")).to_have_text(["Erstens", "darunter", "Zweitens"])
    editor.wait_for_function(SAVED_TEXT, arg="Schluss")
    editor.locator("footer").get_by_role("button", name="Save draft").click()
    expect(editor.locator(".messages .success")).to_be_visible()

    section = Paper.objects.get(title="Radweg am Leineufer").get_latest_revision_as_object().body[0].value
    text, table = section["content"]
    for part in ("<h3", "<sup>2</sup>", "<sub>2</sub>", 'href="https://example.org/klima"', "<b>Radweg</b>"):
        assert part in text.value.source, part
    assert "am<br/>Leineufer" in text.value.source
    assert "<li" in text.value.source
    assert table.block_type == "table"
    assert [column["heading"] for column in table.value["table"].columns] == ["Jahr", "Kosten"]
    assert table.value["table"].row_data[0]["values"] == ["2026", "1.200\u00a0Euro netto"]


def test_what_is_pasted_does_not_run_into_the_text_around_it(editor):
    field = editor.locator("[contenteditable=true]").first
    field.click()
    editor.keyboard.type("Davor.Danach.")
    for _letter in "Danach.":
        editor.keyboard.press("ArrowLeft")
    field.evaluate(PASTE, ["<h2>Ziele</h2><p>Ein Satz.</p>", "Ziele"])
    expect(field.locator("h3")).to_have_text("Ziele")
    expect(field.locator("[data-block=true]")).to_have_text(["Davor.", "Ziele", "Ein Satz.", "Danach."])

    editor.keyboard.press("Control+a")
    editor.keyboard.press("Delete")
    field.evaluate(PASTE, ["<h2>Allein</h2>", "Allein"])
    expect(field.locator("h3")).to_have_text("Allein")


def test_where_no_table_can_stand_its_cells_are_kept_apart(open_as, cast):
    cast.author.preferred_language = "en"
    cast.author.save()
    paper = draft(cast, "strategy", title="Klimaplan", goals=[("goal", {"title": "Ziel", "text": "<p></p>"})])
    page = open_as(cast.author)
    page.goto(reverse("wagtailadmin_pages:edit", args=[paper.pk]))
    page.get_by_role("tab", name="Goals and fields of action").click()
    field = page.locator("[data-contentpath=goals] [contenteditable=true]").first
    field.click()
    field.evaluate(PASTE, ["<table><tr><td>Jahr</td><td>Kosten</td></tr></table>", "Jahr Kosten"])

    expect(field).to_contain_text("Jahr | Kosten")
    expect(page.locator(".umlauf-told")).to_contain_text("Tables became lines of text")
