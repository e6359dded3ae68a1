from __future__ import annotations

import pytest

from tests.factories.cast import build_cast


@pytest.fixture
def cast(transactional_db):
    return build_cast()
