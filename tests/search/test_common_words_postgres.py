"""The same on PostgreSQL, whichever way it takes: by the index of words, or through the texts one by one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.engines import postgres
from search.searching import find
from tests.search.test_common_words import (  # noqa: F401
    CITIZEN,
    COMMON,
    a_part,
    everything,
    many,
    test_a_query_of_nothing_lists_nothing,
    test_filters_choose_among_everything,
    test_lists_carry_no_keys_from_one_statement_into_the_next,
    test_pages_are_listed_to_the_last_and_none_twice,
    test_the_first_hits_are_as_good_as_of_everything,
    test_the_newest_come_first_however_far_one_turns_the_pages,
    test_there_is_more_than_was_looked_at,
    test_what_is_not_common_is_exact,
    test_what_one_may_not_read_takes_no_place,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

BY_INDEX, ONE_BY_ONE = 10**9, 0


@pytest.fixture(params=[BY_INDEX, ONE_BY_ONE], autouse=True)
def slower(request, monkeypatch):
    monkeypatch.setattr(postgres, "SLOWER", request.param)
    postgres._documents.cache_clear()
    return request.param


def test_it_is_the_way_that_was_meant(many, slower):  # noqa: F811
    with CaptureQueriesContext(connection) as asked:
        find(COMMON, reader=CITIZEN, language="de")
    (statement,) = (query["sql"] for query in asked if "AS MATERIALIZED" in query["sql"])

    assert ("search_matching" in statement) == (slower == BY_INDEX)
