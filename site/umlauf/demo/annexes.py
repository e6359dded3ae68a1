"""Annexes as real files, made when they are loaded: text and CSV as they are, PDF written by hand.

A PDF of headings and paragraphs in a standard font is a page of code; a library for it would be one more thing to keep
up to date."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass

from django.core.files.base import ContentFile

from umlauf.demo.content import Annex

PAGE_HEIGHT, LEFT, TOP, BOTTOM = 842, 62, 780, 70


@dataclass(frozen=True)
class Style:
    font: str
    size: int
    leading: int
    columns: int  # characters that fit into a line
    space_before: int


HEADING = Style("F2", 14, 19, 60, 16)
TEXT = Style("F1", 11, 15, 86, 6)
BULLET = Style("F1", 11, 15, 84, 2)


def file_of(annex: Annex) -> ContentFile[bytes]:
    suffix = annex.filename.rsplit(".", 1)[-1]
    if suffix == "pdf":
        return ContentFile(write_pdf(annex.title, annex.text), name=annex.filename)
    encoding = "utf-8-sig" if suffix == "csv" else "utf-8"  # spreadsheets recognise umlauts by the mark
    return ContentFile(f"{annex.text.strip()}\n".encode(encoding), name=annex.filename)


def write_pdf(title: str, text: str) -> bytes:
    """A4 pages of ``text``; lines that start with "# " are headings, "- " bullets.

    The standard fonts are Western European: raises UnicodeEncodeError for letters Windows-1252 does not have.
    """
    pages = _pages(text)
    page_ids = [6 + 2 * index for index in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in page_ids)
    marked_title = f"\ufeff{title}".encode("utf-16-be").hex()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (de-DE) /ViewerPreferences << /DisplayDocTitle true >> >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        _font("Helvetica"),
        _font("Helvetica-Bold"),
        f"<< /Title <{marked_title}> /Producer (Umlauf) >>".encode(),
    ]
    for number, content in zip(page_ids, pages, strict=True):
        resources = "<< /Font << /F1 3 0 R /F2 4 0 R >> >>"
        objects.append(
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 {PAGE_HEIGHT}] /Resources {resources} /Contents "
                f"{number + 1} 0 R >>"
            ).encode()
        )
        objects.append(_stream(content))
    return _assemble(objects)


def _font(name: str) -> bytes:
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()


def _pages(text: str) -> list[bytes]:
    pages: list[list[bytes]] = [[]]
    height = TOP
    for line, style, space in _lines(text):
        height -= space + style.leading
        if height < BOTTOM:
            pages.append([])
            height = TOP
        pages[-1].append(
            b"BT /%s %d Tf 1 0 0 1 %d %d Tm (%s) Tj ET"
            % (style.font.encode(), style.size, LEFT, height, _encoded(line))
        )
    return [b"\n".join(page) for page in pages]


def _lines(text: str) -> list[tuple[str, Style, int]]:
    lines = []
    for paragraph in text.strip().splitlines():
        if not paragraph.strip():
            continue
        bullet = paragraph.startswith("- ")
        style = HEADING if paragraph.startswith("# ") else BULLET if bullet else TEXT
        wrapped = textwrap.wrap(re.sub(r"^(# |- )", "", paragraph), style.columns)
        for index, line in enumerate(wrapped):
            indent = ("•  " if index == 0 else "    ") if bullet else ""
            lines.append((indent + line, style, style.space_before if index == 0 else 0))
    return lines


def _encoded(line: str) -> bytes:
    return line.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _assemble(objects: list[bytes]) -> bytes:
    """Objects numbered from 1, the table of their offsets, and the trailer that points to catalogue (1) and document
    information (5)."""
    output = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(output))
        output += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(output)
    output += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    output += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    output += b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(output)
