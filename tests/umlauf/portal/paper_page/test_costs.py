"""The page of a paper takes as many queries however much happened to it, and so many."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.models import Measure
from tests.factories.papers import add_attachment, fresh, line_of, paper_at
from tests.umlauf.portal.paper_page.pages import page_of
from umlauf.portal.addresses import paper_url
from umlauf.portal.presenters.slip import read_slip
from workflows.routing.acting import act_on

ANONYMOUS, SIGNED_IN, STRATEGY = 11, 19, 17


def busy(cast, rows):
    """So many annexes, related papers, measures, and acts where they are more than one."""
    paper = paper_at("deliberating", cast)
    for row in range(rows):
        add_attachment(paper, by=cast.council_clerk, title=f"Anlage {row}")
        paper_at("deliberating", cast, superordinate=paper, suffix_kind="E")
        strategy = paper_at("deliberating", cast, "strategy")
        Measure.objects.create(strategy=strategy, title="Austausch").papers.add(paper)
    if rows > 1:
        for outcome in ("postponed", "recommended"):
            act_on(line_of(paper, cast.org.europe_committee, "preliminary"), by=cast.secretary, outcome=outcome)
    return fresh(paper)


def cost_of(client, paper):
    page_of(client, paper_url(paper))  # what is looked up once per process
    with CaptureQueriesContext(connection) as captured:
        page = page_of(client, paper_url(paper))
    return len(captured), page


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_costs_the_same_however_much_is_on_it(cast, client, signed_in, rows):
    paper = busy(cast, rows)

    cost, page = cost_of(client, paper)

    assert cost == ANONYMOUS
    assert page.count("Austausch") == page.count("#measure-") == rows
    assert page.count("/attachments/") == rows
    assert cost_of(signed_in(cast.secretary), paper)[0] == SIGNED_IN


def test_what_was_written_while_the_slip_was_read_is_looked_up(cast, django_assert_num_queries):
    paper = paper_at("completed", cast)

    with django_assert_num_queries(3):
        read = read_slip(paper, versions=[])

    acts = [each.line.latest_act for each in read if each.line.latest_act is not None]
    assert {act.version.number for act in acts} == {1}
    assert all(each.line.latest_act in [None, *each.acts] for each in read)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_strategy_costs_the_same_with_one_measure_and_with_three(cast, client, rows):
    strategy = paper_at("deliberating", cast, "strategy")
    done = paper_at("completed", cast)
    for row in range(rows):
        measure = Measure.objects.create(strategy=strategy, title=f"Austausch {row}", office=cast.org.planning_office)
        measure.papers.add(done)

    cost, page = cost_of(client, strategy)

    assert cost == STRATEGY
    assert page.count(paper_url(done)) == page.count('id="measure-') == rows
    assert "Austausch 0" in page
