"""The text of attachments, page by page.

Files come from anywhere, and the parsers of their formats are large and partly written in C: a file can crash them, or
make them read for ever and take all memory. So each file is read by a process of its own (``extraction_process``) that
has limits and no access to the database, and nothing it does or answers harms the caller."""

from __future__ import annotations

import json
import os
import re
import selectors
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from django.db import models
from django.utils.translation import gettext_lazy as _

from search import extraction_process

PROGRAM = Path(extraction_process.__file__)
# No settings, and no passwords among them.
ENVIRONMENT = {"LC_ALL": "C.UTF-8"}
BLOCK = 64 * 1024
MEBIBYTE = 1024 * 1024

# An answer in UTF-8, and what JSON puts around it.
BYTES_OF_CHARACTER = 4
BYTES_OF_LINE = 32
# The database cannot keep these; a sound process does not send them.
UNACCEPTABLE = re.compile("[\x00\ud800-\udfff]")


class Problem(models.TextChoices):
    """Why (all of) the text of a file is not there."""

    ENCRYPTED = extraction_process.ENCRYPTED, _("Protected by a password")
    BROKEN = extraction_process.BROKEN, _("Damaged")
    TOO_LARGE = extraction_process.TOO_LARGE, _("Too large")
    TOO_SLOW = extraction_process.TOO_SLOW, _("Takes too long to read")
    NO_TEXT = extraction_process.NO_TEXT, _("Scanned, without text")
    UNKNOWN_FORMAT = extraction_process.UNKNOWN_FORMAT, _("Unknown format")


# How a process ends that could not say so itself: the kernel kills it where memory runs out, libraries in C++ abort.
ENDINGS: dict[int, Problem] = {
    signal.SIGKILL: Problem.TOO_LARGE,
    signal.SIGABRT: Problem.TOO_LARGE,
    signal.SIGXCPU: Problem.TOO_SLOW,
}


@dataclass(frozen=True)
class Limits:
    """``memory`` is the whole address space of the process, the libraries it loads included; ``unpacked`` is what a zip
    package may hold."""

    seconds: float = 30.0
    memory: int = 512 * MEBIBYTE
    pages: int = 2000
    characters: int = 5_000_000
    unpacked: int = 200 * MEBIBYTE


LIMITS = Limits()


@dataclass(frozen=True)
class Extracted:
    """Pages of a PDF, slides of a presentation, sheets of a workbook; other formats are one page. Empty pages are kept,
    so that numbers fit.

    With a ``problem`` the pages are those read until then.
    """

    pages: list[str]
    problem: str = ""


def extract(path: str | Path, *, suffix: str, limits: Limits = LIMITS) -> Extracted:
    """``suffix`` with or without its dot; what the file begins with counts more. Raises OSError where there is no file
    to read, nothing for a bad one."""
    suffix = suffix.lower().lstrip(".")
    with Path(path).open("rb") as file:
        if suffix not in extraction_process.SUFFIXES:
            return Extracted([], Problem.UNKNOWN_FORMAT)
        return _read_apart(file, suffix, limits)


def _read_apart(file: IO[bytes], suffix: str, limits: Limits) -> Extracted:
    deadline = time.monotonic() + limits.seconds
    process = subprocess.Popen(  # noqa: S603 - our own program; the file's name is no part of the command
        [sys.executable, "-I", "-B", str(PROGRAM), json.dumps({"suffix": suffix, **asdict(limits)})],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=ENVIRONMENT,
        start_new_session=True,
    )
    with process:
        try:
            answer, ending = _listen(process, limits, deadline)
        finally:
            os.killpg(process.pid, signal.SIGKILL)  # not waited for yet, so the number is still its own
    return _understand(answer, ending or ENDINGS.get(-process.returncode, Problem.BROKEN), limits)


def _listen(process: subprocess.Popen[bytes], limits: Limits, deadline: float) -> tuple[bytes, str]:
    """All that it says until it ends, and why it was not heard to the end."""
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    most = BYTES_OF_CHARACTER * limits.characters + BYTES_OF_LINE * (limits.pages + 1)
    answer = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while len(answer) <= most:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                return bytes(answer), Problem.TOO_SLOW
            block = os.read(process.stdout.fileno(), BLOCK)
            if not block:
                return bytes(answer), ""
            answer += block
    return bytes(answer), Problem.TOO_LARGE


def _understand(answer: bytes, ending: str, limits: Limits) -> Extracted:
    """``ending`` is the problem where the answer does not come to its last line."""
    pages: list[str] = []
    for line in answer.split(b"\n")[:-1]:
        try:
            [(kind, text)] = json.loads(line).items()
            if kind == "problem":
                return Extracted(pages, "" if text == "" else Problem(text))
            if kind != "page" or UNACCEPTABLE.search(text) or len(pages) == limits.pages:
                return Extracted(pages, Problem.BROKEN)
        except (ValueError, TypeError, AttributeError, RecursionError):
            return Extracted(pages, Problem.BROKEN)
        pages.append(text)
    return Extracted(pages, ending)
