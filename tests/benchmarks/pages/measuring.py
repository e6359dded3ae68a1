"""What one request, or one verb, takes. Statements and rows are counted once, apart from what is timed, because
counting takes its time, too."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper


@dataclass
class Counted:
    """``rows``: fetched in all, ``most_rows`` and ``most_parameters``: of one statement. ``memory``: bytes by which the
    process was larger meanwhile."""

    statements: int = 0
    rows: int = 0
    most_rows: int = 0
    most_parameters: int = 0
    memory: int = 0
    asked: list[tuple[float, str, Any]] = field(default_factory=list)  # seconds, statement, parameters


class CountingCursor(CursorWrapper):
    """Counts what is fetched."""

    counted: Counted | None = None
    here = 0

    def _note(self, rows: int) -> None:
        if CountingCursor.counted is not None and rows:
            CountingCursor.counted.rows += rows
            self.here += rows
            CountingCursor.counted.most_rows = max(CountingCursor.counted.most_rows, self.here)

    def execute(self, *args: Any, **kwargs: Any) -> Any:
        self.here = 0
        return super().execute(*args, **kwargs)

    def __iter__(self) -> Iterator[Any]:
        for row in self.cursor:
            self._note(1)
            yield row

    def fetchone(self) -> Any:
        row = self.cursor.fetchone()
        self._note(row is not None)
        return row

    def fetchmany(self, *args: Any) -> Any:
        rows = self.cursor.fetchmany(*args)
        self._note(len(rows))
        return rows

    def fetchall(self) -> Any:
        rows = self.cursor.fetchall()
        self._note(len(rows))
        return rows


@contextmanager
def counting() -> Iterator[Counted]:
    counted = Counted()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        counted.statements += 1
        if not many:
            counted.most_parameters = max(counted.most_parameters, len(params or ()))
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            counted.asked.append((time.perf_counter() - started, sql, params))

    make_cursor = connection.make_cursor
    connection.make_cursor = lambda cursor: CountingCursor(cursor, connection)  # type: ignore[method-assign]
    CountingCursor.counted = counted
    began = _size("VmRSS", anew=True)
    try:
        with connection.execute_wrapper(note):
            yield counted
    finally:
        counted.memory = max(0, _size("VmHWM") - began)
        CountingCursor.counted = None
        connection.make_cursor = make_cursor  # type: ignore[method-assign]


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of processors: of this process, and of PostgreSQL's that serves it where that is on
    this machine."""
    server, cpu, started = _server_seconds(), time.process_time(), time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    return seconds, time.process_time() - cpu + _server_seconds() - server


def _server_seconds() -> float:
    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    try:
        statistics = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    except OSError:
        return 0.0  # on another machine
    return int(statistics.split()[0]) / 1e9


def _size(name: str, *, anew: bool = False) -> int:
    """Of this process, in bytes. ``anew``: the largest size is counted from now on."""
    try:
        if anew:
            Path("/proc/self/clear_refs").write_text("5")
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0  # there is no such file here
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith(name)), 0)


def plan_of(sql: str, params: Any) -> str:
    """How the database finds the rows, in its own words."""
    how = "EXPLAIN (ANALYZE, BUFFERS)" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    if not sql.startswith(("SELECT", "WITH")):
        return ""
    with connection.cursor() as cursor:
        cursor.execute(f"{how} {sql}", params)
        return "\n".join(f"            {row[-1]}" for row in cursor.fetchall())
