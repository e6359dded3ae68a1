from __future__ import annotations

import pytest
from django.core.cache import cache

from papers.models import Organization
from umlauf.operation import limits


@pytest.fixture(autouse=True)
def no_pauses_left():
    limits.forget()
    cache.clear()


@pytest.fixture
def bristol(cast):
    Organization.objects.filter(pk=cast.org.bristol.pk).update(languages=["en", "fr"], slug="bristol")
    return Organization.objects.get(pk=cast.org.bristol.pk)
