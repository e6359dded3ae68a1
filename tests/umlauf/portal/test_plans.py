"""Lists of papers are read in the order an index has: none is sorted to show its first page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import translation

from papers.models import Paper
from tests.factories.papers import fresh, paper_at
from umlauf.portal.presenters.filters import PaperFilter
from umlauf.portal.presenters.shelf import latest_results, released_lines

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="with few rows PostgreSQL sorts them whatever there is"),
]

ASKED = ({}, {"kind": "decision"}, {"year": "2026"}, {"state": "deliberating"}, {"committee": "europaausschuss"})


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


@pytest.mark.parametrize("reader", ["citizen", "member", "council_clerk"])
@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_the_public_list_is_read_in_its_order(cast, reader, asked):
    paper_at("deliberating", cast)

    plan = PaperFilter(cast.people()[reader], asked).keys[:20].explain()

    assert "USING INDEX papers_newest" in plan or "USING COVERING INDEX papers_newest" in plan
    assert "TEMP B-TREE" not in plan


def test_pages_before_are_passed_over_in_the_index(cast):
    assert "COVERING INDEX papers_newest " in PaperFilter(cast.citizen, {}).keys[5980:6000].explain()


@pytest.mark.parametrize("reader", ["author", "council_clerk"])
def test_all_papers_of_the_desk_are_read_in_their_order(cast, reader):
    papers = Paper.objects.originals_readable_by(cast.people()[reader]).order_by("-state_since", "-pk")

    assert "TEMP B-TREE" not in papers[:50].explain()
    of_a_state = papers.filter(state="deliberating")[:50].explain()
    assert "papers_latest_in_a_state (state=?)" in of_a_state
    assert "TEMP B-TREE" not in of_a_state


def test_the_latest_results_are_read_in_their_order(cast):
    plan = latest_results(released_lines(cast.citizen).filter(role="decision"))[:5].explain()

    assert "papers_line_decisions" in plan
    assert "TEMP B-TREE" not in plan


def test_titles_in_another_language_are_looked_for_among_those_of_the_paper(cast):
    with translation.override("en"):
        plan = Paper.objects.originals().titled()[:20].explain()

    assert "papers_translations (translation_of_id=?)" in plan
    assert "locale_id=?" not in plan


def test_no_page_of_a_paper_is_looked_for_among_all(cast, client):
    paper = fresh(paper_at("deliberating", cast))
    plans = []

    def explained(execute, sql, params, many, context):
        if sql.lstrip().startswith("SELECT"):
            with connection.wrap_database_errors:
                cursor = connection.connection.execute(f"EXPLAIN QUERY PLAN {sql.replace('%s', '?')}", params or ())
                plans.extend(row[-1] for row in cursor)
        return execute(sql, params, many, context)

    client.get(f"/de/papers/{paper.slug}/")
    with connection.execute_wrapper(explained):
        assert client.get(f"/de/papers/{paper.slug}/").status_code == 200

    assert plans
    assert {plan for plan in plans if plan.startswith(("SCAN wagtailcore_page", "SCAN papers_paper "))} == set()
