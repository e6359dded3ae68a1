from __future__ import annotations

import json
import logging
from contextlib import contextmanager
from io import StringIO

import pytest

from umlauf.operation.logs import FORMATS
from umlauf.operation.origins import OriginFilter


class Log:
    """What would stand on standard error."""

    def __init__(self, handler):
        self.handler = handler

    @property
    def text(self):
        return self.handler.stream.getvalue()

    @property
    def lines(self):
        return [json.loads(line) for line in self.text.splitlines()]

    def lines_of(self, logger):
        return [line for line in self.lines if line["logger"].startswith(logger)]


@contextmanager
def writing(form):
    handler = logging.StreamHandler(StringIO())
    handler.setFormatter(FORMATS[form]())
    handler.addFilter(OriginFilter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield Log(handler)
    root.removeHandler(handler)


@pytest.fixture
def log():
    """As JSON; ``plain_log`` is for people."""
    with writing("json") as log:
        yield log


@pytest.fixture
def plain_log():
    with writing("plain") as log:
        yield log
