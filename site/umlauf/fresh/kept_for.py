"""What is the same for everybody who may read the same, made once and kept until something changes.

Only for what is read from the tables ``umlauf.fresh.shown`` calls shown, and depends neither on the language nor on the
day: numbers and keys.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

from django.core.cache import caches

from papers.access import principal_of
from umlauf.fresh import stamp

if TYPE_CHECKING:
    from papers.access import Principal, Reader

Made = TypeVar("Made")

logger = logging.getLogger(__name__)


def kept_for(reader: Reader, name: str, make: Callable[[], Made]) -> Made:
    """One statement where it is kept. ``name``: of what is made; another ``make`` needs another name."""
    now, uncounted = stamp.read()
    if not now:
        return make()
    key = blake2b(f"{name} {now} {_rights(principal_of(reader))}".encode(), digest_size=24).hexdigest()
    try:
        found: Made | None = caches["counts"].get(key)
        if found is None:
            found = make()
            caches["counts"].set(key, found, stamp.SECONDS)
            if uncounted > stamp.MOST_UNCOUNTED:
                stamp.fold()
    except OSError:
        logger.exception("what is kept cannot be asked for")
        return make()
    return found


def _rights(principal: Principal) -> str:
    """All that the rule for readers asks of somebody."""
    if principal.council_office:
        return "everything"
    return f"{sorted(principal.origins)} {sorted(principal.organizations)} {sorted(principal.bodies)}"
