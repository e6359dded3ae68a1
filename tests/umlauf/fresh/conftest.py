from __future__ import annotations

import pytest
from django.core.cache import caches
from django.test import Client


@pytest.fixture
def keeping(settings):
    """Pages are kept as they are in a city."""
    caches["pages"].clear()
    settings.KEEP_PAGES = True


@pytest.fixture
def anybody(keeping):
    """A browser of nobody in particular, without a cookie."""
    return Client()
