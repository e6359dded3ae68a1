"""The same bounds on PostgreSQL, which searches with statements of its own."""

from __future__ import annotations

import pytest

from tests.umlauf.portal.test_search_bounds import (  # noqa: F401
    shelf,
    test_every_answer_takes_a_fixed_number_of_statements,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
