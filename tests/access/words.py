"""Words that stand in one place only: whoever reads one has seen that part of that paper.

``qzaptitle`` is the title of the paper at the first stage (a) that is public (p). One expression finds them all, in a
page, a header, a file or a mail.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import pypdfium2
from openpyxl import load_workbook

from tests.factories import papers

TAKEN_OFF = "taken_off"  # the public, after its release
STAGES = (*papers.STAGES, TAKEN_OFF)
LEVELS = ("public", "non_public", "confidential")
COMMON = "Lindenallee"  # in every title; nobody's secret

# What of a paper a word stands for.
TEXT = ("title", "summary", "text")  # the text that is released; before that, the one there is
DRAFT = ("draft",)  # the text that is to replace what is released
ENGLISH = ("english",)  # a translation that is released
FRENCH = ("french",)  # a translation that is not
IMAGE = ("image",)
INTERNAL = ("remark", "reason")
ANNEXES = tuple(f"{part}{level[0]}" for part in ("annex", "inside", "file") for level in LEVELS)
NUMBER = ("number",)
PARTS = (*TEXT, *DRAFT, *ENGLISH, *FRENCH, *IMAGE, *INTERNAL, *ANNEXES)

CODES = {
    (stage, level): f"{letter}{level[0]}"
    for letter, stage in zip("abcdefghijkl", STAGES, strict=True)
    for level in LEVELS
}
OF_CODE = {code: cell for cell, code in CODES.items()}
SECRET = re.compile(rf"qz([a-l][pnc])({'|'.join(sorted(PARTS, key=len, reverse=True))})", re.IGNORECASE)

Cell = tuple[str, str]  # stage, level
Seen = set[tuple[str, str, str]]  # stage, level, part


def word(stage: str, level: str, part: str) -> str:
    return f"qz{CODES[stage, level]}{part}"


def seen_in(text: str) -> Seen:
    return {(*OF_CODE[found[1].lower()], found[2].lower()) for found in SECRET.finditer(text)}


def seen_in_numbers(text: str, numbers: dict[str, Cell]) -> Seen:
    """``numbers``: as ``0001/2026``; in addresses and file names they have a dash."""
    found = {"/".join(match) for match in re.findall(r"(?<!\d)(\d{4})[-/](2026)(?!\d)", text)}
    return {(*numbers[number], "number") for number in found if number in numbers}


def texts_of(response) -> Iterator[str]:
    """Everything somebody gets: what stands in the headers, and in the body, whatever kind of file that is."""
    yield " ".join(f"{name}: {value}" for name, value in response.headers.items())
    yield " ".join(morsel.OutputString() for morsel in response.cookies.values())
    body = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    if response.status_code != 206:  # a piece of a file cannot be read
        yield from texts_in(body, response.headers.get("Content-Type", ""))


def texts_in(body: bytes, media_type: str) -> Iterable[str]:
    if body[:5] == b"%PDF-":
        return pages_of(body)
    if "spreadsheet" in media_type:
        rows = load_workbook(io.BytesIO(body)).active.iter_rows()
        return [" ".join(str(cell.value) for cell in row) for row in rows]
    if media_type.startswith("image/"):
        return []
    text = body.decode()
    return [text.encode().decode("unicode_escape")] if "json" in media_type else [text]


@lru_cache(maxsize=64)
def pages_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]
