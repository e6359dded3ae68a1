"""Which files a run has to import. All of them take a processor nine seconds, once in every worker, also where the
tests that are wanted stand in a handful of them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

# by what the text of a file says it: the marker, or what puts it there
SAID_BY = {
    "browser": ("mark.browser",),
    "elasticsearch": ("mark.elasticsearch",),
    "postgres": ("mark.postgres",),
    "thorough": ("mark.thorough", "tests.daily"),
}
ON_SERVERS = {"elasticsearch", "postgres"}
NAME = re.compile(r"(?<!not )\b(?!and\b|or\b|not\b)\w+")


def is_not_asked_for(path: Path, markers: str) -> bool:
    """``markers``: the expression of the run (``-m``). Where it is more than names of these and names of none, every
    file may be asked for."""
    wanted = set(NAME.findall(markers))
    if not wanted or not wanted <= SAID_BY.keys() or "not (" in markers:
        return False
    return path.name.startswith("test_") and not wanted & said_in(path)


@cache
def said_in(path: Path) -> set[str]:
    """Markers its text names."""
    text = path.read_text()
    return {marker for marker, ways in SAID_BY.items() if any(way in text for way in ways)}


def each_file_says_its_markers(items: list[Any]) -> None:
    """Otherwise a run would not find what it asks for. Where tests are run again on a server, its marker is enough."""
    for item in items:
        has, said = {marker for marker in SAID_BY if item.get_closest_marker(marker)}, said_in(item.path)
        unsaid = (has & ON_SERVERS or has) - said
        if unsaid:
            raise pytest.UsageError(f"{item.path} has tests marked {', '.join(sorted(unsaid))} and does not say so")
