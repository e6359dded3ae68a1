"""What the screens of an end share."""

from __future__ import annotations

import pytest


@pytest.fixture
def clerk(cast, signed_in):
    cast.council_clerk.preferred_language = "en"
    cast.council_clerk.save()
    return signed_in(cast.council_clerk)
