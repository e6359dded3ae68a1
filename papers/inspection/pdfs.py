"""What a PDF says and does not show: text that was painted over and can still be copied out, files within the file,
programs, remarks, names.

Text is covered where a dark, opaque area is painted after it: white letters on a black bar are painted the other way
round. Marks of a reviewer (boxes, highlights, announced redactions) always lie above the page.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any

import pikepdf
import pypdfium2
from pypdfium2 import raw

MOST_PAGES = 2000
MOST_AREAS = 2000  # of a page
DEEPEST = 20  # within one object
DARK = 90  # of 255, of the brightest colour
OPAQUE = 200  # of 255
FEWEST = 3  # letters and digits on a page; fewer are an accident
COVERING = {"/Redact", "/Square", "/Highlight", "/Polygon", "/Circle"}
REMARKS = {"/Text", "/FreeText", "/Popup", "/Caret"}
PROGRAMS = {"/JavaScript", "/Launch", "/ImportData"}

Box = tuple[float, float, float, float]  # left, bottom, right, top


def findings(file: IO[bytes]) -> Iterator[tuple[str, str]]:
    data = file.read()
    with pikepdf.open(BytesIO(data)) as pdf:
        yield from _in_structure(pdf)
        marks = {number: list(_marks(page)) for number, page in enumerate(list(pdf.pages)[:MOST_PAGES])}
        if any(subtype in REMARKS for found in marks.values() for subtype, _box, _dark in found):
            yield "comments", ""
    covered = []
    document = pypdfium2.PdfDocument(data)
    for number in range(min(len(document), MOST_PAGES)):
        boxes = [box for subtype, box, dark in marks.get(number, []) if subtype in COVERING and dark]
        if _covered(document[number], boxes) >= FEWEST:
            covered.append(str(number + 1))
    if covered:
        yield "covered_text", ", ".join(covered)


def _in_structure(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    if any(_runs(thing) for thing in _dictionaries(pdf)):
        yield "active_content", ""
    if pdf.attachments:
        yield "embedded_files", ""
    if name := str(pdf.docinfo.get("/Author", "")).strip():
        yield "author", name


def _runs(thing: Any) -> bool:
    return str(thing.get("/S", "")) in PROGRAMS or "/JS" in thing or "/XFA" in thing


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """All of a file; what is referred to is an object of its own and comes by itself."""
    for thing in pdf.objects:
        waiting = [(thing, 0)]
        while waiting:
            one, depth = waiting.pop()
            if isinstance(one, pikepdf.Dictionary):
                yield one
                parts = [one[key] for key in one.keys()]  # noqa: SIM118 - no mapping of Python's
            elif isinstance(one, pikepdf.Array):
                parts = list(one)
            else:
                continue
            if depth < DEEPEST:
                nested = (part for part in parts if isinstance(part, pikepdf.Object) and not part.is_indirect)
                waiting += [(part, depth + 1) for part in nested]


def _marks(page: pikepdf.Page) -> Iterator[tuple[str, Box, bool]]:
    for mark in page.obj.get("/Annots", pikepdf.Array()):
        if not isinstance(mark, pikepdf.Dictionary) or "/Rect" not in mark:
            continue
        subtype = str(mark.get("/Subtype", ""))
        colour = mark.get("/C" if subtype == "/Highlight" else "/IC")
        box = tuple(float(value) for value in mark.Rect)
        if len(box) == 4:
            left, bottom, right, top = box
            ordered = (min(left, right), min(bottom, top), max(left, right), max(bottom, top))
            yield subtype, ordered, subtype == "/Redact" or (colour is not None and _is_dark(colour))


def _is_dark(colour: Any) -> bool:
    """Of one, three or four parts from 0 to 1; four are inks."""
    parts = [float(part) for part in colour]
    brightest = 1 - parts[3] if len(parts) == 4 else max(parts, default=1.0)
    return brightest * 255 < DARK


def _covered(page: Any, marks: list[Box]) -> int:
    """How many letters and digits lie under something dark that was painted after them."""
    order, areas = {}, [(10**9, box) for box in marks]
    for number, thing in enumerate(page.get_objects(max_depth=1)):
        order[ctypes.addressof(thing.raw.contents)] = number
        if thing.type == raw.FPDF_PAGEOBJ_PATH and len(areas) < MOST_AREAS and _paints_dark(thing):
            areas.append((number, thing.get_bounds()))
    return sum(_lies_under(box, painted, areas) for box, painted in _letters(page, order)) if areas else 0


def _paints_dark(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path.raw, fill, stroke)
    red, green, blue, alpha = (ctypes.c_uint() for _part in range(4))
    raw.FPDFPageObj_GetFillColor(path.raw, red, green, blue, alpha)
    return bool(fill.value) and alpha.value >= OPAQUE and max(red.value, green.value, blue.value) < DARK


def _letters(page: Any, order: dict[int, int]) -> Iterator[tuple[Box, int]]:
    text = page.get_textpage()
    for index in range(text.count_chars()):
        if not chr(raw.FPDFText_GetUnicode(text.raw, index)).isalnum():
            continue
        thing = raw.FPDFText_GetTextObject(text.raw, index)
        painted = order.get(ctypes.addressof(thing.contents), -1) if thing else -1
        yield text.get_charbox(index), painted


def _lies_under(box: Box, painted: int, areas: list[tuple[int, Box]]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(
        number > painted and left <= x <= right and bottom <= y <= top for number, (left, bottom, right, top) in areas
    )
