"""The same on PostgreSQL, whichever way it takes: by the index of words, or through the texts one by one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.models import Paper
from search.engines import postgres, sql
from search.lists import papers_titled
from search.searching import find, suggest
from tests.search.test_common_words import (  # noqa: F401
    CITIZEN,
    COMMON,
    a_part,
    everything,
    in_many_titles,
    many,
    test_a_list_by_relevance_is_the_same_on_every_page,
    test_a_query_of_nothing_lists_nothing,
    test_everything_is_exported,
    test_filters_choose_among_everything,
    test_lists_carry_no_keys_from_one_statement_into_the_next,
    test_pages_are_listed_to_the_last_and_none_twice,
    test_the_first_hits_are_as_good_as_of_everything,
    test_the_newest_come_first_however_far_one_turns_the_pages,
    test_there_is_more_than_was_looked_at,
    test_titles_are_found_to_the_last_beside_a_few_others,
    test_titles_come_first_while_somebody_types,
    test_turning_pages_by_date_changes_no_count,
    test_what_is_not_common_is_exact,
    test_what_one_may_not_read_is_not_suggested,
    test_what_one_may_not_read_takes_no_place,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

BY_INDEX, ONE_BY_ONE = 10**9, 0


@pytest.fixture(params=[BY_INDEX, ONE_BY_ONE], autouse=True)
def slower(request, monkeypatch):
    monkeypatch.setattr(postgres, "SLOWER", request.param)
    monkeypatch.setattr(postgres, "SLOWER_IN_TITLES", request.param)
    postgres._documents.cache_clear()
    return request.param


def test_it_is_the_way_that_was_meant(many, slower):  # noqa: F811
    with CaptureQueriesContext(connection) as asked:
        find(COMMON, reader=CITIZEN, language="de")
    (statement,) = (query["sql"] for query in asked if "AS MATERIALIZED" in query["sql"])

    assert ("search_matching" in statement) == (slower == BY_INDEX)


def test_of_titles_too(in_many_titles, slower):  # noqa: F811
    with CaptureQueriesContext(connection) as asked:
        suggest(in_many_titles, reader=CITIZEN, language="de")
    (statement,) = (query["sql"] for query in asked if "AS MATERIALIZED" in query["sql"])
    condition = papers_titled(in_many_titles, language="de", others=[], most=sql.CANDIDATES)

    assert ("search_titled(" in statement) == (slower == BY_INDEX)
    assert ("search_titled(" in str(Paper.objects.filter(condition).query)) == (slower == BY_INDEX)
