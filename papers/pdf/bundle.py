"""Several papers and their annexes bound into one file, as for a meeting: contents first, one run of page numbers,
bookmarks, tags kept.

What is bound was uploaded by anybody, so a program that may die reads and binds it (``binder``): an annex that it
cannot read, or dies of, is named on a page in its place.
"""

from __future__ import annotations

import json
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from papers.pdf import binder
from papers.pdf.content import authority, writing_of
from papers.pdf.typesetting import NotTypeset, Reason, typeset
from papers.programs.host import MEBIBYTE, Answer, Ending, run
from papers.programs.pool import Busy, place

PROGRAM = Path(binder.__file__)
ORDER = "order.json"
LONGEST_ANSWER = MEBIBYTE
MOST_ROUNDS = 3


@dataclass(frozen=True)
class Limits:
    """``seconds`` for the whole, of which a single file may take ``seconds_of_file``; ``wait`` for others to be done;
    ``memory`` is the whole address space."""

    seconds: float = 90.0
    seconds_of_file: float = 10.0
    wait: float = 30.0
    memory: int = 1536 * MEBIBYTE
    pages_of_file: int = 2000


LIMITS = Limits()
PLACES = threading.Semaphore(2)  # in which a package is bound at the same time


@dataclass(frozen=True)
class Part:
    """A paper; of each annex its title and its PDF, None where it is something else."""

    title: str
    number: str
    pdf: bytes
    annexes: Sequence[tuple[str, bytes | None]] = ()


@dataclass
class _Piece:
    title: str
    number: str
    level: int
    file: str
    length: int = 0
    page: int = 0  # counted from 1 in the whole package

    @property
    def label(self) -> str:
        return " · ".join(filter(None, (self.number, self.title)))


def bundle(parts: list[Part], *, title: str = "", limits: Limits = LIMITS) -> bytes:
    """The package is in the language that is active. Raises NotTypeset, but not for an annex that cannot be bound."""
    try:
        with place(PLACES, wait=limits.wait), tempfile.TemporaryDirectory(prefix="umlauf-package-") as name:
            binding = _Binding(Path(name), title or _("Papers"), limits)
            for part in parts:
                binding.add(part)
            return binding.bound()
    except Busy:
        raise NotTypeset(Reason.BUSY) from None


def appended(parts: list[Part], *, title: str, limits: Limits = LIMITS) -> bytes:
    """The parts one behind the other, without contents and without page numbers of the whole. Raises as ``bundle``
    does."""
    try:
        with place(PLACES, wait=limits.wait), tempfile.TemporaryDirectory(prefix="umlauf-package-") as name:
            binding = _Binding(Path(name), title, limits)
            for part in parts:
                binding.add(part)
            return binding.bound(plain=True)
    except Busy:
        raise NotTypeset(Reason.BUSY) from None


class _Binding:
    def __init__(self, folder: Path, title: str, limits: Limits) -> None:
        self.folder = folder
        self.title = title
        self.limits = limits
        self.deadline = time.monotonic() + limits.seconds
        self.pieces: list[_Piece] = []

    def add(self, part: Part) -> None:
        self._add(part.title, part.number, 1, part.pdf)
        for title, data in part.annexes:
            self._add(
                title,
                "",
                2,
                _notice(title, _("This annex is not a PDF document. It can be had on the web, with the paper."))
                if data is None
                else data,
            )

    def bound(self, *, plain: bool = False) -> bytes:
        self._look()
        if plain:
            self._count_on()
        else:
            self._write_contents()
        pieces = [
            {"file": piece.file, "label": piece.label, "level": piece.level, "page": piece.page}
            for piece in self.pieces
        ]
        job: dict[str, Any] = {"title": self.title, "about": _letter(self.title), "page_label": _("Page %(number)s")}
        job |= {"pieces": pieces, "plain": plain}
        ending = self._run({"bind": job}).ending
        if ending is not None:
            reason = Reason.TOO_SLOW if ending is Ending.TOO_SLOW else Reason.TOO_LARGE
            raise NotTypeset(reason, f"binder: {ending.name}")
        return (self.folder / binder.PACKAGE).read_bytes()

    def _add(self, title: str, number: str, level: int, data: bytes) -> None:
        piece = _Piece(title, number, level, f"{len(self.pieces)}.pdf")
        (self.folder / piece.file).write_bytes(data)
        self.pieces.append(piece)

    def _look(self) -> None:
        """How long the pieces are. What cannot be bound, or ends the process that tries, is replaced by a page that
        says so."""
        self._count(self.pieces)
        replaced = [piece for piece in self.pieces if not piece.length]
        for piece in replaced:
            if piece.level == 1:
                raise NotTypeset(Reason.FAILED, f"cannot be bound: {piece.label}")
            notice = _notice(
                piece.title, _("This annex cannot be bound in here. It can be had on the web, with the paper.")
            )
            (self.folder / piece.file).write_bytes(notice)
        self._count(replaced)

    def _count(self, pieces: list[_Piece]) -> None:
        left = list(pieces)
        while left:
            order = {
                "look": [piece.file for piece in left],
                "seconds": self.limits.seconds_of_file,
                "most_pages": self.limits.pages_of_file,
            }
            answer = self._run(order)
            if answer.ending is Ending.TOO_SLOW:
                raise NotTypeset(Reason.TOO_SLOW, "binder")
            lengths = [int(line) for line in answer.said.split()]
            for piece, length in zip(left, lengths, strict=False):
                piece.length = length
            left = left[len(lengths) + 1 :]  # with the one it ended at

    def _count_on(self) -> None:
        page = 1
        for piece in self.pieces:
            piece.page = page
            page += piece.length

    def _write_contents(self) -> None:
        """The contents name page numbers that depend on how many pages they take themselves."""
        length = 1
        for _round in range(MOST_ROUNDS):
            page = length + 1
            for piece in self.pieces:
                piece.page = page
                page += piece.length
            entries = [
                {"title": piece.title, "number": piece.number, "level": piece.level, "page": piece.page}
                for piece in self.pieces
            ]
            (self.folder / binder.CONTENTS).write_bytes(
                typeset(_letter(self.title) | {"entries": entries}, template="contents.typ")
            )
            with pikepdf.open(self.folder / binder.CONTENTS) as contents:
                length, before = len(contents.pages), length
            if length == before:
                break
        stamps = typeset(
            _letter(_("Page")) | {"count": length + sum(piece.length for piece in self.pieces)}, template="stamps.typ"
        )
        (self.folder / binder.STAMPS).write_bytes(stamps)

    def _run(self, order: dict[str, Any]) -> Answer:
        path = self.folder / ORDER
        path.write_text(json.dumps(order))
        about, left = {"memory": self.limits.memory}, self.deadline - time.monotonic()
        with path.open("rb") as file:
            return run(PROGRAM, about, stdin=file, seconds=left, most=LONGEST_ANSWER, folder=self.folder)


def _letter(title: str) -> dict[str, Any]:
    named = authority()
    author = f"{named['small']} {named['large']}".strip()
    return {**writing_of(get_language() or "en"), "title": title, "author": author}


def _notice(title: str, text: str) -> bytes:
    return typeset(_letter(title) | {"notice": text}, template="notice.typ")
