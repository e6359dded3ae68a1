"""What the product asks when mutants are written into it: which of them answers just now."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from functools import wraps
from typing import Any

NONE = 0
# for the packages of the product: a program started by a test imports one of them first
PREAMBLE = """
import builtins as _b
if not hasattr(_b, "__mutant__"):
    _b.__mutant__, _b.__guarded__ = 0, lambda number, guard, view: guard(view)
"""


def switch_on(number: int) -> None:
    builtins.__mutant__ = number  # type: ignore[attr-defined]


def guarded(number: int, guard: Callable[..., Any], view: Callable[..., Any]) -> Callable[..., Any]:
    shut = guard(view)

    @wraps(view)
    def either(*args: Any, **kwargs: Any) -> Any:
        return (view if builtins.__mutant__ == number else shut)(*args, **kwargs)  # type: ignore[attr-defined]

    return either


switch_on(NONE)
builtins.__guarded__ = guarded  # type: ignore[attr-defined]
