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


_REPORT = "wagtail-localize's report of translations lists every translation there is, readable or not"

KNOWN: tuple[Known, ...] = (
    Known("below it in the tree", "title", "shown", "the confirmation of a move asks after it has shown", "desk"),
    Known("editor", "french", "shown", "the editor of a translation names those into other languages", "desk", False),
    Known(
        "lines", "draft", "shown", "the screen of a line shows the text that is to replace the released", "desk", False
    ),
    Known("reports", "title", "shown", _REPORT, "desk"),
    Known("reports", "number", "shown", _REPORT, "desk"),
    Known("reports", "english", "shown", _REPORT, "desk"),
    Known("reports", "french", "shown", _REPORT, "desk"),
)
