"""Reads the text of one file. A program that may die (``papers.programs``), which ``extraction`` starts: it does not
import Django.

The file is its standard input, the job its argument, as JSON. Each page is answered by a line of JSON; the last line
says what stood in the way. The files come from anywhere and parsers have holes, so every parser is imported only when
it is needed, after the limits are set."""

from __future__ import annotations

import codecs
import json
import posixpath
import re
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, TypedDict, cast

from papers.programs import guest

if TYPE_CHECKING:
    import pypdfium2

ENCRYPTED = "encrypted"
BROKEN = "broken"
TOO_LARGE = "too_large"
TOO_SLOW = "too_slow"
NO_TEXT = "no_text"
UNKNOWN_FORMAT = "unknown_format"

PACKAGES = frozenset({"docx", "odt", "ods", "odp", "pptx", "xlsx"})
SUFFIXES = PACKAGES | {"csv", "htm", "html", "pdf", "rtf", "txt"}

OPEN_FILES = 32
MOST_ENTRIES = 10_000  # of a package
# Nothing that an office writes shrinks more; what is small does no harm.
LARGEST_RATIO = 200
LARGE_ENTRY = 10 * 1024 * 1024
FEWEST_LETTERS = 10  # of a page on average; fewer are the stamp on a scan
MOST_CONTROLS = 0.1  # of the characters of a text
BLOCK = 64 * 1024

ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OPENDOCUMENT = "application/vnd.oasis.opendocument."

# Control characters (NUL among them, which PostgreSQL refuses), soft hyphens, byte order marks, and what is no
# character.
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\ufeff\ufdd0-\ufdef\ufffe\uffff]")
CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\ufffd]")
# How pdfium writes a hyphen at the end of a line, before it goes on with the next one.
HYPHEN = re.compile(r"\x02(\w*)")
SECOND_OF_TWO = frozenset({"und", "oder", "bzw", "sowie"})  # "Bau- und Verkehr"
PICTURE = re.compile(rb"[0-9a-fA-F\r\n]{512,}")  # in RTF; prose has spaces
WESTERN = frozenset("ÄÖÜäöüßÀÁÂÇÈÉÊÍÓÔÚàáâçèéêëìíîïñòóôùúûÅÆØåæøŠŽšž§€°²³µ¼½¾·«»‹›„“”‚‘’–—…•©®\xa0\xad")
# Where neither UTF-8 nor Western European fits: what other languages and other systems wrote before.
GUESSED = [
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1256",
    "iso8859_2",
    "iso8859_5",
    "iso8859_9",
    "shift_jis",
    "euc_jp",
    "mac_roman",
    "cp850",
]


class Job(TypedDict):
    """``Limits`` of ``extraction``, and what the file calls itself: a lower case suffix without the dot."""

    suffix: str
    seconds: float
    memory: int
    pages: int
    characters: int
    unpacked: int


class Refused(Exception):
    """Its argument is the problem."""


class Answer:
    """The pages as they are read. What was read before a problem is answered too."""

    def __init__(self, out: IO[bytes], *, pages: int, characters: int) -> None:
        self.out = out
        self.pages_left = pages
        self.characters_left = characters
        self.letters = 0
        self.page: list[str] = []

    def add(self, text: str) -> None:
        """To the page at hand. Raises Refused where the text grows too large."""
        if len(text) > self.characters_left:
            self.page.append(text[: self.characters_left])
            self.characters_left = 0
            raise Refused(TOO_LARGE)
        self.page.append(text)
        self.characters_left -= len(text)

    def end_page(self) -> None:
        """Raises Refused where there are too many."""
        if not self.pages_left:
            self.page = []
            raise Refused(TOO_LARGE)
        self.pages_left -= 1
        text, self.page = cleaned("".join(self.page)), []
        self.letters += sum(map(str.isalpha, text))
        self._write(page=text)

    def end(self, problem: str) -> None:
        if self.page:
            with suppress(Refused, MemoryError):
                self.end_page()
        self._write(problem=problem)

    def _write(self, **line: str) -> None:
        self.out.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        self.out.flush()


def cleaned(text: str) -> str:
    """One line for each line that says something, one space between words."""
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    lines = (" ".join(UNPRINTABLE.sub("", line).split()) for line in text.splitlines())
    return unicodedata.normalize("NFC", "\n".join(filter(None, lines)))


def read(file: IO[bytes], job: Job, answer: Answer) -> str:
    """Returns the problem, "" where there is none."""
    try:
        _reader(file, job)(file, job, answer)
    except Refused as refused:
        return str(refused)
    except (MemoryError, ImportError):  # a library that finds no room is not imported
        return TOO_LARGE
    except Exception:  # noqa: BLE001 - parsers raise anything over a bad file
        return BROKEN
    return ""


def _reader(file: IO[bytes], job: Job) -> Callable[[IO[bytes], Job, Answer], None]:
    """By what the file begins with, and only if that says nothing by its suffix. Raises Refused."""
    head = file.read(len(OLE))
    file.seek(0)
    if head.startswith(b"%PDF-"):
        return _read_pdf
    if head.startswith(ZIP):
        return _read_package
    if head.startswith(OLE):
        return _read_ole
    if head.startswith(b"{\\rtf"):
        return _read_rtf
    if job["suffix"] == "pdf":
        return _read_pdf  # something may stand before its beginning
    if job["suffix"] in {"html", "htm"}:
        return _read_html
    if job["suffix"] in {"txt", "csv"}:
        return _read_text
    raise Refused(BROKEN)


def _read_pdf(file: IO[bytes], job: Job, answer: Answer) -> None:
    import pypdfium2
    from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY

    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        raise Refused(ENCRYPTED if error.err_code in {FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY} else BROKEN) from error
    pages = len(document)
    unreadable = 0
    for number in range(pages):
        try:
            answer.add(_page_text(document, number))
        except pypdfium2.PdfiumError:
            unreadable += 1
        answer.end_page()
    if unreadable == pages:
        raise Refused(BROKEN)
    if answer.letters < FEWEST_LETTERS * pages:
        raise Refused(NO_TEXT)


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    text_page = page.get_textpage()
    text = text_page.get_text_bounded()
    text_page.close()
    page.close()
    return HYPHEN.sub(_rejoined, text)


def _rejoined(hyphen: re.Match[str]) -> str:
    word = hyphen.group(1)
    if word in SECOND_OF_TWO:
        return f"- {word}"
    return word if word[:1].islower() else f"-{word}"


def _read_ole(file: IO[bytes], job: Job, answer: Answer) -> None:
    """Office wraps an encrypted document into the container of its old formats, which themselves are not read."""
    before = b""
    while block := file.read(BLOCK):
        if ENCRYPTED_PACKAGE in before + block:
            raise Refused(ENCRYPTED)
        before = block[-len(ENCRYPTED_PACKAGE) :]
    raise Refused(UNKNOWN_FORMAT)


def _read_package(file: IO[bytes], job: Job, answer: Answer) -> None:
    with zipfile.ZipFile(file) as package:
        _check_package(package, job)
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
            _read_workbook(file, answer)
        else:
            raise Refused(UNKNOWN_FORMAT)


def _check_package(package: zipfile.ZipFile, job: Job) -> None:
    """By what the entries declare of themselves; ``zipfile`` unpacks no more than that. Raises Refused."""
    entries = package.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > job["unpacked"]:
        raise Refused(TOO_LARGE)
    for entry in entries:
        if entry.flag_bits & 1:
            raise Refused(ENCRYPTED)
        if entry.file_size > LARGE_ENTRY and entry.file_size > LARGEST_RATIO * entry.compress_size:
            raise Refused(TOO_LARGE)


@dataclass(frozen=True)
class Markup:
    """Local names of the elements that matter; elsewhere than in ``texts`` there is no text to read."""

    texts: frozenset[str]
    blocks: frozenset[str]  # begin and end a line
    breaks: dict[str, str]
    skipped: frozenset[str]
    page: str = ""


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
OPENDOCUMENT_PAGES = {"text": "text", "spreadsheet": "table", "presentation": "page"}
HTML_BLOCKS = """
    address article aside blockquote caption dd div dl dt figcaption footer form h1 h2 h3 h4 h5 h6 header hr html
    li main nav ol option p pre section
    td th title tr ul
"""
HTML = Markup(
    texts=frozenset({"html"}),
    blocks=frozenset(HTML_BLOCKS.split()),
    breaks={"br": "\n"},
    skipped=frozenset({"script", "style", "template"}),
)


class TextOf:
    """What lxml's parsers report to, so that no tree is built."""

    def __init__(self, markup: Markup, answer: Answer) -> None:
        self.markup = markup
        self.answer = answer
        self.texts = self.skipped = self.pages = 0

    def start(self, tag: str, attributes: Any) -> None:
        name = tag.rpartition("}")[2]
        if self.skipped or name in self.markup.skipped:
            self.skipped += 1
            return
        self.texts += name in self.markup.texts
        self.pages += name == self.markup.page
        if name in self.markup.blocks:
            self.answer.add("\n")
        elif name in self.markup.breaks:
            self.answer.add(self.markup.breaks[name])

    def end(self, tag: str) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        name = tag.rpartition("}")[2]
        self.texts -= name in self.markup.texts
        if name in self.markup.blocks:
            self.answer.add("\n")
        if name == self.markup.page:
            self.pages -= 1
            if not self.pages:
                self.answer.end_page()

    def data(self, text: str) -> None:
        if self.texts and not self.skipped:
            self.answer.add(text)

    def close(self) -> None:
        """Asked for by lxml."""


class TextOfPart(TextOf):
    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """Office formats have none; whoever writes one wants to define entities that grow."""
        raise Refused(BROKEN)


def _read_part(package: zipfile.ZipFile, part: str, markup: Markup, answer: Answer) -> None:
    from lxml import etree

    parser = etree.XMLParser(target=TextOfPart(markup, answer), resolve_entities=False, no_network=True)
    with package.open(part) as stream:
        while block := stream.read(BLOCK):
            parser.feed(block)
    parser.close()


def _read_opendocument(package: zipfile.ZipFile, answer: Answer) -> None:
    kind = package.read("mimetype").decode("ascii", "replace").strip()
    page = OPENDOCUMENT_PAGES.get(kind.removeprefix(OPENDOCUMENT).removesuffix("-template"))
    if page is None or not kind.startswith(OPENDOCUMENT):
        raise Refused(UNKNOWN_FORMAT)
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Refused(ENCRYPTED)
    paragraphs = frozenset({"p", "h"})
    markup = Markup(paragraphs, paragraphs, {"s": " ", "tab": "\t", "line-break": "\n"}, OPENDOCUMENT_SKIPPED, page)
    _read_part(package, "content.xml", markup, answer)


def _read_word(package: zipfile.ZipFile, main: str, answer: Answer) -> None:
    notes = [part for kind, part in _relations(package, main).values() if kind in {"footnotes", "endnotes"}]
    for part in (main, *notes):
        if part in package.namelist():
            _read_part(package, part, OFFICE, answer)
    answer.end_page()


def _read_presentation(package: zipfile.ZipFile, main: str, answer: Answer) -> None:
    relations = _relations(package, main)
    for slide in _xml(package.read(main)).iter("{*}sldId"):
        reference = next((value for name, value in slide.attrib.items() if name.endswith("}id")), "")
        part = relations.get(reference, ("", ""))[1]
        if part in package.namelist():
            _read_part(package, part, OFFICE, answer)
        answer.end_page()


def _read_workbook(file: IO[bytes], answer: Answer) -> None:
    from python_calamine import CalamineWorkbook

    file.seek(0)
    workbook = CalamineWorkbook.from_filelike(file)
    for number in range(len(workbook.sheet_names)):
        for row in workbook.get_sheet_by_index(number).iter_rows():
            answer.add(
                " ".join(f"{cell:.15g}" if isinstance(cell, float) else str(cell) for cell in row if cell != "") + "\n"
            )
        answer.end_page()


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


def _read_rtf(file: IO[bytes], job: Job, answer: Answer) -> None:
    from striprtf.striprtf import rtf_to_text

    to_text: Callable[..., str] = rtf_to_text  # untyped
    answer.add(to_text(PICTURE.sub(b"", file.read()).decode("latin-1"), errors="replace"))
    answer.end_page()


def _read_html(file: IO[bytes], job: Job, answer: Answer) -> None:
    from lxml import etree

    text = _decoded(file.read())
    if text.strip():
        parser = etree.HTMLParser(target=TextOf(HTML, answer), encoding="utf-8", no_network=True)
        parser.feed(text.encode("utf-8", "replace"))
        parser.close()
    answer.end_page()


def _read_text(file: IO[bytes], job: Job, answer: Answer) -> None:
    answer.add(_decoded(file.read()))
    answer.end_page()


def _decoded(data: bytes) -> str:
    """Raises Refused where it is no text.

    Guessing comes last: for a few words with umlauts it is wrong as often as not.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    text = _as_utf8(data) or _as_western(data) or _guessed(data)
    if len(CONTROLS.findall(text)) > MOST_CONTROLS * len(text):
        raise Refused(UNKNOWN_FORMAT)
    return text


def _as_utf8(data: bytes) -> str:
    with suppress(UnicodeDecodeError):
        return data.decode("utf-8")
    return ""


def _as_western(data: bytes) -> str:
    with suppress(UnicodeDecodeError):
        text = data.decode("cp1252")
        if WESTERN.issuperset(character for character in set(text) if not character.isascii()):
            return text
    return ""


def _guessed(data: bytes) -> str:
    import charset_normalizer

    best = charset_normalizer.from_bytes(data, cp_isolation=GUESSED).best() if data else None
    if best is None and data:
        raise Refused(UNKNOWN_FORMAT)
    return str(best or "")


def main(job: Job) -> None:
    guest.limit(memory=job["memory"], open_files=OPEN_FILES, seconds=job["seconds"], alone=True)
    answer = Answer(guest.answers(), pages=job["pages"], characters=job["characters"])
    with sys.stdin.buffer as file:
        answer.end(read(file, job, answer))
    guest.end()


if __name__ == "__main__":
    main(cast("Job", guest.arguments()))
