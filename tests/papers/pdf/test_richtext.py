from __future__ import annotations

import re

import pytest

from papers.pdf.richtext import DEEPEST_LIST, list_depth, nodes_of, paragraphs, safe_address
from tests.factories.papers import paper_at


def runs(html):
    [node] = nodes_of(html)
    return node["c"]


def test_marks_add_up_and_equal_neighbours_are_one_run():
    assert runs("<p>a <b>b <i>c</i></b><strong> d</strong> m<sup>2</sup></p>") == [
        {"v": "a "},
        {"v": "b ", "m": ["b"]},
        {"v": "c", "m": ["b", "i"]},
        {"v": " d", "m": ["b"]},
        {"v": " m"},
        {"v": "2", "m": ["sup"]},
    ]


def test_a_line_break_stays_within_a_paragraph_but_not_at_its_end():
    assert runs("<p>a<br/>b<br/></p>") == [{"v": "a"}, {"br": True}, {"v": "b"}]


def test_lists_nest():
    [outer] = nodes_of("<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>")
    assert outer == {
        "t": "ul",
        "items": [
            [{"t": "p", "c": [{"v": "a"}]}, {"t": "ol", "items": [[{"t": "p", "c": [{"v": "b"}]}]]}],
            [{"t": "p", "c": [{"v": "c"}]}],
        ],
    }


@pytest.mark.parametrize("depth", [60, 300])
def test_lists_too_deep_for_paper_become_paragraphs_and_lose_no_word(depth):
    nodes = nodes_of("".join(f"<ul><li>Ebene {level} " for level in range(depth)) + "</li></ul>" * depth)
    assert list_depth(nodes) == DEEPEST_LIST
    assert re.findall(r"Ebene \d+", str(nodes)) == [f"Ebene {level}" for level in range(depth)]


def test_lists_deeper_than_any_parser_goes_harm_nobody():
    assert list_depth(nodes_of("<ul><li>Ebene" * 100_000)) == DEEPEST_LIST


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("https://www.hannover.de/ä?a=1&b=2", "https://www.hannover.de/%C3%A4?a=1&b=2"),
        ("mailto:ratsbuero@example.org", "mailto:ratsbuero@example.org"),
        ("/documents/1/plan.pdf", "http://testserver/documents/1/plan.pdf"),
        ("javascript:alert(1)", ""),
        (" java\nscript:alert(1)", ""),
        ("JAVASCRIPT:alert(1)", ""),
        ("javascript://example.org/%0aalert(1)", ""),
        ("ftp://example.org/plan.pdf", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("https:", ""),
        ("http://[", ""),
        ("#oben", ""),
        ("", ""),
        ("https://example.org/" + "a" * 5000, ""),
    ],
)
def test_an_address_is_absolute_and_harmless_or_not_there(href, address):
    assert safe_address(href) == address


def test_a_link_that_must_not_be_is_plain_text():
    assert runs('<p><a href="javascript:alert(1)">Klick</a></p>') == [{"v": "Klick"}]


def test_a_link_to_a_page_leads_to_its_address(cast):
    page = paper_at("deliberating", cast)
    [run] = runs(f'<p><a linktype="page" id="{page.pk}">Vorlage</a></p>')
    assert run["href"] == "http://testserver" + page.url
    assert runs('<p><a linktype="page" id="999999">weg</a></p>') == [{"v": "weg"}]


@pytest.mark.parametrize(
    "html",
    ["", "   ", "<p></p>", "<!-- nichts -->", "<p> <br/> </p>", "<script>alert(1)</script>", "<ul><li></li></ul>"],
)
def test_what_says_nothing_is_not_printed(html):
    assert nodes_of(html) == []


def test_control_characters_do_not_lose_the_text_around_them():
    assert "vorher" in str(nodes_of("<p>vorher\x00\x0bnachher</p>"))
    assert "nachher" in str(nodes_of("<p>vorher\x00\x0bnachher</p>"))


def test_plain_text_keeps_its_paragraphs_and_lines():
    assert paragraphs("a\nb\r\n\r\nc") == [
        {"t": "p", "c": [{"v": "a"}, {"br": True}, {"v": "b"}]},
        {"t": "p", "c": [{"v": "c"}]},
    ]
