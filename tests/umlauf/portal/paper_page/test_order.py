"""What a page says comes in the order in which people ask: what it is, where it stands, what it wants, which way it
takes, its text, and at the end what only a few need."""

from __future__ import annotations

import pytest
from lxml import html

from papers.translation.freshness import part_of
from tests.factories.papers import add_attachment, fresh, line_of, paper_at, translate
from umlauf.portal.addresses import paper_url
from workflows.routing.acting import Votes, act_on
from workflows.routing.slips import Line

pytestmark = pytest.mark.django_db


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return html.fromstring(response.content)


def order_of(page, *paths):
    """Places of the first element of each, in the order of the page."""
    elements = list(page.iter())
    return [elements.index(page.xpath(path)[0]) for path in paths]


def motion_of(paper):
    """Place and block of the section that holds the motion."""
    for number, block in enumerate(paper.body, start=1):
        if any(part.block_type == "motion" for part in block.value["content"]):
            return number, block
    raise AssertionError("the kind demands one")


def test_the_page_is_in_the_order_of_its_questions(cast, client):
    paper = paper_at("deliberating", cast, summary="Kurz gesagt.")
    add_attachment(paper, by=cast.council_clerk)
    number, _block = motion_of(paper)
    other = next(each for each in range(1, len(paper.body) + 1) if each != number)

    there = page(client, paper_url(paper))

    places = order_of(
        there,
        "//h1",
        "//*[contains(@class, 'umlauf-whereabouts')]",
        "//*[contains(@class, 'umlauf-lead')]",
        "//p[contains(@class, 'umlauf-buttons')]",
        f"//*[@id='section-{number}']",
        "//*[@id='routing']",
        "//*[@id='contents']",
        f"//*[@id='section-{other}']",
        "//*[@id='attachments']",
        "//*[@id='facts']",
    )
    assert places == sorted(places)


def test_no_section_is_lost_or_said_twice(cast, client):
    paper = paper_at("deliberating", cast)

    there = page(client, paper_url(paper))

    for number in range(1, len(paper.body) + 1):
        assert len(there.xpath(f"//*[@id='section-{number}']")) == 1
    for block in paper.body:
        headings = [heading.text_content().strip() for heading in there.xpath("//main//section//h2")]
        assert headings.count(block.value["heading"]) == 1


def test_a_motion_that_is_behind_its_original_says_so_where_it_stands(cast, client, run_on_commit):
    with run_on_commit():
        paper = paper_at("deliberating", cast)
        translate(paper, "en")
    number, block = motion_of(paper)
    assert part_of(f"body.{block.id}.content") == f"body.{block.id}"

    there = page(client, f"/en/papers/{paper.slug}/")

    (motion,) = there.xpath(f"//*[@id='section-{number}']")
    (lead,) = (each for each in motion.iterancestors() if "umlauf-paper__lead" in each.get("class", ""))
    assert lead is not None


def test_a_paper_without_a_motion_begins_with_its_text(cast, client):
    paper = paper_at("deliberating", cast, "question")

    there = page(client, paper_url(paper))

    assert there.xpath("//*[contains(@class, 'umlauf-paper__lead')]//*[contains(@class, 'umlauf-text')]") == []
    assert len(there.xpath("//*[starts-with(@id, 'section-')]")) == len(paper.body)


def whereabouts(client, paper):
    return " ".join(
        page(client, paper_url(paper)).xpath("//*[contains(@class, 'umlauf-whereabouts')]")[0].text_content().split()
    )


def test_the_line_of_status_says_who_decides_in_the_end(cast, client):
    slip = [Line(cast.org.culture_committee, "deliberation"), Line(cast.org.council, "decision", stage=2)]
    paper = paper_at("deliberating", cast, slip=slip)

    said = whereabouts(client, paper)

    assert cast.org.culture_committee.name in said
    assert said.endswith(f" · es entscheidet: {cast.org.council.name}")
    before_the_council = paper_at("deliberating", cast, slip=[Line(cast.org.council, "decision")])
    assert "es entscheidet" not in whereabouts(client, before_the_council)


def test_the_votes_of_the_decision_are_drawn_at_the_top(cast, client):
    paper = paper_at("deliberating", cast, slip=[Line(cast.org.europe_committee, "decision")])
    line = line_of(paper, cast.org.europe_committee, "decision")
    act_on(line, by=cast.secretary, outcome="adopted", votes=Votes(9, 2, 1))

    there = page(client, paper_url(fresh(paper)))

    (drawn,) = there.xpath(
        "//*[contains(@class, 'umlauf-paper__lead')]//*[contains(@class, 'umlauf-votes')]/*[name()='svg']"
    )
    assert "9" in drawn.get("aria-label")
    assert [each.text_content().split()[-1] for each in there.xpath("//*[contains(@class, 'umlauf-votes')]//li")][
        :3
    ] == ["9", "2", "1"]


def test_later_papers_stand_at_the_top_and_the_fingerprint_is_folded_at_the_end(cast, client, run_on_commit):
    with run_on_commit():
        paper = paper_at("deliberating", cast)
        answer = paper_at("deliberating", cast, title="Ergänzung", superordinate=paper, suffix_kind="E")
    client.get(f"{paper_url(paper)}paper.pdf").close()

    there = page(client, paper_url(paper))

    (link,) = there.xpath("//*[contains(@class, 'umlauf-paper__lead')]//*[contains(@class, 'umlauf-related')]//a")
    assert "Ergänzung" in link.text_content()
    assert answer.slug in link.get("href")
    (folded,) = there.xpath("//details[@id='fingerprint']")
    assert folded.get("open") is None
    assert "SHA-256" in folded.text_content()
    places = order_of(there, "//*[@id='facts']", "//details[@id='fingerprint']")
    assert places == sorted(places)
