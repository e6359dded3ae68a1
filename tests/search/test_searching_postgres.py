"""What depends on the engine, on PostgreSQL."""

from __future__ import annotations

import pytest

from tests.search.test_relevance import (  # noqa: F401
    keys,
    test_a_part_of_what_matches_answers_as_well,
    test_what_is_meant_comes_first,
)
from tests.search.test_results import (  # noqa: F401
    before_the_council,
    test_a_correction_takes_the_wrong_text_out,
    test_result_and_votes_are_found,
    test_the_amended_text_is_found_at_once,
    test_whoever_may_not_read_the_paper_does_not_find_what_was_resolved,
)
from tests.search.test_searching import (  # noqa: F401
    indexed,
    nothing_remembered,
    test_boolean_soup_is_no_error,
    test_did_you_mean,
    test_every_word_of_a_query_may_be_misspelt,
    test_everyday_words_find_it_and_nothing_else,
    test_facets_count_and_narrow_down,
    test_no_query_is_an_error,
    test_numbers_are_found_however_they_are_typed,
    test_only_words_of_what_one_may_read_are_meant,
    test_phrases_exclusion_and_alternatives,
    test_suggestions_while_typing,
    test_what_one_may_not_read_is_in_nothing,
    test_what_stands_in_the_title_comes_first,
)
from tests.search.test_spelling import (  # noqa: F401
    test_a_word_with_a_mistake_is_like_the_right_one,
    test_one_statement_looks_at_a_fixed_number_of_words_for_each,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
