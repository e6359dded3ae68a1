"""What is kept, in whichever cache. One that is away makes pages slower, and stops none of them."""

from __future__ import annotations

import logging
from typing import Any

from django.core.cache import caches

logger = logging.getLogger(__name__)

SECONDS = 60 * 60  # after that a shared cache has room for others


def recalled(cache: str, key: str) -> Any:
    """None where nothing is kept."""
    try:
        return caches[cache].get(key)
    except Exception:
        logger.exception("kept %s cannot be asked for", cache)
        return None


def keep(cache: str, key: str, made: Any) -> None:
    try:
        caches[cache].set(key, made, SECONDS)
    except Exception:
        logger.exception("%s could not be kept", cache)
