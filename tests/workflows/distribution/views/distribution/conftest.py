from __future__ import annotations

import pytest

from tests.factories.papers import paper_at


@pytest.fixture
def paper(cast):
    return paper_at("deliberating", cast, title="Städtepartnerschaften")
