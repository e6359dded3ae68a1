"""The same on PostgreSQL, whichever way it takes: what the index names, or paper after paper."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.engines import postgres
from tests.umlauf.portal.test_desk_search import (  # noqa: F401
    nothing_remembered,
    paper,
    searched,
    test_a_begun_word_is_looked_for_in_titles_alone,
    test_a_supplement_is_found_by_its_number,
    test_an_annex_that_one_may_not_read_says_nothing,
    test_drafts_are_found_by_those_who_write_them_and_by_nobody_else,
    test_filters_and_the_order_of_a_column_hold,
    test_numbers_are_found_as_they_are_begun,
    test_other_numbers_are_not,
    test_signs_alone_find_nothing_and_break_nothing,
    test_so_is_a_text_that_is_to_replace_a_released_one,
    test_what_the_index_does_not_know_yet_is_found_by_its_title,
    test_words_of_titles_are_found_while_they_are_typed,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

BY_INDEX, PAPER_AFTER_PAPER = 10**9, 0


@pytest.fixture(params=[BY_INDEX, PAPER_AFTER_PAPER], autouse=True)
def slower(request, monkeypatch):
    monkeypatch.setattr(postgres, "SLOWER", request.param)
    return request.param


def test_it_is_the_way_that_was_meant(cast, searched, paper, slower):  # noqa: F811
    with CaptureQueriesContext(connection) as asked:
        assert searched(cast.council_clerk, "Lindenallee") == [paper.pk]
    statements = [query["sql"] for query in asked if "state_since" in query["sql"] and "tsquery" in query["sql"]]

    assert len(statements) == 1
    assert ("search_matching" in statements[0]) == (slower == BY_INDEX)
