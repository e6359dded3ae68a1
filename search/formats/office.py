"""Packages of office programs: OpenDocument and Office Open XML, and the container of the older formats."""

from __future__ import annotations

import posixpath
import zipfile
from datetime import date, datetime, time
from typing import IO, Any

from search.formats.edges import EdgesOfPages
from search.formats.hidden import HiddenCells, Styles, TextOfOpenDocument, TextOfSlide, TextOfWord, WordStyles
from search.formats.markup import Markup
from search.formats.pages import ENCRYPTED, TOO_LARGE, UNKNOWN_FORMAT, Pages, Refused

MOST_ENTRIES = 10_000  # of a package
# Nothing that an office writes shrinks more; what is small does no harm.
LARGEST_RATIO = 200
LARGE_ENTRY = 10 * 1024 * 1024
BLOCK = 64 * 1024
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
OPENDOCUMENT = "application/vnd.oasis.opendocument."

# Without what was deleted or moved away, comments, and the second version of a drawing for old programs.
OFFICE = Markup(
    texts=frozenset({"t"}),
    blocks=frozenset({"p"}),
    breaks={"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"},
    skipped=frozenset({"Fallback", "del", "moveFrom", "pPr", "rPr", "sectPr", "tblPr"}),
)
# Likewise. Repeated cells and spaces are read once, however often they are said to be there.
OPENDOCUMENT_SKIPPED = frozenset(
    {
        "annotation",
        "automatic-styles",
        "content-validations",
        "dde-links",
        "forms",
        "note-citation",
        "notes",
        "tracked-changes",
    }
)
NOTHING = Markup(frozenset(), frozenset(), {}, frozenset())
OPENDOCUMENT_PAGES = {"text": "text", "spreadsheet": "table", "presentation": "page"}


def read_ole(file: IO[bytes]) -> None:
    """Office wraps an encrypted document into the container of its old formats, which themselves are not read."""
    before = b""
    while block := file.read(BLOCK):
        if ENCRYPTED_PACKAGE in before + block:
            raise Refused(ENCRYPTED)
        before = block[-len(ENCRYPTED_PACKAGE) :]
    raise Refused(UNKNOWN_FORMAT)


def read_package(file: IO[bytes], answer: Pages, *, unpacked: int) -> None:
    """``unpacked``: the most bytes its entries may have together."""
    with zipfile.ZipFile(file) as package:
        _check_package(package, unpacked)
        if "mimetype" in package.namelist():
            _read_opendocument(package, answer)
            return
        main = next((part for kind, part in _relations(package).values() if kind == "officeDocument"), "")
        kind = _root_of(package, main) if main else ""
        if kind == "document":
            _read_word(package, main, answer)
        elif kind == "presentation":
            _read_presentation(package, main, answer)
        elif kind == "workbook":
            _read_workbook(file, package, main, answer)
        else:
            raise Refused(UNKNOWN_FORMAT)


def _check_package(package: zipfile.ZipFile, unpacked: int) -> None:
    """Judges by what the entries declare of themselves; ``zipfile`` unpacks no more than that. Raises Refused."""
    entries = package.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > unpacked:
        raise Refused(TOO_LARGE)
    for entry in entries:
        if entry.flag_bits & 1:
            raise Refused(ENCRYPTED)
        if entry.file_size > LARGE_ENTRY and entry.file_size > LARGEST_RATIO * entry.compress_size:
            raise Refused(TOO_LARGE)


def _read_part(package: zipfile.ZipFile, part: str, target: Any) -> Any:
    """Answers what the target does when all is read."""
    from lxml import etree

    parser = etree.XMLParser(target=target, resolve_entities=False, no_network=True)
    with package.open(part) as stream:
        while block := stream.read(BLOCK):
            parser.feed(block)
    return parser.close()


def _read_opendocument(package: zipfile.ZipFile, answer: Pages) -> None:
    kind = package.read("mimetype").decode("ascii", "replace").strip()
    page = OPENDOCUMENT_PAGES.get(kind.removeprefix(OPENDOCUMENT).removesuffix("-template"))
    if page is None or not kind.startswith(OPENDOCUMENT):
        raise Refused(UNKNOWN_FORMAT)
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Refused(ENCRYPTED)
    paragraphs = frozenset({"p", "h"})
    markup = Markup(paragraphs, paragraphs, {"s": " ", "tab": "\t", "line-break": "\n"}, OPENDOCUMENT_SKIPPED, page)
    common = TextOfOpenDocument(NOTHING, answer)
    if "styles.xml" in package.namelist():
        _read_part(package, "styles.xml", common)
    _read_part(package, "content.xml", TextOfOpenDocument(markup, answer, common.styles))


def _read_word(package: zipfile.ZipFile, main: str, answer: Pages) -> None:
    """The text first: what was read before something broke is answered too."""
    relations = _relations(package, main)
    parts = [(kind, part) for kind, part in relations.values() if part in package.namelist()]
    described = next((part for kind, part in parts if kind == "styles"), "")
    styles = _read_part(package, described, WordStyles()) if described else Styles()
    _read_part(package, main, TextOfWord(OFFICE, answer, styles))
    edges = _read_part(package, main, EdgesOfPages()).shown(relations)
    notes = [part for kind, part in parts if kind in {"footnotes", "endnotes"}]
    for part in (*edges, *notes):
        if part in package.namelist():
            _read_part(package, part, TextOfWord(OFFICE, answer, styles))
    answer.end_page()


def _read_presentation(package: zipfile.ZipFile, main: str, answer: Pages) -> None:
    relations = _relations(package, main)
    for slide in _xml(package.read(main)).iter("{*}sldId"):
        reference = next((value for name, value in slide.attrib.items() if name.endswith("}id")), "")
        part = relations.get(reference, ("", ""))[1]
        if part in package.namelist():
            _read_part(package, part, TextOfSlide(OFFICE, answer))
        answer.end_page()


def _read_workbook(file: IO[bytes], package: zipfile.ZipFile, main: str, answer: Pages) -> None:
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    parts = _sheets(package, main)
    file.seek(0)
    workbook = CalamineWorkbook.from_filelike(file)
    for about in workbook.sheets_metadata:
        if about.visible == SheetVisibleEnum.Visible:
            part = parts.get(about.name, "")
            hidden = _read_part(package, part, HiddenCells()) if part else HiddenCells()
            _read_sheet(workbook.get_sheet_by_name(about.name), hidden, answer)
        answer.end_page()


def _sheets(package: zipfile.ZipFile, main: str) -> dict[str, str]:
    """The part of each sheet, by its name."""
    relations = _relations(package, main)
    found = {}
    for sheet in _xml(package.read(main)).iter("{*}sheet"):
        reference = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
        part = relations.get(reference, ("", ""))[1]
        if part in package.namelist():
            found[sheet.get("name", "")] = part
    return found


def _read_sheet(sheet: Any, hidden: HiddenCells, answer: Pages) -> None:
    """Rows are counted from the first of the sheet, their cells from the first column that is used."""
    first = sheet.start[1] if sheet.start else 0
    for row_at, row in enumerate(sheet.iter_rows()):
        if row_at in hidden.rows:
            continue
        shown = [cell for at, cell in enumerate(row, first) if cell != "" and at not in hidden.columns]
        answer.add(" ".join(map(_written, shown)) + "\n")


def _written(cell: Any) -> str:
    """Days as they are written here: what stands in the file is a number, or a moment at midnight."""
    if isinstance(cell, datetime):
        return f"{cell:%d.%m.%Y}" if cell.time() == time() else f"{cell:%d.%m.%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _relations(package: zipfile.ZipFile, part: str = "") -> dict[str, tuple[str, str]]:
    """The parts that a part refers to, their kind and name by the reference; without ``part`` those of the package."""
    folder, name = posixpath.split(part)
    try:
        described = package.read(posixpath.join(folder, "_rels", f"{name}.rels"))
    except KeyError:
        return {}
    found = {}
    for relation in _xml(described):
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
            found[relation.get("Id", "")] = relation.get("Type", "").rpartition("/")[2], target.lstrip("/")
    return found


def _root_of(package: zipfile.ZipFile, part: str) -> str:
    from lxml import etree

    with package.open(part) as stream:
        _event, root = next(iter(etree.iterparse(stream, events=("start",), resolve_entities=False, no_network=True)))
    return str(root.tag).rpartition("}")[2]


def _xml(data: bytes) -> Any:
    from lxml import etree

    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
