"""How many statements a search takes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.models import IndexedText
from search.searching import find
from tests.factories.papers import paper_at
from tests.search.test_searching import CITIZEN, bring_up_to_date, indexed, nothing_remembered  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, pytest.param(8, marks=pytest.mark.thorough)])
def test_the_number_of_queries_is_constant(cast, rows, django_assert_max_num_queries):
    for number in range(rows):
        paper_at("deliberating", cast, title=f"Vorlage zum Zählen {number}")
    bring_up_to_date()
    find("Zählen", reader=CITIZEN, language="de")
    with django_assert_max_num_queries(9):
        assert len(find("Zählen", reader=CITIZEN, language="de").hits) == rows


def test_papers_of_very_many_pages_take_three_searches_at_most(indexed):  # noqa: F811
    for title in ("Bericht, auch zum Radweg", "Radweg"):
        paper = indexed(title)
    (page,) = IndexedText.objects.filter(paper=paper)
    page.pk = None
    IndexedText.objects.bulk_create([page for _number in range(2500)])

    with CaptureQueriesContext(connection) as asked:
        found = find("Radweg", reader=CITIZEN, language="de")
    searches = [query["sql"] for query in asked if "AS MATERIALIZED" in query["sql"]]
    assert {str(hit.title) for hit in found.hits} == {"Bericht, auch zum Radweg", "Radweg"}
    assert dict(found.facets["part"]) == {"text": 2}
    assert 1 < len(searches) <= 3
    assert sum("'part'" in statement for statement in searches) == 1, "the facets are counted once"
