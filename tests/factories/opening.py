"""Which files the interpreter opens, however it is asked to."""

from __future__ import annotations

import sys
from contextlib import contextmanager

_listening: list[list[str]] = []


def _hear(event, arguments):
    if event == "open" and _listening:
        for heard in _listening:
            heard.append(str(arguments[0]))


sys.addaudithook(_hear)  # for good: the interpreter knows no way to take one back


@contextmanager
def opened_files():
    """Yields their paths, one for each time."""
    heard: list[str] = []
    _listening.append(heard)
    try:
        yield heard
    finally:
        _listening.remove(heard)
