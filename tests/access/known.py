"""Cells that are wrong today, and where each is to be mended. It is empty in the end.

A test fails over an entry that is wrong no longer, so mending and crossing out go together.
"""

from __future__ import annotations

from typing import NamedTuple


class Known(NamedTuple):
    """``part``: as in ``tests.access.words``; "" for an answer that should have been a refusal. ``cause``: what lets it
    through. ``part_of``: whose subject that is. ``everyday``: whether the papers of every day show it, too."""

    channel: str
    part: str
    fault: str
    cause: str
    part_of: str
    everyday: bool = True


KNOWN: tuple[Known, ...] = ()
