"""The text of attachments, page by page.

Files come from anywhere, and the parsers of their formats are large and partly written in C: a file can crash them, or
make them read for ever and take all memory. So each file is read by a program that may die (``extraction_process``, see
``papers.programs``)."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from django.db import models
from django.utils.translation import gettext_lazy as _

from papers.programs.host import MEBIBYTE, Ending, run
from search import extraction_process
from search.formats import pages

PROGRAM = Path(extraction_process.__file__)

# An answer in UTF-8, and what JSON puts around it.
BYTES_OF_CHARACTER = 4
BYTES_OF_LINE = 32
# The database cannot keep these; a sound process does not send them.
UNACCEPTABLE = re.compile("[\x00\ud800-\udfff]")


class Problem(models.TextChoices):
    """Why (all of) the text of a file is not there."""

    ENCRYPTED = pages.ENCRYPTED, _("Protected by a password")
    BROKEN = pages.BROKEN, _("Damaged")
    TOO_LARGE = pages.TOO_LARGE, _("Too large")
    TOO_SLOW = pages.TOO_SLOW, _("Takes too long to read")
    NO_TEXT = pages.NO_TEXT, _("Scanned, without text")
    UNKNOWN_FORMAT = pages.UNKNOWN_FORMAT, _("Unknown format")


# Where the program could not say so itself.
ENDINGS = {
    Ending.TOO_SLOW: Problem.TOO_SLOW,
    Ending.TOO_LARGE: Problem.TOO_LARGE,
    Ending.CRASHED: Problem.BROKEN,
    Ending.FAILED: Problem.BROKEN,
    None: Problem.BROKEN,
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
    most = BYTES_OF_CHARACTER * limits.characters + BYTES_OF_LINE * (limits.pages + 1)
    answer = run(PROGRAM, {"suffix": suffix, **asdict(limits)}, stdin=file, seconds=limits.seconds, most=most)
    return _understand(answer.said, ENDINGS[answer.ending], limits)


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
