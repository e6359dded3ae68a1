"""How large the cities are that are compared."""

from __future__ import annotations

from typing import NamedTuple


class City(NamedTuple):
    """``of_busy``: so many of the open lines are of one committee. Without open lines: as the papers were written."""

    papers: int
    open_lines: int = 0
    of_busy: int = 0
