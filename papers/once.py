"""What a verb looks up or does once, however many of its parts ask for it.

A verb is a chain of parts that do not know each other: ours, Wagtail's workflow engine, receivers of signals. What one
of them has found or done, the others find here. It lasts as long as the verb and is nobody else's: another thread has
its own, and the next verb begins with nothing."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from papers.access import principals_remembered

_memory: ContextVar[dict[Hashable, Any] | None] = ContextVar("verb", default=None)


@contextmanager
def one_verb() -> Iterator[None]:
    """Around a verb's body, inside its transaction, so that what waits for the commit is no longer part of it, and what
    is rolled back is forgotten."""
    token = _memory.set({})
    try:
        with principals_remembered():
            yield
    finally:
        _memory.reset(token)


def in_a_verb() -> bool:
    """Whether the body of a verb is running."""
    return _memory.get() is not None


def found(what: Hashable) -> Any:
    """What was kept under this name; None outside of a verb, too."""
    memory = _memory.get()
    return memory.get(what) if memory is not None else None


def keep(what: Hashable, value: Any) -> None:
    memory = _memory.get()
    if memory is not None:
        memory[what] = value
