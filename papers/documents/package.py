"""Several papers and their annexes bound into one file, as for a meeting: contents first, one run of page numbers, bookmarks, tags kept."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from pikepdf import Array, Dictionary, Name

from papers.documents.content import authority
from papers.documents.structure import TaggedDocument
from papers.documents.typesetting import typeset

JUMP = "https://page.invalid/"  # as in contents.typ
STAMP = Name("/UmlaufPageNumber")
STAMP_SIZE = (90.0, 16.0)  # points
STAMP_INSET = (36.0, 20.0)  # points from the right edge and from the top
MOST_ROUNDS = 3


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
    pdf: pikepdf.Pdf
    page: int = 0  # counted from 1 in the whole package

    @property
    def label(self) -> str:
        return " · ".join(filter(None, (self.number, self.title)))


@dataclass
class _Binding:
    title: str
    pieces: list[_Piece] = field(default_factory=list)


def bundle(parts: list[Part], *, title: str = "") -> bytes:
    """In the language that is active. An annex that no PDF reader can open counts as one that is no PDF. Raises NotTypeset."""
    with ExitStack() as opened:
        binding = _Binding(title or _("Papers"))
        for part in parts:
            binding.pieces.append(_Piece(part.title, part.number, 1, opened.enter_context(pikepdf.open(io.BytesIO(part.pdf)))))
            for annex_title, data in part.annexes:
                pdf = _opened(data) or pikepdf.open(io.BytesIO(_notice(annex_title)))
                binding.pieces.append(_Piece(annex_title, "", 2, opened.enter_context(pdf)))
        contents = opened.enter_context(_contents(binding))
        return _bound(binding, contents)


def _opened(data: bytes | None) -> pikepdf.Pdf | None:
    """None for what is no PDF, is damaged or protected by a password."""
    if data is None:
        return None
    try:
        pdf = pikepdf.open(io.BytesIO(data))
        if len(pdf.pages) and all(page.mediabox for page in pdf.pages):
            return pdf
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, AttributeError):
        return None
    return None


def _letter(title: str) -> dict[str, Any]:
    language = get_language() or "en"
    named = authority()
    return {
        "lang": language.split("-")[0],
        "dir": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "title": title,
        "author": f"{named['small']} {named['large']}".strip(),
    }


def _notice(title: str) -> bytes:
    return typeset(_letter(title) | {"notice": _("This annex is not a PDF document. It can be had on the web, with the paper.")}, template="notice.typ")


def _contents(binding: _Binding) -> pikepdf.Pdf:
    """The contents name page numbers that depend on how many pages they take themselves."""
    length = 1
    for _round in range(MOST_ROUNDS):
        page = length + 1
        for piece in binding.pieces:
            piece.page = page
            page += len(piece.pdf.pages)
        entries = [{"title": piece.title, "number": piece.number, "level": piece.level, "page": piece.page} for piece in binding.pieces]
        pdf = pikepdf.open(io.BytesIO(typeset(_letter(binding.title) | {"entries": entries}, template="contents.typ")))
        if len(pdf.pages) == length:
            break
        length = len(pdf.pages)
    return pdf


def _bound(binding: _Binding, contents: pikepdf.Pdf) -> bytes:
    package = TaggedDocument(binding.title, _letter(binding.title))
    package.append(contents)
    for piece in binding.pieces:
        package.append(piece.pdf)
    pdf = package.finished()
    _make_jumps(pdf, len(contents.pages))
    _stamp(pdf)
    with pdf.open_outline() as outline:
        outline.root.extend(_bookmarks(binding.pieces))
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, min_version="1.7")
    return out.getvalue()


def _bookmarks(pieces: Iterable[_Piece]) -> list[pikepdf.OutlineItem]:
    found: list[pikepdf.OutlineItem] = []
    for piece in pieces:
        item = pikepdf.OutlineItem(piece.label, piece.page - 1)
        (found[-1].children if piece.level == 2 and found else found).append(item)
    return found


def _make_jumps(pdf: pikepdf.Pdf, pages_of_contents: int) -> None:
    for page in list(pdf.pages)[:pages_of_contents]:
        for annotation in page.obj.get("/Annots", Array()):
            address = str(annotation.get("/A", Dictionary()).get("/URI", ""))
            if address.startswith(JUMP):
                target = pdf.pages[int(address.removeprefix(JUMP)) - 1]
                annotation.A = Dictionary(S=Name.GoTo, D=Array([target.obj, Name.Fit]))
                annotation.Contents = pikepdf.String(_("Page %(number)s") % {"number": address.removeprefix(JUMP)})


def _stamp(pdf: pikepdf.Pdf) -> None:
    """``12 / 57`` in the top corner, as an artifact: no screen reader stops there."""
    count = len(pdf.pages)
    stamps = typeset(_letter(_("Page")) | {"count": count}, template="stamps.typ")
    with pikepdf.open(io.BytesIO(stamps)) as source:
        for page, stamp in zip(pdf.pages, list(source.pages), strict=True):
            _put(page, pdf.copy_foreign(stamp.as_form_xobject()))


def _put(page: pikepdf.Page, stamp: pikepdf.Object) -> None:
    page.add_resource(stamp, Name.XObject, name=STAMP)
    drawing = page.calc_form_xobject_placement(stamp, STAMP, _top_right(page))
    # what the page drew before may have moved the coordinates and not put them back
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ /Artifact BMC q\n" + drawing + b"\nQ EMC\n")


def _top_right(page: pikepdf.Page) -> pikepdf.Rectangle:
    """Of the page as it is shown, which may be turned, in the coordinates it is drawn in."""
    left, bottom, right, top = (float(value) for value in page.cropbox)
    turned = int(page.obj.get("/Rotate", 0)) % 360
    along, down = STAMP_INSET
    width, height = STAMP_SIZE
    if turned in (90, 270):
        width, height, along, down = height, width, down, along
    x = left + along if turned in (90, 180) else right - along - width
    y = bottom + down if turned in (180, 270) else top - down - height
    return pikepdf.Rectangle(x, y, x + width, y + height)
