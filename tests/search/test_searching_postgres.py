"""What depends on the engine, on PostgreSQL."""

from __future__ import annotations

import pytest

from tests.search.test_relevance import keys, test_what_is_meant_comes_first  # noqa: F401
from tests.search.test_searching import (  # noqa: F401
    indexed,
    nothing_remembered,
    test_boolean_soup_is_no_error,
    test_did_you_mean,
    test_everyday_words_find_it_and_nothing_else,
    test_facets_count_and_narrow_down,
    test_no_query_is_an_error,
    test_numbers_are_found_however_they_are_typed,
    test_phrases_exclusion_and_alternatives,
    test_suggestions_while_typing,
    test_what_one_may_not_read_is_in_nothing,
    test_what_stands_in_the_title_comes_first,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
