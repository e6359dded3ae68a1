"""How a link of rich text names a page."""

from __future__ import annotations

import re

KEY = re.compile(r"[1-9][0-9]{0,17}")


def page_key(value: object) -> int | None:
    """The primary key a link names; None where it is written as no key is. Python reads ``+73``, ``7_3`` and digits of
    other scripts as numbers, which would be a second spelling of a page nobody asked about."""
    return int(value) if isinstance(value, str) and KEY.fullmatch(value) else None
