"""Every block a section can have says of itself what those who read papers ask."""

from __future__ import annotations

import pytest

from papers.blocks import ContentBlock
from papers.blocks.in_section import InSection
from papers.pdf import richtext
from papers.pdf.preflight import Place

COLUMNS = [{"type": "text", "heading": "Jahr"}, {"type": "number", "heading": "Fälle"}]
ROW = {
    "label": "Planung",
    "direction": "expense",
    "nature": "operations",
    "period": "one_off",
    "year": 2027,
    "amount": "12.00",
}
# Of each kind: what was left empty, what was filled in, and the element it prints as.
VALUES = {
    "text": ("<p>&nbsp;</p>", "<p>Der Radweg.</p>", "p"),
    "motion": ("", "<p>Der Rat beschließt.</p>", "motion"),
    "cost_table": (
        {"caption": "Kosten", "rows": [], "note": " "},
        {"caption": "", "rows": [ROW], "note": ""},
        "costs",
    ),
    "table": (
        {"table": {"columns": COLUMNS, "rows": [], "caption": ""}},
        {"table": {"columns": COLUMNS, "rows": [{"values": ["2026", "12"]}], "caption": ""}},
        "table",
    ),
    "quotation": ({"text": " ", "source": "Satzung"}, {"text": "Eigentum verpflichtet.", "source": ""}, "quote"),
    "image": ({"image": None, "caption": ""}, None, "figure"),
}


def block(kind, value):
    (child,) = ContentBlock().to_python([{"type": kind, "value": value}])
    return child.block, child.value


def test_every_block_answers_for_itself():
    blocks = ContentBlock().child_blocks

    assert blocks.keys() == VALUES.keys()
    for kind, child in blocks.items():
        assert isinstance(child, InSection), kind
        for question in ("is_empty", "nodes", "problems"):
            assert getattr(type(child), question) is not getattr(InSection, question), (kind, question)


@pytest.mark.parametrize("kind", VALUES)
def test_a_block_that_was_left_empty_is_empty_and_one_that_was_filled_in_is_not(kind):
    empty, filled, _element = VALUES[kind]
    child, value = block(kind, empty)
    assert child.is_empty(value)

    if filled is not None:
        child, value = block(kind, filled)
        assert not child.is_empty(value)


@pytest.mark.parametrize("kind", [kind for kind, (_empty, filled, _element) in VALUES.items() if filled is not None])
def test_a_block_prints_itself(kind):
    _empty, filled, element = VALUES[kind]
    child, value = block(kind, filled)

    assert [node["t"] for node in child.nodes(value, richtext)] == [element]
    assert list(child.problems(value, Place("id", "Abschnitt"))) == []


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "<p>\u200b\u2060</p>"),
        ("text", "<p>&shy;&#8203;</p><ul><li></li></ul>"),
        ("motion", "<p><b> \u00a0</b></p>"),
        ("quotation", {"text": "\ufeff\u200e", "source": "Satzung"}),
        ("cost_table", {"caption": "Kosten", "rows": [], "note": "\u200b"}),
        ("table", {"table": {"columns": COLUMNS, "rows": [{"values": ["", None]}] * 3, "caption": "Fälle"}}),
        (
            "table",
            {
                "table": {
                    "columns": [{"type": "rich_text", "heading": "Anlass"}],
                    "rows": [{"values": ["<p>\u200b</p>"]}],
                    "caption": "",
                }
            },
        ),
    ],
)
def test_what_nobody_sees_fills_nothing(kind, value):
    child, value = block(kind, value)

    assert child.is_empty(value)


def test_a_problem_says_where_it_is():
    child, value = block("quotation", {"text": "Ein \U0001f6b2 fährt.", "source": ""})

    (problem,) = child.problems(value, Place("f3", "Begründung"))

    assert (problem.code, problem.block_id, problem.section) == ("character", "f3", "Begründung")
