"""No text stops a document or gets out of it."""

from __future__ import annotations

import io
import time
from decimal import Decimal

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papers.pdf import glyphs, typesetting
from papers.pdf.body import levelled
from papers.pdf.printing import printed
from papers.pdf.typesetting import NotTypeset, Reason, typeset
from tests.factories.papers import draft
from tests.papers.pdf.samples import section, squeezed, table, text, text_in
from tests.papers.pdf.typesetting.contents import (
    said,
    with_body,
)


@pytest.mark.parametrize(
    "words",
    [
        "#panic()",
        "$x^2$",
        '#import "@preview/cetz:0.3.1"',
        "= Kein *Titel* <label> @ref",
        '#read("/etc/passwd")',
        "\\u{41} // weg",
        "`roh`",
    ],
)
def test_markup_in_a_text_is_text(cast, words):
    page = draft(
        cast,
        title=f"Titel {words}",
        place=words,
        body=[section(text("<p>" + words.replace("<", "&lt;") + "</p>"), heading=words)],
    )
    assert squeezed(text_in(printed(page))).count(squeezed(words)) == 4


@pytest.mark.parametrize(
    "character",
    ["\N{GRINNING FACE}", "\x00", "\x07", "\ue000", "\ud800", "\U0010ffff", "\N{MATHEMATICAL BOLD CAPITAL A}"],
)
def test_a_character_no_font_has_does_not_stop_a_paper(content, character):
    document = typeset(with_body(content | {"title": f"Titel{character}"}, said(f"vorher{character}nachher")))
    assert "vorher�nachher" in text_in(document)


@pytest.mark.parametrize("character", ["\ufeff", "\ufe0f", "\u2060", "\u202e"])
def test_a_character_nobody_sees_is_left_out(content, character):
    assert "vorhernachher" in text_in(typeset(with_body(content, said(f"vorher{character}nachher"))))


@pytest.mark.parametrize("nothing", ["", " ", "\u202e", "\u2060\ufeff"])
def test_a_paper_whose_title_and_heading_show_nothing_is_named_by_its_kind(content, nothing):
    headings = [{"t": "h", "l": level, "c": [{"v": words}]} for level, words in ((1, nothing), (2, "Darunter"))]
    nodes = levelled([*headings, said(nothing), said("Text")])
    document = typeset(with_body(content | {"title": nothing, "kind": "Beschlussdrucksache"}, *nodes))
    with pikepdf.open(io.BytesIO(document)) as pdf, pdf.open_metadata() as about:
        assert about["dc:title"] == "Beschlussdrucksache"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=60))
def test_no_text_whatever_stops_a_paper(content, words):
    assert typeset(with_body(content | {"title": words or "–", "number": words}, said(words))).startswith(b"%PDF-")


def test_what_counts_as_printable_is_accepted(content):
    """Every letter, mark and sign of our fonts; of the 40,000 Chinese and Japanese ones every fiftieth."""
    known = sorted(set().union(*glyphs.repertoires()))
    words = "".join(
        chr(code) + " " for at, code in enumerate(known) if code < 0x2E80 or 0xA000 <= code < 0xAC00 or at % 50 == 0
    )
    words = glyphs.printable(words)
    assert len(words.replace(glyphs.REPLACEMENT, "")) > 8000
    assert glyphs.printable(words) == words, "so that nothing is replaced when it is typeset"
    assert typeset(with_body(content, said(words))).startswith(b"%PDF-")


def test_a_link_to_a_script_is_no_link(cast):
    page = draft(
        cast,
        body=[
            section(
                text('<p><a href="javascript:alert(1)">Klick</a> und <a href="https://example.org/">Adresse</a></p>')
            )
        ],
    )
    with pikepdf.open(io.BytesIO(printed(page))) as pdf:
        addresses = [str(annotation.A.URI) for page in pdf.pages for annotation in page.obj.get("/Annots", [])]
    assert addresses == ["https://example.org/"]


def test_lists_sixty_deep_are_printed(cast):
    html = "".join(f"<ul><li>Ebene {level}" for level in range(60)) + "</li></ul>" * 60
    words = text_in(printed(draft(cast, body=[section(text(html))])))
    assert all(f"Ebene {level}" in words for level in range(60))


@pytest.mark.thorough
def test_a_table_of_ten_thousand_rows_is_printed_or_refused_in_time(cast):
    rows = [[f"Zeile {number}", Decimal(number)] for number in range(10_000)]
    page = draft(cast, body=[section(table([("text", "Name"), ("number", "Zahl")], rows))])
    began = time.monotonic()
    assert printed_or_refused(page) in ("printed", Reason.TOO_SLOW, Reason.TOO_LARGE)
    assert time.monotonic() - began < typesetting.LIMITS.seconds + 10


def printed_or_refused(page):
    try:
        return "printed" if "Zeile 9999" in text_in(printed(page)) else "without its last row"
    except NotTypeset as refused:
        return refused.reason_code
