"""A file is what stands in it; its name has to agree."""

from __future__ import annotations

import io
import struct

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from papers.files.kinds import MEDIA_TYPES, image_type_of, media_type_of
from tests.factories import files

EACH = {
    ".csv": "Straße;Kosten\nLindenallee;17\n".encode("cp1252"),
    ".docx": files.word(),
    ".jpeg": files.photo(),
    ".jpg": files.photo(),
    ".odp": files.open_document("presentation"),
    ".ods": files.open_document("spreadsheet"),
    ".odt": files.open_document("text"),
    ".pdf": b"%PDF-1.7\n",
    ".png": files.photo("PNG"),
    ".pptx": files.slides(),
    ".rtf": b"{\\rtf1\\ansi Ein Vertrag.}",
    ".txt": "Ein Satz über Libellen.".encode(),
    ".xlsx": files.workbook(),
}


def type_of(content, suffix):
    return media_type_of(ContentFile(content), f"datei{suffix}")


def test_every_accepted_type_is_recognized():
    assert {suffix: type_of(content, suffix) for suffix, content in EACH.items()} == MEDIA_TYPES


@pytest.mark.parametrize("content", EACH, ids=lambda suffix: f"content{suffix}")
def test_no_content_goes_under_the_name_of_another_type(content):
    same = {suffix for suffix in EACH if MEDIA_TYPES[suffix] == MEDIA_TYPES[content]}
    if content in (".csv", ".txt", ".rtf", ".pdf"):  # a text reads as either; so do these two, shown as text
        same |= {".csv", ".txt"}

    taken = set()
    for suffix in EACH:
        try:
            type_of(EACH[content], suffix)
        except ValidationError:
            continue
        taken.add(suffix)

    assert taken == same


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"MZ\x90\x00" + bytes(60), ".pdf"),
        (b"MZ\x90\x00" + bytes(60), ".txt"),
        (b"<!DOCTYPE html><script>alert(1)</script>", ".txt"),
        (b"\xef\xbb\xbf <svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", ".csv"),
        (b"<?php system($_GET[0]);", ".txt"),
        (b"#!/bin/sh\nrm -r /", ".txt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), ".docx"),  # protected by a password, or of 1997
        (b"junk %PDF-1.7", ".pdf"),
        (files.photo("GIF"), ".png"),
        (files.workbook(), ".docx"),
        (b"PK\x03\x04 no archive", ".docx"),
        (files.word(parts=[("xl/workbook.xml", b"<a/>")]), ".docx"),  # two in one
    ],
)
def test_what_is_something_else_is_refused(content, suffix):
    with pytest.raises(ValidationError, match="Inhalt|content of the file"):
        type_of(content, suffix)


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (files.word(parts=[("word/vbaProject.bin", b"x")]), ".docx"),
        (files.word(parts=[("word/VBAPROJECT.BIN", b"x")]), ".docx"),
        (files.open_document(parts=[("Basic/Standard/Module1.xml", b"x")]), ".odt"),
        (files.open_document(parts=[("Scripts/python/a.py", b"x")]), ".odt"),
    ],
)
def test_macros_are_refused(content, suffix):
    with pytest.raises(ValidationError, match=r"[Mm]a[ck]ro"):
        type_of(content, suffix)


def test_a_directory_that_says_it_is_endless_is_not_read():
    content = files.word()
    at = content.rfind(b"PK\x05\x06")
    lying = content[: at + 12] + struct.pack("<II", 0xFFFFFFFF, 0) + content[at + 20 :]

    with pytest.raises(ValidationError):
        type_of(lying, ".docx")


def test_a_text_may_begin_like_anything():
    for text in ("BMW und andere", "{1} Anlage", "PK ist kein Archiv", "%! Achtung"):
        assert type_of(text.encode(), ".txt") == "text/plain"
    assert type_of("Libellen".encode("utf-16"), ".txt") == "text/plain"


def test_the_file_is_left_at_its_beginning():
    file = ContentFile(files.word())
    media_type_of(file, "a.docx")
    assert file.tell() == 0


def test_an_image_is_known_by_what_it_begins_with():
    found = [image_type_of(files.photo(form)[:4096]) for form in ("PNG", "JPEG", "GIF", "WEBP", "TIFF")]

    assert found == ["image/png", "image/jpeg", "image/gif", "image/webp", None]
    assert image_type_of(b"") is image_type_of(b"<svg onload='alert(1)'/>") is None
    assert io.BytesIO(files.photo()).read(2) == b"\xff\xd8"
