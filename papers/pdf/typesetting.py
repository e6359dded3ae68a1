"""Typesets content into PDF, in a few processes that stay.

A process of its own, because a document can be made to take all time and memory there is; one that stays, because
reading the fonts takes longer than typesetting a paper. Each is killed when a job takes too long and replaced after
many jobs or when it has grown, and a job waits for a free one."""

from __future__ import annotations

import atexit
import json
import logging
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from papers.pdf import worker
from papers.pdf.glyphs import font_folders, sanitised

logger = logging.getLogger(__name__)

PROGRAM = Path(worker.__file__)
TEMPLATES = PROGRAM.parent
MEBIBYTE = 1024 * 1024
LONGEST_ANSWER = 64 * 1024  # of its first line


class Reason(models.TextChoices):
    """Why a document could not be made."""

    TOO_SLOW = "too_slow", _("The document takes too long to typeset. Shorten its tables or divide it.")
    TOO_LARGE = worker.TOO_LARGE, _("The document is too large to typeset. Shorten its tables or divide it.")
    BUSY = "busy", _("Too many documents are being typeset at the moment. Try again in a minute.")
    IMAGE_TOO_LARGE = (
        worker.IMAGE_TOO_LARGE,
        _("An image has too many pixels for a document. Replace it by a smaller one."),
    )
    IMAGE_UNREADABLE = worker.IMAGE_UNREADABLE, _("An image cannot be read. Replace it.")
    FAILED = worker.FAILED, _("The document could not be typeset.")


class NotTypeset(Exception):
    """``str`` is for people; ``detail`` is what the compiler said, for the log."""

    def __init__(self, reason_code: str, detail: str = "") -> None:
        super().__init__(reason_code, detail)
        self.reason_code = Reason(reason_code)
        self.detail = detail

    def __str__(self) -> str:
        return str(self.reason_code.label)


@dataclass(frozen=True)
class Limits:
    """``memory`` is the whole address space, ``resident`` what a process may keep after a job without being
    replaced."""

    seconds: float = 20.0
    wait: float = 60.0
    memory: int = 3072 * MEBIBYTE
    resident: int = 600 * MEBIBYTE
    jobs: int = 200


LIMITS = Limits()


def typeset(
    content: Mapping[str, Any],
    images: Mapping[str, bytes] | None = None,
    *,
    template: str = "paper.typ",
    limits: Limits = LIMITS,
    check: bool = True,
) -> bytes:
    """Raises NotTypeset. The same content gives the same bytes. ``check`` makes every text printable first."""
    return _pool().typeset(_Job(template, content, images or {}, check), limits)


@dataclass(frozen=True)
class _Job:
    template: str
    content: Mapping[str, Any]
    images: Mapping[str, bytes]
    check: bool

    def line(self) -> bytes:
        """Ends with a line feed; the pictures follow it."""
        data = json.dumps(sanitised(dict(self.content)) if self.check else dict(self.content))
        sizes = [(name, len(image)) for name, image in self.images.items()]
        return json.dumps({"template": self.template, "data": data, "images": sizes}).encode() + b"\n"


class _Typesetter:
    """One process. Used by one thread at a time."""

    def __init__(self, limits: Limits) -> None:
        self.jobs = 0
        self.resident = 0
        self.memory = limits.memory
        self.root = Path(tempfile.mkdtemp(prefix="umlauf-typst-"))
        for template in TEMPLATES.glob("*.typ"):
            shutil.copy(template, self.root)
        start = {"root": str(self.root), "fonts": font_folders(), "memory": limits.memory}
        self.process = subprocess.Popen(  # noqa: S603 - our own program; nothing of a paper is in the command
            [sys.executable, "-I", "-B", str(PROGRAM), json.dumps(start)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            # no settings and no passwords; few threads, each of which takes address space
            env={"LC_ALL": "C.UTF-8", "RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"},
            start_new_session=True,
        )

    def typeset(self, job: _Job, limits: Limits) -> bytes:
        """Raises NotTypeset. A process that did not answer is dead afterwards."""
        self.jobs += 1
        line = job.line()  # while a new process starts
        late = threading.Event()
        timer = threading.Timer(limits.seconds, self._end, [late])
        timer.start()
        try:
            head, document = self._exchange(line, job.images)
        except (OSError, ValueError, EOFError) as error:
            self.process.kill()
            ending = self.process.wait()
            if late.is_set():
                raise NotTypeset(Reason.TOO_SLOW) from None
            # an allocation that fails aborts; the kernel kills where memory runs out
            reason = Reason.TOO_LARGE if -ending in (signal.SIGABRT, signal.SIGKILL, signal.SIGSEGV) else Reason.FAILED
            raise NotTypeset(reason, f"{error!r}, ended with {ending}") from error
        finally:
            timer.cancel()
            timer.join()
            if late.is_set():
                self.process.wait()  # it may have answered at the last moment, and is not to be given another job
        self.resident = head["resident"]
        if "problem" in head:
            raise NotTypeset(head["problem"], head["detail"])
        return document

    def _end(self, late: threading.Event) -> None:
        late.set()
        self.process.kill()

    def _exchange(self, line: bytes, images: Mapping[str, bytes]) -> tuple[dict[str, Any], bytes]:
        # pipes were asked for
        assert self.process.stdin is not None and self.process.stdout is not None  # noqa: S101, PT018
        self.process.stdin.write(line)
        for data in images.values():
            self.process.stdin.write(data)
        self.process.stdin.flush()
        answer = self.process.stdout.readline(LONGEST_ANSWER)
        if not answer.endswith(b"\n"):
            raise EOFError
        head = json.loads(answer)
        document = self.process.stdout.read(head["size"])
        if len(document) != head["size"]:
            raise EOFError
        return head, document

    def is_worn(self, limits: Limits) -> bool:
        has_grown = self.resident > limits.resident or self.memory != limits.memory
        return has_grown or self.jobs >= limits.jobs or self.process.poll() is not None

    def close(self) -> None:
        self.process.kill()
        self.let_go()
        self.process.wait()
        shutil.rmtree(self.root, ignore_errors=True)

    def let_go(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not written any more
                    pipe.close()


class _Pool:
    def __init__(self, size: int) -> None:
        self.places = threading.Semaphore(size)
        self.idle: queue.SimpleQueue[_Typesetter] = queue.SimpleQueue()

    def typeset(self, job: _Job, limits: Limits) -> bytes:
        if not self.places.acquire(timeout=limits.wait):
            raise NotTypeset(Reason.BUSY)
        try:
            typesetter = self._take(limits)
            try:
                document = typesetter.typeset(job, limits)
            except NotTypeset as error:
                logger.warning("Not typeset: %s %s", error.reason_code, error.detail)
                self._give_back(typesetter, limits)
                raise
            except BaseException:  # nobody knows what it was about to say
                typesetter.close()
                raise
            self._give_back(typesetter, limits)
            return document
        finally:
            self.places.release()

    def _take(self, limits: Limits) -> _Typesetter:
        """The process that typeset last, or a new one; one that was killed while idle is passed over."""
        while True:
            try:
                typesetter = self.idle.get_nowait()
            except queue.Empty:
                return _Typesetter(limits)
            if not typesetter.is_worn(limits):
                return typesetter
            typesetter.close()

    def _give_back(self, typesetter: _Typesetter, limits: Limits) -> None:
        if typesetter.is_worn(limits):
            typesetter.close()
        else:
            self.idle.put(typesetter)

    def close(self) -> None:
        with suppress(queue.Empty):
            while True:
                self.idle.get_nowait().close()

    def forget(self) -> None:
        """In a forked child: the processes are the parent's, and must see its end when it comes."""
        with suppress(queue.Empty):
            while True:
                typesetter = self.idle.get_nowait()
                typesetter.process.returncode = 0  # not ours to wait for
                typesetter.let_go()


_opened: list[_Pool] = []
_opening = threading.Lock()


def _pool() -> _Pool:
    with _opening:
        if not _opened:
            _opened.append(_Pool(getattr(settings, "TYPESETTERS", 2)))
        return _opened[0]


def close_typesetters() -> None:
    """Ends the idle processes; the next job starts new ones."""
    with _opening:
        while _opened:
            _opened.pop().close()


def _forget_after_fork() -> None:
    global _opening
    _opening = threading.Lock()
    while _opened:
        _opened.pop().forget()


atexit.register(close_typesetters)
os.register_at_fork(after_in_child=_forget_after_fork)
