"""Which parameters of a test are tried every day."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

import pytest

T = TypeVar("T")


def daily(values: Collection[T], *chosen: T) -> list[object]:
    """All of them, of which those not chosen are left to the full run: they ask the same question of another row, and
    each takes its second."""
    assert all(one in values for one in chosen)
    return [value if value in chosen else pytest.param(value, marks=pytest.mark.thorough) for value in values]
