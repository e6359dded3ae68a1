from __future__ import annotations

import json
import logging
import shutil
from contextlib import contextmanager
from io import StringIO

import pytest
from django.contrib.staticfiles.finders import get_finders

from tests.template_database import make_template, template
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
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)  # as in production
    yield Log(handler)
    root.setLevel(level)
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


@pytest.fixture
def collected(tmp_path):
    """What ``collectstatic`` would leave behind, without its half minute: a list of every file under its own name."""
    files = [file for finder in get_finders() for file in finder.list([])]
    names = ["/".join(filter(None, (getattr(storage, "prefix", None), name))) for name, storage in files]
    (tmp_path / "staticfiles.json").write_text(json.dumps({"version": "1.1", "paths": {name: name for name in names}}))
    return str(tmp_path)


@pytest.fixture
def migrated(tmp_path):
    if not template().exists():  # as when these tests run on PostgreSQL
        make_template()
    shutil.copy(template(), tmp_path / "db.sqlite3")
    return f"sqlite:///{tmp_path / 'db.sqlite3'}"
