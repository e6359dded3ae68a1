"""The servers: gunicorn on loopback, and a worker where processes can share the database."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import requests

ROOT = Path(__file__).resolve().parents[3]
SETTINGS = "tests.benchmarks.writers.settings"
STARTS_WITHIN = 120  # seconds


def environment(database: str, folder: Path, *, shared: bool) -> dict[str, str]:
    """``shared``: whether several processes may write at once."""
    return {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "MEDIA_ROOT": str(folder),
        "TASKS": "database" if shared else "immediate",
        "LOG_LEVEL": "WARNING",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
    }


def command(*words: str) -> list[str]:
    return [sys.executable, "manage.py", *words]


class City:
    """Its log is everything its processes wrote to standard error."""

    def __init__(self, database: str, folder: Path, *, shared: bool, workers: int) -> None:
        self.environment = environment(database, folder, shared=shared)
        self.folder, self.shared, self.workers = folder, shared, workers
        self.processes: list[subprocess.Popen[bytes]] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"

    def fill(self) -> None:
        # the demo is loaded by one process, whose tasks are done at once
        environment = self.environment | {"TASKS": "immediate"}
        for words in (("migrate", "--verbosity", "0"), ("load_demo", "--verbosity", "0")):
            subprocess.run(command(*words), cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)

    def __enter__(self) -> City:
        with self.log.open("wb") as log:
            # threads, because a connection that is kept waiting would keep a whole process from others
            gunicorn = [sys.executable, "-m", "gunicorn", "umlauf.wsgi", "--bind", f"127.0.0.1:{self.port}"]
            self._start([*gunicorn, "--workers", str(self.workers), "--threads", "4", "--timeout", "120"], log)
            if self.shared:
                self._start(command("db_worker", "--interval", "0.2", "--verbosity", "0"), log)
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self, words: list[str], log: IO[bytes]) -> None:
        self.processes.append(subprocess.Popen(words, cwd=ROOT, env=self.environment, stdout=log, stderr=log))

    def _wait(self) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            try:
                if requests.get(f"{self.base}/health/", timeout=STARTS_WITHIN).ok:
                    return
            except requests.ConnectionError:
                time.sleep(0.2)
        raise SystemExit(f"the server did not start: {self.log.read_text()[-2000:]}")

    def __exit__(self, *_error: object) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
