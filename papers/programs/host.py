"""Starts a program that may die, hears what it says and ends it, with all that it started.

Texts, pictures and annexes come from anywhere, and what reads them is large and partly written in C++: a file can crash
it, make it work for ever, take all memory or take it over. So it works in a process of its own that knows neither
settings nor passwords, and nothing it does or says harms the host.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]
# A program is a file of the product and may import others of it that need no settings; they are looked for last.
# ``runpy`` would compile it anew each time.
START = """
import sys
from importlib.machinery import SourceFileLoader
sys.path.append(sys.argv[1])
del sys.argv[:2]
exec(SourceFileLoader("__main__", sys.argv[0]).get_code("__main__"))
"""
ENVIRONMENT = {"LC_ALL": "C.UTF-8"}  # no settings, and no passwords among them
BLOCK = 64 * 1024
MEBIBYTE = 1024 * 1024


class Ending(Enum):
    """Why a program did not come to its end."""

    TOO_SLOW = auto()
    TOO_LARGE = auto()
    CRASHED = auto()
    FAILED = auto()


# How one ends that could not say so itself: the kernel kills it where memory runs out, libraries in C++ and Rust abort.
ENDINGS = {
    -signal.SIGKILL: Ending.TOO_LARGE,
    -signal.SIGABRT: Ending.TOO_LARGE,
    -signal.SIGXCPU: Ending.TOO_SLOW,
    -signal.SIGSEGV: Ending.CRASHED,
    0: None,
}


@dataclass(frozen=True)
class Answer:
    """``ending`` is None where the program came to its end; else ``said`` is what was heard until then."""

    said: bytes
    ending: Ending | None


def command(program: Path, about: Mapping[str, Any]) -> list[str]:
    """``about`` is for the program to read, and for everybody who may list processes: limits, no content."""
    return [sys.executable, "-I", "-B", "-c", START, str(ROOT), str(program), json.dumps(about)]


def run(
    program: Path,
    about: Mapping[str, Any],
    *,
    stdin: IO[bytes],
    seconds: float,
    most: int,
    folder: str | Path = "/",
) -> Answer:
    """``stdin`` is a file of the system; ``most`` bytes of the answer are heard; ``folder`` is where it works."""
    deadline = time.monotonic() + seconds
    process = Process(program, about, stdin=stdin, folder=folder)
    try:
        said, ending = _heard(process.stdout, deadline, most)
    finally:
        code = process.end()
    return Answer(said, ending or ending_of(code))


def ending_of(code: int) -> Ending | None:
    return ENDINGS.get(code, Ending.FAILED)


def _heard(stdout: IO[bytes], deadline: float, most: int) -> tuple[bytes, Ending | None]:
    """All until it ends, and why not all was heard."""
    answer = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(stdout, selectors.EVENT_READ)
        while len(answer) <= most:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                return bytes(answer), Ending.TOO_SLOW
            block = os.read(stdout.fileno(), BLOCK)
            if not block:
                return bytes(answer), None
            answer += block
    return bytes(answer), Ending.TOO_LARGE


class Process:
    """One that runs, in a session of its own."""

    def __init__(
        self,
        program: Path,
        about: Mapping[str, Any],
        *,
        stdin: IO[bytes] | int,
        folder: str | Path = "/",
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own program; nothing of a paper is in the command
            command(program, about),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=ENVIRONMENT | dict(environment or {}),
            start_new_session=True,
        )
        self._waiting = threading.Lock()
        assert self._process.stdout is not None  # noqa: S101 - a pipe was asked for
        self.stdout = self._process.stdout
        self.stdin = self._process.stdin  # None where it was given a file
        self.pid = self._process.pid

    def is_over(self) -> bool:
        """Asked without waiting for it: until then its number is its own, and what it started can be killed by it."""
        if self._process.returncode is not None:
            return True
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def kill(self) -> None:
        """Kills the program with all it started."""
        with self._waiting:
            if self._process.returncode is None:
                with suppress(ProcessLookupError):
                    os.killpg(self.pid, signal.SIGKILL)

    def end(self) -> int:
        """Kill it, unless it has ended; says with which code it did, as ``Popen`` counts them."""
        self.kill()
        with self._waiting:
            code = self._process.wait()
        self._let_go()
        return code

    def disown(self) -> None:
        """Runs in a forked child: the process is the parent's, and must see its end when it comes."""
        self._process.returncode = 0
        self._let_go()

    def _let_go(self) -> None:
        for pipe in (self.stdin, self.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not written any more
                    pipe.close()
