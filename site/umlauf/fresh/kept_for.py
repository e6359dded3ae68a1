"""What is the same for everybody who may read the same, made once and kept until something changes.

Only for what is read from the tables ``umlauf.fresh.shown`` calls shown, and depends neither on the language nor on the
day: numbers and keys.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

from papers.access import principal_of
from umlauf.fresh import stamp
from umlauf.fresh.memory import keep, recalled

if TYPE_CHECKING:
    from papers.access import Principal, Reader

Made = TypeVar("Made")
COUNTS = "counts"  # the cache


def kept_for(reader: Reader, name: str, make: Callable[[], Made]) -> Made:
    """One statement where it is kept. ``name``: of what is made; another ``make`` needs another name."""
    now, uncounted = stamp.read()
    if not now:
        return make()
    key = blake2b(f"{name} {now} {_rights(principal_of(reader))}".encode(), digest_size=24).hexdigest()
    found: Made | None = recalled(COUNTS, key)
    if found is None:
        found = make()
        keep(COUNTS, key, found)
        if uncounted > stamp.MOST_UNCOUNTED:
            stamp.fold()
    return found


def _rights(principal: Principal) -> str:
    """All that the rule for readers asks of somebody."""
    if principal.council_office:
        return "everything"
    return f"{sorted(principal.origins)} {sorted(principal.organizations)} {sorted(principal.bodies)}"
