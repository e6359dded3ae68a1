"""What cannot be read is said, and why."""

from __future__ import annotations

import pytest

from search.extraction import Extracted, Problem, extract
from search.formats import office
from tests.search.extraction.files import (
    archive,
    odt,
    opendocument,
    pdf,
    sheets,
    slides,
    word,
)

OLE_HEADER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8


ENCRYPTION = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]" % (
    b"41" * 32,
    b"42" * 32,
)


# What is wrong with files


def test_encrypted_pdf(read):
    assert read(pdf("Geheim", trailer=ENCRYPTION), "pdf") == Extracted([], Problem.ENCRYPTED)
    assert read(pdf("Geheim", trailer=ENCRYPTION.replace(b"Standard", b"Other")), "pdf") == Extracted(
        [], Problem.ENCRYPTED
    )


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "pptx"])
@pytest.mark.parametrize("distance", [1024, office.BLOCK - 515])
def test_encrypted_office_file(read, suffix, distance):
    assert read(OLE_HEADER + b"\0" * distance + "EncryptedPackage".encode("utf-16-le"), suffix) == Extracted(
        [], Problem.ENCRYPTED
    )


def test_encrypted_opendocument(read):
    assert read(odt("?", encryption="<encryption-data/>"), "odt") == Extracted([], Problem.ENCRYPTED)


def test_encrypted_zip_entries(read):
    written = bytearray(word("Geheim"))
    written[written.index(b"PK\x01\x02") + 8] |= 1
    assert read(bytes(written), "docx") == Extracted([], Problem.ENCRYPTED)


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        ("pdf", pdf("Text " * 20)),
        ("docx", word("Text")),
        ("odt", odt("Text")),
        ("pptx", slides("Text")),
        ("xlsx", sheets([["Text"]])),
    ],
)
def test_truncated_file(read, suffix, content):
    assert read(content[: len(content) // 2], suffix) == Extracted([], Problem.BROKEN)


@pytest.mark.parametrize("suffix", ["pdf", "docx", "odt", "rtf"])
@pytest.mark.parametrize("content", [b"", b"kein Dokument", PNG])
def test_not_what_it_calls_itself(read, suffix, content):
    assert read(content, suffix) == Extracted([], Problem.BROKEN)


@pytest.mark.parametrize("suffix", ["pdf", "txt", "xlsx"])
def test_the_content_counts_more_than_the_suffix(read, suffix):
    assert read(word("Größe"), suffix) == Extracted(["Größe"])


def test_text_that_begins_like_a_package_is_text(read):
    assert read(b"PKW-Verkehr", "txt") == Extracted(["PKW-Verkehr"])


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        ("png", PNG),
        ("", b"Text"),
        ("txt", PNG),
        ("docx", OLE_HEADER + "WordDocument".encode("utf-16-le")),
        ("docx", archive({"readme.txt": "Nur ein Archiv"})),
        ("odt", archive({"mimetype": "application/epub+zip"})),
        ("odt", opendocument("graphics", "")),
    ],
)
def test_unknown_format(read, suffix, content):
    assert read(content, suffix) == Extracted([], Problem.UNKNOWN_FORMAT)


def test_scan_without_text(read):
    assert read(pdf("", "Seite 2", ""), "pdf") == Extracted(["", "Seite 2", ""], Problem.NO_TEXT)


def test_pdf_without_pages(read):
    assert read(pdf(), "pdf") == Extracted([], Problem.BROKEN)


def test_a_file_that_is_not_there_is_no_bad_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        extract(tmp_path / "missing.pdf", suffix="pdf")
