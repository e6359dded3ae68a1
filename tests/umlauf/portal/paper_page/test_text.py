"""The text of a paper, block by block."""

from __future__ import annotations

import pytest
from lxml import html

from tests.factories.papers import draft, edit, filled_body, kind, paper_at
from tests.umlauf.portal.paper_page.pages import (
    page_of,
)
from umlauf.portal.addresses import paper_url


def test_sections_have_anchors_and_long_papers_a_table_of_contents(cast, client):
    long = paper_at("deliberating", cast)
    short = paper_at("deliberating", cast, "question")

    page = page_of(client, paper_url(long))

    for number in range(1, len(long.body) + 1):
        assert f'id="section-{number}"' in page
        assert f'href="#section-{number}"' in page
    assert 'href="#section-1"' not in page_of(client, paper_url(short))


def test_every_kind_of_block_is_shown(cast, client):
    rows = [
        {
            "label": "Bau",
            "direction": "expense",
            "nature": "investment",
            "period": "one_off",
            "year": 2026,
            "amount": "1234567.50",
        },
        {
            "label": "Zuschuss",
            "direction": "income",
            "nature": "investment",
            "period": "one_off",
            "year": 2026,
            "amount": "234567.50",
        },
        {
            "label": "Pflege",
            "direction": "expense",
            "nature": "operations",
            "period": "recurring",
            "year": 2027,
            "amount": "1000.00",
        },
    ]
    table = {
        "columns": [{"type": "text", "heading": "Ort"}, {"type": "number", "heading": "Bäume"}],
        "rows": [{"values": ["Nordufer", "12"]}],
        "caption": "Bäume je Ort",
    }
    content = [
        ("cost_table", {"caption": "Kosten", "rows": rows, "note": "Schätzung"}),
        ("quotation", {"text": "So sei es.", "source": "Der Rat"}),
    ]
    body = [*filled_body(kind("decision")), ("section", {"key": "", "heading": "Zahlen", "content": content})]
    paper = draft(cast, body=body)
    stream = paper.body.stream_block.to_python(
        [
            *paper.body.get_prep_value(),
            {
                "type": "section",
                "value": {"key": "", "heading": "Tabelle", "content": [{"type": "table", "value": {"table": table}}]},
            },
        ]
    )
    paper = edit(paper, by=cast.author, body=stream)

    from django.test import Client

    author = Client()
    author.force_login(cast.author)
    page = page_of(author, paper_url(paper))

    assert "1.234.567,50" in page
    assert "1.000.000,00" in page  # balance of 2026 is computed, and so is the whole
    assert "1.001.000,00" in page
    assert "So sei es." in page
    assert "Bäume je Ort" in page
    assert "Nordufer" in page
    assert page.count('role="region"') == page.count('tabindex="0"') == 2


def cost_row(amount, direction="expense", label="Bau"):
    row = {"label": label, "direction": direction, "nature": "investment", "period": "one_off"}
    return {**row, "year": 2026, "amount": amount}


@pytest.mark.parametrize(
    ("amounts", "shown", "words"),
    [
        (("1200", "expense"), "1.200", "Zu finanzieren"),
        (("1200.50", "expense"), "1.200,50", "Zu finanzieren"),
        (("800", "income"), "800", "Entlastung"),
    ],
)
def test_a_cost_table_says_what_has_to_be_found_in_words_and_cents_where_there_are_any(
    cast, client, amounts, shown, words
):
    content = [("cost_table", {"caption": "", "rows": [cost_row(*amounts)], "note": ""})]
    body = [*filled_body(kind("decision")), ("section", {"key": "", "heading": "Zahlen", "content": content})]
    paper = paper_at("deliberating", cast, body=body)

    there = html.fromstring(page_of(client, paper_url(paper)))

    (table,) = there.xpath("//table[contains(@class, 'umlauf-costs')][.//th[normalize-space()='Bau']]")
    (row,) = table.xpath(".//tr[th[normalize-space()='Bau']]")
    assert row.xpath("th")[0].get("scope") == "row"
    assert shown in [cell.text_content().strip() for cell in row.xpath("td")]
    (balance,) = table.xpath(f".//tr[th[normalize-space()='{words}']]")
    parts = [row.xpath("td")[-1].text_content().strip() for row in (balance, *balance.xpath("following-sibling::tr"))]
    assert parts == [shown, shown, "0,00" if "," in shown else "0"]
