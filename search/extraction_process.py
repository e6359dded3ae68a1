"""Reads the text of one file. A program that may die (``papers.programs``), which ``extraction`` starts: it does not
import Django.

The file is its standard input, the job its argument, as JSON. Each page is answered by a line of JSON; the last line
says what stood in the way. The files come from anywhere and parsers have holes, so every parser is imported only when
it is needed, after the limits are set (``formats``)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import IO, TypedDict, cast

from papers.programs import guest
from search.formats.office import read_ole, read_package
from search.formats.pages import BROKEN, TOO_LARGE, Pages, Refused
from search.formats.pdf import read_pdf
from search.formats.plain import read_html, read_rtf, read_text

PACKAGES = frozenset({"docx", "odt", "ods", "odp", "pptx", "xlsx"})
SUFFIXES = PACKAGES | {"csv", "htm", "html", "pdf", "rtf", "txt"}

OPEN_FILES = 32
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Job(TypedDict):
    """``Limits`` of ``extraction``, and what the file calls itself: a lower case suffix without the dot."""

    suffix: str
    seconds: float
    memory: int
    pages: int
    characters: int
    unpacked: int


def read(file: IO[bytes], job: Job, answer: Pages) -> str:
    """Returns the problem, "" where there is none."""
    try:
        _reader(file, job, answer)(file)
    except Refused as refused:
        return str(refused)
    except (MemoryError, ImportError):  # a library that finds no room is not imported
        return TOO_LARGE
    except Exception:  # noqa: BLE001 - parsers raise anything over a bad file
        return BROKEN
    return ""


def _reader(file: IO[bytes], job: Job, answer: Pages) -> Callable[[IO[bytes]], None]:
    """Chooses by what the file begins with, and by its suffix only if that says nothing. Raises Refused."""
    head = file.read(len(OLE))
    file.seek(0)
    if head.startswith(b"%PDF-"):
        return partial(read_pdf, answer=answer)
    if head.startswith(ZIP):
        return partial(read_package, answer=answer, unpacked=job["unpacked"])
    if head.startswith(OLE):
        return read_ole
    if head.startswith(b"{\\rtf"):
        return partial(read_rtf, answer=answer)
    if job["suffix"] == "pdf":
        return partial(read_pdf, answer=answer)  # something may stand before its beginning
    if job["suffix"] in {"html", "htm"}:
        return partial(read_html, answer=answer)
    if job["suffix"] in {"txt", "csv"}:
        return partial(read_text, answer=answer)
    raise Refused(BROKEN)


def main(job: Job) -> None:
    guest.limit(memory=job["memory"], open_files=OPEN_FILES, seconds=job["seconds"], alone=True)
    answer = Pages(guest.answers(), pages=job["pages"], characters=job["characters"])
    with sys.stdin.buffer as file:
        answer.end(read(file, job, answer))
    guest.end()


if __name__ == "__main__":
    main(cast("Job", guest.arguments()))
