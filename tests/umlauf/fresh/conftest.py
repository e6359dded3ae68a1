from __future__ import annotations

import pytest
from django.core.cache import caches
from django.test import Client

from tests.factories.papers import paper_at


@pytest.fixture
def keeping(settings):
    """Pages are kept as they are in a city."""
    caches["pages"].clear()
    settings.KEEP_PAGES = True


@pytest.fixture
def anybody(keeping):
    """A browser of nobody in particular, without a cookie."""
    return Client()


@pytest.fixture
def paper(cast, keeping):
    return paper_at("deliberating", cast, title="Radweg am Leineufer")
