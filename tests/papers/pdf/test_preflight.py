from __future__ import annotations

from decimal import Decimal

import pytest

from papers.pdf.preflight import problems_of
from papers.pdf.printing import printed
from papers.pdf.typesetting import NotTypeset
from tests.factories.papers import draft
from tests.papers.pdf.samples import everything, image_block, picture, section, table, text, uploaded


def problems(cast, *blocks, **fields):
    page = draft(cast, body=[section(*blocks, heading="Anlass")], **fields)
    return [(problem.code, problem.severity, problem.section) for problem in problems_of(page)]


def test_a_sound_paper_has_no_problem(cast):
    page = draft(cast, title="Vorlage", body=[*everything(), section(image_block(uploaded()))])
    assert problems_of(page) == []


def test_a_sound_strategy_has_no_problem_and_a_smiley_in_a_goal_is_one(cast):
    goals = [("goal", {"title": "Ziel", "text": "<p>Gut</p>"})]
    assert problems_of(draft(cast, "strategy", vision="<p>Offen</p>", goals=goals)) == []
    strategy = draft(
        cast, "strategy", vision="<p>Offen 😀</p>", goals=[("goal", {"title": "Ziel 🚀", "text": "<p>Gut</p>"})]
    )
    assert [(problem.code, problem.section) for problem in problems_of(strategy)] == [
        ("character", ""),
        ("character", "Ziel 🚀"),
    ]


def test_a_character_no_font_has_is_named_once_with_its_place(cast):
    page = draft(
        cast, title="Titel \ue000", body=[section(text("<p>😀 und 😀</p>"), ("motion", "<p>✓ é → \u00ad</p>"))]
    )
    found = problems_of(page)
    assert [(problem.code, problem.section, problem.severity) for problem in found] == [
        ("character", "", "warning"),
        ("character", "Anlass", "warning"),
    ]
    assert "U+E000" in str(found[0].message)
    assert "U+1F600 GRINNING FACE" in str(found[1].message)
    assert found[1].block_id == str(page.body[0].value["content"][0].id)


def test_characters_no_font_has_are_reported_and_those_that_are_taken_out_are_not(cast):
    assert problems(cast, ("quotation", {"text": "eins\r\nzwei\tdrei", "source": ""})) == []
    assert problems(cast, ("quotation", {"text": "eins\x07zwei", "source": ""})) == []
    assert problems(cast, ("quotation", {"text": "eins\ue000zwei", "source": ""})) == [
        ("character", "warning", "Anlass")
    ]


def test_a_picture_needs_a_text_alternative_unless_it_is_an_ornament(cast):
    assert problems(cast, image_block(uploaded(), alt="")) == [("no_alt_text", "error", "Anlass")]
    assert problems(cast, image_block(uploaded(), alt="", decorative=True)) == []


def test_a_picture_that_will_not_be_typeset_is_found_before(cast):
    large = uploaded(picture(20_000, 10_000, mode="1"))
    type(large).objects.filter(pk=large.pk).update(width=20_000, height=10_000)
    large = type(large).objects.get(pk=large.pk)
    for image, code in ((large, "image_too_large"), (uploaded(b"kein Bild"), "image_unreadable")):
        page = draft(cast, body=[section(image_block(image))])
        assert [problem.code for problem in problems_of(page)] == [code]
        with pytest.raises(NotTypeset) as refused:
            printed(page)
        assert refused.value.reason_code == code


def test_a_picture_whose_file_is_gone_is_found(cast):
    image = uploaded()
    image.file.storage.delete(image.file.name)
    assert problems(cast, image_block(image)) == [("image_unreadable", "error", "Anlass")]


def test_a_table_has_headings_and_fits_a_page(cast):
    columns, row = [("text", "Name"), ("number", "Zahl")], ["Bristol", Decimal(1)]
    assert problems(cast, table(columns, [row] * 2000)) == []
    assert problems(cast, table(columns, [row] * 2001)) == [("table_rows", "error", "Anlass")]
    assert problems(cast, table([("text", "Name"), ("number", "")], [row])) == [("table_heading", "error", "Anlass")]
    assert problems(cast, table([("text", "Name")] * 13, [["x"] * 13])) == [("table_columns", "error", "Anlass")]


def test_lists_ten_deep_are_fine_and_eleven_are_not(cast):
    def nested(depth):
        return text("<ul><li>Ebene" * depth + "</li></ul>" * depth)

    assert problems(cast, nested(10)) == []
    assert problems(cast, nested(11)) == [("deep_list", "warning", "Anlass")]


def test_a_heading_that_skips_a_level_is_reported(cast):
    assert problems(cast, text("<h3>Darunter</h3><p>Text</p>")) == []
    assert problems(cast, text("<h4>Zu tief</h4><p>Text</p>")) == [("heading_level", "warning", "Anlass")]


def test_a_section_needs_a_heading_and_is_typeset_without(cast):
    page = draft(cast, body=[section(text("<h3>Darunter</h3><p>Text</p>"), heading="")])
    assert [problem.code for problem in problems_of(page)] == ["no_heading"]
    assert printed(page).startswith(b"%PDF-")
