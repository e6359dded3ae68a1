"""Keeps a few processes of one program for job after job, where starting it takes longer than a job.

Each is killed when a job takes too long and replaced after many jobs or when it has grown; a job waits for a free one.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from papers.programs.host import Ending, Process, ending_of

LONGEST_LINE = 64 * 1024  # the first of an answer


class Busy(Exception):
    """All places were taken for as long as one wanted to wait."""


class Died(Exception):
    """Over this job; the next one gets another process. ``str`` is for the log."""

    def __init__(self, ending: Ending, detail: str = "") -> None:
        super().__init__(detail)
        self.ending = ending


Answer = tuple[dict[str, Any], bytes]


@dataclass(frozen=True)
class Limits:
    """``seconds`` for a job and to ``wait`` for a place; ``memory`` is the whole address space, ``resident`` what a
    process may keep after a job without being replaced, ``jobs`` after how many it is in any case; ``answer`` in bytes.
    """

    seconds: float
    wait: float
    memory: int
    resident: int
    jobs: int
    answer: int


@contextmanager
def place(places: threading.Semaphore, *, wait: float) -> Iterator[None]:
    """Raises Busy."""
    if not places.acquire(timeout=wait):
        raise Busy
    try:
        yield
    finally:
        places.release()


class Pool:
    """``size`` is asked for when the first process is needed. ``prepare`` fills the folder of a process and says what
    the program is told at its start, beside the ``folder`` and the ``memory``."""

    def __init__(
        self,
        program: Path,
        *,
        size: Callable[[], int],
        prepare: Callable[[Path], dict[str, Any]],
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.program, self.prepare, self.environment = program, prepare, environment
        self._size = size
        self._begin()
        atexit.register(self.close)
        os.register_at_fork(after_in_child=self._forget)

    def _begin(self) -> None:
        self._opening = threading.Lock()
        self._places: threading.Semaphore | None = None
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()

    def ask(self, job: Callable[[], Mapping[str, Any]], files: Mapping[str, bytes], limits: Limits) -> Answer:
        """``job`` is put together while a new process starts. Raises Busy, Died."""
        with self._opening:
            places = self._places = self._places or threading.Semaphore(self._size())
        with place(places, wait=limits.wait):
            worker = self._take(limits)
            try:
                answer = worker.ask(job(), files, limits)
            except BaseException:  # it is dead, or nobody knows what it was about to say
                worker.close()
                raise
            self._give_back(worker, limits)
            return answer

    def _take(self, limits: Limits) -> _Worker:
        """The process that worked last, or a new one; one that was killed while idle is passed over."""
        while True:
            try:
                worker = self._idle.get_nowait()
            except queue.Empty:
                return _Worker(self, limits)
            if not worker.is_worn(limits):
                return worker
            worker.close()

    def _give_back(self, worker: _Worker, limits: Limits) -> None:
        if worker.is_worn(limits):
            worker.close()
        else:
            self._idle.put(worker)

    def close(self) -> None:
        """Ends the idle processes; the next job starts new ones, in as many places as there are to be then."""
        with self._opening:
            self._places = None
        with suppress(queue.Empty):
            while True:
                self._idle.get_nowait().close()

    def _forget(self) -> None:
        """Runs in a forked child."""
        with suppress(queue.Empty):
            while True:
                self._idle.get_nowait().process.disown()
        self._begin()  # the lock may have been held by a thread that is not here


class _Worker:
    """One process and its folder. Used by one thread at a time."""

    def __init__(self, pool: Pool, limits: Limits) -> None:
        self.jobs = self.resident = 0
        self.memory = limits.memory
        self.folder = Path(tempfile.mkdtemp(prefix=f"umlauf-{pool.program.stem}-"))
        about = pool.prepare(self.folder) | {"folder": str(self.folder), "memory": limits.memory}
        self.process = Process(pool.program, about, stdin=subprocess.PIPE, environment=pool.environment)

    def ask(self, job: Mapping[str, Any], files: Mapping[str, bytes], limits: Limits) -> Answer:
        """Raises Died."""
        self.jobs += 1
        late = threading.Event()
        timer = threading.Timer(limits.seconds, self._too_slow, [late])
        timer.start()
        try:
            answer = self._exchange(job, files, limits)
        except (ValueError, KeyError, TypeError, RecursionError) as nonsense:
            raise Died(Ending.TOO_SLOW if late.is_set() else Ending.FAILED, repr(nonsense)) from nonsense
        except (OSError, EOFError) as silence:
            code = self.process.end()
            ending = Ending.TOO_SLOW if late.is_set() else ending_of(code) or Ending.FAILED
            raise Died(ending, f"{silence!r}, ended with {code}") from silence
        finally:
            timer.cancel()
            timer.join()
            if late.is_set():
                self.process.end()  # it may have answered at the last moment, and is not to be given another job
        return answer

    def _too_slow(self, late: threading.Event) -> None:
        late.set()
        self.process.kill()

    def _exchange(self, job: Mapping[str, Any], files: Mapping[str, bytes], limits: Limits) -> Answer:
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin is not None  # noqa: S101 - a pipe was asked for
        sizes = [(name, len(data)) for name, data in files.items()]
        stdin.write(json.dumps({"job": job, "files": sizes}).encode() + b"\n")
        for data in files.values():
            stdin.write(data)
        stdin.flush()
        line = stdout.readline(LONGEST_LINE)
        if not line.endswith(b"\n"):
            raise EOFError
        told = json.loads(line)
        head, size, self.resident = dict(told["head"]), int(told["size"]), int(told["resident"])
        if not 0 <= size <= limits.answer:
            raise ValueError(size)
        body = stdout.read(size)
        if len(body) != size:
            raise EOFError
        return head, body

    def is_worn(self, limits: Limits) -> bool:
        has_grown = self.resident > limits.resident or self.memory != limits.memory
        return has_grown or self.jobs >= limits.jobs or self.process.is_over()

    def close(self) -> None:
        self.process.end()
        shutil.rmtree(self.folder, ignore_errors=True)
