"""What a kind demands is named when it is missing."""

from __future__ import annotations

import pytest

from papers.completeness import missing_sections
from papers.drafting import opening_sections
from papers.models import PaperKind
from tests.factories.papers import draft, filled_body, kind


def headings(paper):
    return [section.heading for section in missing_sections(paper)]


def section(heading="", *content, key=""):
    return ("section", {"key": key, "heading": heading, "content": list(content)})


def test_a_new_paper_is_offered_its_sections_in_order_and_none_of_them_counts_yet(cast):
    paper = draft(cast, "decision", filled=False)

    assert [block.value["heading"] for block in paper.body] == [
        "Antrag",
        "Begründung",
        "Berücksichtigung von Gender-Aspekten",
        "Auswirkungen auf das Klima",
        "Kostentabelle",
    ]
    assert [block.value["content"][0].block_type for block in paper.body] == ["motion", "text", "text", "text", "text"]
    assert headings(paper) == [block.value["heading"] for block in paper.body]


@pytest.mark.parametrize("slug", ["information", "decision", "motion", "question", "strategy"])
def test_a_filled_paper_lacks_nothing(cast, slug):
    assert headings(draft(cast, slug)) == []
    assert PaperKind.objects.get(slug=slug).required_sections.exists()


@pytest.mark.parametrize(
    "content",
    [
        ("text", ""),
        ("text", "<p></p>"),
        ("text", "<p>&nbsp; </p>"),
        ("cost_table", {"caption": "Kosten", "rows": [], "note": "  "}),
        ("quotation", {"text": " ", "source": "Jemand"}),
    ],
)
def test_an_empty_block_does_not_fill_a_section(cast, content):
    body = filled_body(kind("question"))
    body[0][1]["content"] = [content]

    assert headings(draft(cast, "question", body=body)) == ["Frage"]


@pytest.mark.parametrize(
    "content",
    [
        ("text", "<p>Wann?</p>"),
        ("motion", "<p>Der Rat beschließt.</p>"),
        ("quotation", {"text": "Zitat", "source": ""}),
        ("cost_table", {"caption": "", "rows": [], "note": "Keine Kosten."}),
        (
            "cost_table",
            {
                "caption": "",
                "rows": [
                    {
                        "label": "Miete",
                        "direction": "expense",
                        "nature": "operations",
                        "period": "one_off",
                        "year": 2026,
                        "amount": 5,
                    }
                ],
                "note": "",
            },
        ),
    ],
)
def test_any_content_fills_a_section(cast, content):
    body = filled_body(kind("question"))
    body[0][1]["content"] = [content]

    assert headings(draft(cast, "question", body=body)) == []


def test_a_section_may_be_reworded_because_its_key_counts(cast):
    body = [section("Was wir wissen wollen", ("text", "<p>Wann?</p>"), key="question")]

    assert headings(draft(cast, "question", body=body)) == []


@pytest.mark.parametrize("heading", ["Frage", "  frage ", "FRAGE"])
def test_a_section_typed_by_hand_counts_by_its_heading(cast, heading):
    assert headings(draft(cast, "question", body=[section(heading, ("text", "<p>Wann?</p>"))])) == []


def test_another_section_does_not_count(cast):
    assert headings(draft(cast, "question", body=[section("Fragen", ("text", "<p>Wann?</p>"))])) == ["Frage"]


def test_a_heading_repeated_below_an_empty_one_counts_once_filled(cast):
    body = [section("Frage", key="question"), section("Frage", ("text", "<p>Wann?</p>"))]

    assert headings(draft(cast, "question", body=body)) == []


def test_opening_sections_follow_the_council_offices_order(db):
    paper_kind = kind("motion")
    first, second = paper_kind.required_sections.all()
    paper_kind.required_sections.filter(pk=first.pk).update(position=9)

    assert [value["key"] for _name, value in opening_sections(kind("motion"))] == [second.key, first.key]
