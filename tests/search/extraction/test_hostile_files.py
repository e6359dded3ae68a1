"""Files made to exhaust whoever reads them."""

from __future__ import annotations

import os
import zlib

import openpyxl
import pytest

from search import extraction
from search.extraction import Extracted, Limits, Problem, extract
from tests.search.extraction.files import (
    SHORT,
    archive,
    changed,
    odt,
    pdf,
    saved,
    sheets,
    slides,
    word,
)

BILLION_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "haha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
)


# What is meant to harm


def test_zip_bombs(read):
    assert read(
        archive({"[Content_Types].xml": b"", "word/document.xml": bytes(11 * 1024 * 1024)}), "docx"
    ) == Extracted([], Problem.TOO_LARGE)
    assert read(
        archive({f"{number}": os.urandom(600) for number in range(4)}), "docx", Limits(unpacked=2000)
    ) == Extracted([], Problem.TOO_LARGE)
    assert read(archive({f"{number}": b"" for number in range(10_001)}), "docx") == Extracted([], Problem.TOO_LARGE)


def test_a_size_declared_too_small_is_not_exceeded(read):
    written = bytearray(word("Text " * 100_000))
    entry = written.index(b"word/document.xml", written.index(b"PK\x01\x02")) - 46
    written[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    assert read(bytes(written), "docx") == Extracted([], Problem.BROKEN)


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (
            "docx",
            changed(
                word("x"),
                "word/document.xml",
                lambda xml: BILLION_LAUGHS + xml.partition("?>")[2].replace(">x<", ">&a9;<"),
            ),
        ),
        (
            "pptx",
            changed(
                slides("x"),
                "ppt/slides/slide1.xml",
                lambda xml: BILLION_LAUGHS + xml.partition("?>")[2].replace(">x<", ">&a9;<"),
            ),
        ),
        ("odt", odt("&a9;", before=BILLION_LAUGHS)),
    ],
)
def test_entity_bombs(read, suffix, content):
    assert read(content, suffix) == Extracted([], Problem.BROKEN)


def test_entity_bomb_in_a_workbook(read):
    written = changed(
        sheets([["x"]]), "xl/sharedStrings.xml", lambda xml: BILLION_LAUGHS + xml.replace(">x<", ">&a9;<")
    )
    assert "haha" not in "".join(read(written, "xlsx").pages)


def test_entities_cannot_read_other_files(read, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    written = odt("&a;", before=f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]>')
    assert read(written, "odt") == Extracted([], Problem.BROKEN)


@pytest.mark.parametrize(
    ("suffix", "content", "expected"),
    [
        ("pdf", b"%PDF-1.7\n" + b"[" * 1_000_000, Extracted([], Problem.BROKEN)),
        (
            "docx",
            changed(
                word("x"), "word/document.xml", lambda xml: xml.replace("<w:body>", "<w:body>" + "<w:p>" * 100_000)
            ),
            Extracted(["x"], Problem.BROKEN),
        ),
        ("rtf", b"{\\rtf1 " + b"{" * 200_000, Extracted([""])),
        ("html", b"<p>" * 100_000 + b"unten", Extracted(["unten"])),
    ],
)
def test_deep_nesting(read, suffix, content, expected):
    assert read(content, suffix) == expected


def test_pdf_whose_content_does_not_fit_into_memory(read):
    bomb = zlib.compress(b"BT " + b" " * 200_000_000, 1)
    assert read(pdf("", stream=bomb), "pdf", Limits(memory=150 * extraction.MEBIBYTE)) == Extracted(
        [], Problem.TOO_LARGE
    )


def test_file_that_does_not_fit_into_memory(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(300 * extraction.MEBIBYTE)
    assert extract(path, suffix="txt", limits=Limits(memory=128 * extraction.MEBIBYTE)) == Extracted(
        [], Problem.TOO_LARGE
    )


def test_a_sheet_with_one_cell_in_its_last_corner(read):
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "vorn"
    workbook.active["XFD1048576"] = "hinten"
    assert read(saved(workbook), "xlsx") == Extracted([], Problem.TOO_LARGE)


def test_too_many_pages(read):
    content = pdf(*(f"Dies ist die Seite {number}" for number in range(1, 10_001)))
    read_in_part = read(content, "pdf")
    assert (len(read_in_part.pages), read_in_part.pages[-1], read_in_part.problem) == (
        2000,
        "Dies ist die Seite 2000",
        Problem.TOO_LARGE,
    )


def test_too_much_text(read):
    assert read("Ä".encode() * 100, "txt", Limits(characters=10)) == Extracted(["Ä" * 10], Problem.TOO_LARGE)
    assert read(pdf("Seite eins", "Seite zwei"), "pdf", Limits(characters=15)) == Extracted(
        ["Seite eins", "Seite"], Problem.TOO_LARGE
    )


# The process


def test_endless_file(endless):
    path, _end = endless
    assert extract(path, suffix="txt", limits=SHORT) == Extracted([], Problem.TOO_SLOW)
