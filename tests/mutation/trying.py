"""A plugin of pytest. Everything is imported and collected once; then a process is split off for each mutant, switches
it on, and runs the tests that run its line until one of them fails."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from _pytest.runner import runtestprotocol

from tests.mutation import switch

PATIENCE = 1200  # seconds; a mutant that never ends is noticed, too
EVERY_TEST_PASSES, ONE_FAILS = 0, 1


class Task(NamedTuple):
    number: int
    key: str
    tests: list[str]  # node ids, those that know best first


class Trying:
    def __init__(self, folder: Path, workers: int) -> None:
        """``folder`` holds ``tasks.json``; of every task that is done ``results.jsonl`` gets a line."""
        self.folder, self.workers = folder, workers
        self.running: dict[int, tuple[Task, float]] = {}
        self.unfit: set[str] = set()  # fail without any mutant, too
        self.killers: dict[str, list[str]] = {}  # by path: what notices one mutant often notices the next

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = {item.nodeid: item for item in session.items}
        for task in [Task(*row) for row in json.loads((self.folder / "tasks.json").read_text())]:
            while len(self.running) >= self.workers:
                self._wait()
            self._start(task)
        while self.running:
            self._wait()
        return True

    def _start(self, task: Task) -> None:
        sys.stdout.flush()
        child = os.fork()
        if not child:
            os._exit(self._try(task))
        self.running[child] = task, time.monotonic()

    def _try(self, task: Task) -> int:
        """In a process of its own."""
        signal.alarm(PATIENCE)
        os.environ["PYTEST_XDIST_WORKER"] = f"gw{os.getpid()}"
        path = task.key.partition(":")[0]
        first = [test for test in self.killers.get(path, ()) if test in task.tests]
        tests = [test for test in dict.fromkeys([*first, *task.tests]) if test in self.items and test not in self.unfit]
        switch.switch_on(task.number)
        failed = self._first_that_fails(tests)
        (self.folder / f"failed-{task.number}").write_text(failed or "")
        return ONE_FAILS if failed else EVERY_TEST_PASSES

    def _first_that_fails(self, tests: list[str]) -> str | None:
        for test, following in zip(tests, [*tests[1:], None], strict=True):
            reports = runtestprotocol(
                self.items[test], log=False, nextitem=self.items[following] if following else None
            )
            if any(report.failed for report in reports):
                return test
        return None

    def _wait(self) -> None:
        child, status = os.wait()
        task, begun = self.running.pop(child)
        killed_by = ""
        if status:
            note = self.folder / f"failed-{task.number}"
            killed_by = note.read_text() if note.exists() else "it never ended"
            if killed_by in self.items and self._fails_anyway(killed_by):
                self.unfit.add(killed_by)
                self._start(task)
                return
            self.killers.setdefault(task.key.partition(":")[0], []).insert(0, killed_by)
        with (self.folder / "results.jsonl").open("a") as results:
            results.write(json.dumps([task.key, killed_by, round(time.monotonic() - begun, 1)]) + "\n")

    def _fails_anyway(self, test: str) -> bool:
        child = os.fork()
        if not child:
            os.environ["PYTEST_XDIST_WORKER"] = f"gw{os.getpid()}"
            switch.switch_on(switch.NONE)
            os._exit(ONE_FAILS if self._first_that_fails([test]) else EVERY_TEST_PASSES)
        return bool(os.waitpid(child, 0)[1])


def pytest_configure(config: pytest.Config) -> None:
    folder, workers = os.environ["MUTANTS"].split(":")
    config.pluginmanager.register(Trying(Path(folder), int(workers)), "trying")
