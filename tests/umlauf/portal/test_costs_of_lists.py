"""A page of a list takes as many queries however many rows there are, and whoever looks at it."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from papers.models import Consultation, Measure
from tests.factories.papers import DATE, fresh, paper_at


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def cost_of(client, address):
    """The numbers of papers included, which are counted anew after each change."""
    caches["counts"].clear()
    with CaptureQueriesContext(connection) as captured:
        page_of(client, address)
    return len(captured)


def fill(cast, rows):
    for _ in range(rows):
        done = paper_at("completed", cast)
        strategy = paper_at("deliberating", cast, "strategy")
        Measure.objects.create(strategy=strategy, title="Austausch").papers.add(done)


COSTS = {
    "/de/papers/": 8,
    "/de/": 21,  # seven for the numbers of papers, what is before whom and the latest strategies
    "/de/committees/europaausschuss/": 11,  # two for who was there before and after it
    "/de/committees/planungsamt/": 10,
    "/de/committees/": 1,
    "/sitemap.xml": 5,  # two for the numbers of papers
    f"/sitemap-papers-{DATE.year}.xml": 5,
    "/sitemap-committees.xml": 5,
    "/sitemap-pages.xml": 3,
}


@pytest.mark.parametrize("address", COSTS)
@pytest.mark.parametrize("rows", [1, pytest.param(3, marks=pytest.mark.thorough)])
def test_a_list_costs_the_same_with_one_row_and_with_three(cast, client, address, rows):
    fill(cast, rows)
    page_of(client, address)  # what is cached per process

    assert cost_of(client, address) == COSTS[address]


@pytest.mark.thorough
@pytest.mark.parametrize("address", ["/de/papers/", "/de/", "/de/committees/europaausschuss/"])
def test_members_pay_for_their_rights_once_and_not_by_row(cast, signed_in, address):
    client = signed_in(cast.secretary)
    fill(cast, 1)
    page_of(client, address)
    with_one = cost_of(client, address)
    fill(cast, 2)

    assert cost_of(client, address) == with_one


@pytest.mark.thorough
def test_a_strategy_costs_the_same_however_many_measures(cast, client):
    strategy, paper = paper_at("deliberating", cast, "strategy"), paper_at("deliberating", cast)
    address = f"/de/papers/{fresh(strategy).slug}/"
    counts = []
    for more in (1, 2, 27):
        for number in range(more):
            Measure.objects.create(
                strategy=strategy, title=f"Maßnahme {number}", office=cast.org.planning_office
            ).papers.add(paper)
        page_of(client, address)
        counts.append(cost_of(client, address))

    assert counts == [counts[0]] * 3
    assert Consultation.objects.filter(paper=strategy).count() == 5
