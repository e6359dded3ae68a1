"""No statement grows with what exists. A list that is built from rows and handed back to the database, or read whole
and thrown away again, works in a test with three rows and breaks in a city with ten thousand (SQLite takes a thousand
conditions, PostgreSQL plans a long list anew each time).

So every test fails in which a statement has more than ``PARAMETERS`` values or brings more than ``ROWS`` rows, while a
request is answered or a verb is done. What writes many rows at once is no such statement: the values are what is
written, in batches. Allowed are, by name: exports, which are read row by row; commands; and the end of an organization.
What makes the rows of a test is outside of requests, and so are migrations."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.handlers.base import BaseHandler
from django.core.management import BaseCommand
from django.db.backends.utils import CursorWrapper

from papers.once import in_a_verb

ROOT = Path(__file__).resolve().parents[1]
PARAMETERS = 200
ROWS = 1000
OUT_OF_THE_WAY = ("tests/statements.py", "tests/factories/recordings.py", "tests/conftest.py")
ENDS_AN_ORGANIZATION = re.compile(r"/organizations/\d+/end/$")
WRITES = re.compile(r"\s*INSERT\b", re.IGNORECASE)

_answering: ContextVar[str] = ContextVar("answering", default="")  # at which address
_allowed: ContextVar[str] = ContextVar("allowed", default="")


@contextmanager
def allowed(why: str) -> Iterator[None]:
    """``why``: what it is that may, as ``exports``."""
    token = _allowed.set(why)
    try:
        yield
    finally:
        _allowed.reset(token)


def watched() -> bool:
    return not _allowed.get() and (bool(_answering.get()) or in_a_verb())


class Watch:
    """``seen``: what was too large. Kept, because what is raised in a request may be answered as an error, or caught.
    ``raises``: not where a test looks at all there is."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.raises = True

    def take(self) -> list[str]:
        seen, self.seen = self.seen, []
        return seen

    def fail(self, what: str, sql: str) -> None:
        self.seen.append(f"{what}, at {_answering.get() or 'no address'}, by {_by_whom()}\n{sql[:2000]}")
        if self.raises:
            pytest.fail(self.seen[-1])

    def asked(self, cursor: Any, sql: Any, params: Any) -> None:
        cursor.statement, cursor.rows = str(sql), 0
        if watched() and params is not None and len(params) > PARAMETERS and not WRITES.match(cursor.statement):
            self.fail(f"a statement with {len(params)} parameters", cursor.statement)

    def read(self, cursor: Any, rows: int) -> None:
        before = getattr(cursor, "rows", 0)
        cursor.rows = before + rows
        if before <= ROWS < cursor.rows and watched():
            self.fail(f"a result of more than {ROWS} rows", getattr(cursor, "statement", ""))

    @contextmanager
    def watching(self) -> Iterator[None]:
        with ExitStack() as stack:
            stack.enter_context(patch.object(CursorWrapper, "_execute", self._executing(CursorWrapper._execute)))
            for name, counted in (("fetchone", _one), ("fetchmany", len), ("fetchall", len)):
                stack.enter_context(patch.object(CursorWrapper, name, self._fetching(name, counted), create=True))
            stack.enter_context(patch.object(CursorWrapper, "__iter__", self._going_through))
            stack.enter_context(patch.object(BaseHandler, "get_response", answering(BaseHandler.get_response)))
            stack.enter_context(patch.object(BaseCommand, "execute", commanding(BaseCommand.execute)))
            yield

    def _executing(self, execute: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(execute)
        def call(cursor: Any, sql: Any, params: Any, *context: Any) -> Any:
            self.asked(cursor, sql, params)
            return execute(cursor, sql, params, *context)

        return call

    def _fetching(self, name: str, counted: Callable[[Any], int]) -> Callable[..., Any]:
        def call(cursor: Any, *args: Any) -> Any:
            with cursor.db.wrap_database_errors:
                found = getattr(cursor.cursor, name)(*args)
            self.read(cursor, counted(found))
            return found

        return call

    @property
    def _going_through(self) -> Callable[[Any], Iterator[Any]]:
        def call(cursor: Any) -> Iterator[Any]:
            with cursor.db.wrap_database_errors:
                for row in cursor.cursor:
                    self.read(cursor, 1)
                    yield row

        return call


def _one(row: Any) -> int:
    return row is not None


def why_allowed(request: Any) -> str:
    if "export" in request.GET or request.path.endswith((".csv", ".xlsx")):
        return "exports"
    if ENDS_AN_ORGANIZATION.search(request.path):
        return "whoever ends an organization decides about all that is left there"
    return ""


def answering(get_response: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(get_response)
    def call(handler: Any, request: Any) -> Any:
        token = _answering.set(request.path)
        try:
            with allowed(why_allowed(request)):
                return get_response(handler, request)
        finally:
            _answering.reset(token)

    return call


def commanding(execute: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(execute)
    def call(command: Any, *args: Any, **options: Any) -> Any:
        with allowed("commands"):
            return execute(command, *args, **options)

    return call


def _by_whom() -> str:
    names = []
    for frame in traceback.extract_stack():
        if (
            frame.filename.startswith(str(ROOT))
            and "/.venv/" not in frame.filename
            and not frame.filename.endswith(OUT_OF_THE_WAY)
        ):
            names.append(f"{Path(frame.filename).relative_to(ROOT)}:{frame.lineno} {frame.name}")
    return " < ".join(reversed(names[-8:]))
