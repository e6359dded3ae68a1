"""Binds PDFs into one. A program that may die (``papers.programs``), which ``bundle`` starts: it imports neither
Django nor anything that knows of papers.

Annexes come from anywhere, and the library that reads them is written in C++. The program finds everything in the
folder it works in and leaves its work there.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterable
from typing import IO, Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from papers.pdf.structure import TaggedDocument
from papers.programs import guest

PACKAGE = "package.pdf"
CONTENTS = "contents.pdf"
STAMPS = "stamps.pdf"

JUMP = "https://page.invalid/"  # as in contents.typ
STAMP = "/UmlaufPageNumber"
STAMP_SIZE = (90.0, 16.0)  # points
STAMP_INSET = (36.0, 20.0)  # points from the right edge and from the top

OPEN_FILES = 512
LARGEST_FILE = 512 * 1024 * 1024


def look(files: list[str], out: IO[bytes], *, seconds: float, most_pages: int) -> None:
    """Says of each file how many pages it has, a line each; 0 where it cannot be bound. A file that takes longer ends
    the process, unanswered."""
    for name in files:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        out.write(b"%d\n" % _pages_of(name, most_pages))
        out.flush()
        signal.setitimer(signal.ITIMER_REAL, 0)


def _pages_of(name: str, most_pages: int) -> int:
    """0 for what is no PDF, is damaged, protected by a password or too long. Tried in earnest: what can be opened can
    still not be bound."""
    try:
        with pikepdf.open(name) as pdf:
            count = len(pdf.pages)
            if count > most_pages or not all(page.mediabox for page in pdf.pages):
                return 0
            trial = TaggedDocument("", {"lang": "en", "dir": "ltr", "author": ""})
            trial.append(pdf)
            trial.finished().save(os.devnull)
            return count
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is not bound
        return 0


def bind(job: dict[str, Any]) -> None:
    """``about`` and ``title`` of the whole, ``page_label`` with ``%(number)s``, and ``pieces``: their ``file``,
    ``label``, ``level`` and first ``page``. ``plain``: without contents and page numbers of the whole."""
    package = TaggedDocument(job["title"], job["about"])
    pages_of_contents = 0
    if not job["plain"]:
        with pikepdf.open(CONTENTS) as contents:
            package.append(contents)
            pages_of_contents = len(contents.pages)
    opened = [pikepdf.open(piece["file"]) for piece in job["pieces"]]  # read from until the package is saved
    for source in opened:
        package.append(source)
    pdf = package.finished()
    _make_jumps(pdf, pages_of_contents, job["page_label"])
    if not job["plain"]:
        with pikepdf.open(STAMPS) as stamps:
            _stamp(pdf, stamps)
    with pdf.open_outline() as outline:
        outline.root.extend(_bookmarks(job["pieces"]))
    pdf.save(PACKAGE, deterministic_id=True, min_version="1.7")


def _bookmarks(pieces: Iterable[dict[str, Any]]) -> list[pikepdf.OutlineItem]:
    found: list[pikepdf.OutlineItem] = []
    for piece in pieces:
        item = pikepdf.OutlineItem(piece["label"], piece["page"] - 1)
        (found[-1].children if piece["level"] == 2 and found else found).append(item)
    return found


def _make_jumps(pdf: pikepdf.Pdf, pages_of_contents: int, label: str) -> None:
    for page in list(pdf.pages)[:pages_of_contents]:
        for annotation in page.obj.get("/Annots", Array()):
            address = str(annotation.get("/A", Dictionary()).get("/URI", ""))
            if address.startswith(JUMP):
                number = address.removeprefix(JUMP)
                annotation.A = Dictionary(S=Name.GoTo, D=Array([pdf.pages[int(number) - 1].obj, Name.Fit]))
                annotation.Contents = pikepdf.String(label % {"number": number})


def _stamp(pdf: pikepdf.Pdf, stamps: pikepdf.Pdf) -> None:
    """``12 / 57`` in the top corner, as an artifact: no screen reader stops there."""
    for page, stamp in zip(pdf.pages, list(stamps.pages), strict=True):
        _put(page, pdf.copy_foreign(stamp.as_form_xobject()))


def _put(page: pikepdf.Page, stamp: pikepdf.Object) -> None:
    name = Name(STAMP)
    page.add_resource(stamp, Name.XObject, name=name)
    drawing = page.calc_form_xobject_placement(stamp, name, _top_right(page))
    # what the page drew before may have moved the coordinates and not put them back
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ /Artifact BMC q\n" + drawing + b"\nQ EMC\n")


def _top_right(page: pikepdf.Page) -> pikepdf.Rectangle:
    """Measures the page as it is shown, which may be turned, in the coordinates it is drawn in."""
    left, bottom, right, top = (float(value) for value in page.cropbox)
    turned = int(page.obj.get("/Rotate", 0)) % 360
    along, down = STAMP_INSET
    width, height = STAMP_SIZE
    if turned in (90, 270):
        width, height, along, down = height, width, down, along
    x = left + along if turned in (90, 180) else right - along - width
    y = bottom + down if turned in (180, 270) else top - down - height
    return pikepdf.Rectangle(x, y, x + width, y + height)


def main() -> None:
    guest.limit(memory=guest.arguments()["memory"], open_files=OPEN_FILES, largest_file=LARGEST_FILE)
    out = guest.answers()
    order = json.load(sys.stdin)
    if "look" in order:
        look(order["look"], out, seconds=order["seconds"], most_pages=order["most_pages"])
    else:
        bind(order["bind"])
    guest.end()


if __name__ == "__main__":
    main()
