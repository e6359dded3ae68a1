"""What a file is, by what stands in it. Its name and what a browser says of it are claims of whoever sends it.

Read here are a few kilobytes at its beginning, the list of contents of a package and, of a text, its characters;
nothing is unpacked or decoded. What needs a parser is done by programs that may die (``papers.programs``).
"""

from __future__ import annotations

import codecs
import re
import struct
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from papers.files.names import suffix_of

if TYPE_CHECKING:
    from django.core.files.base import File

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
OFFICE = "application/vnd.openxmlformats-officedocument"
XLSX = f"{OFFICE}.spreadsheetml.sheet"
OPEN = "application/vnd.oasis.opendocument"

# What a reader can be expected to open, and what the archive accepts.
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".docx": f"{OFFICE}.wordprocessingml.document",
    ".jpeg": JPEG,
    ".jpg": JPEG,
    ".odp": f"{OPEN}.presentation",
    ".ods": f"{OPEN}.spreadsheet",
    ".odt": f"{OPEN}.text",
    ".pdf": PDF,
    ".png": PNG,
    ".pptx": f"{OFFICE}.presentationml.presentation",
    ".rtf": "application/rtf",
    ".txt": "text/plain",
    ".xlsx": XLSX,
}
IMAGES = frozenset({PNG, JPEG, "image/gif", "image/webp"})
# What puremagic calls the suffix of a file that begins like this.
RECOGNIZED = {
    PDF: ".pdf",
    PNG: ".png",
    JPEG: ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "application/rtf": ".rtf",
}
FOLDERS = {b"word/": ".docx", b"xl/": ".xlsx", b"ppt/": ".pptx"}
MACROS = re.compile(rb"(?:^|/)(?:vbaproject\.bin|vbadata\.xml|basic/|scripts/|macrosheets/|activex/)", re.IGNORECASE)

HEAD = 4096  # bytes
BLOCK = 256 * 1024
LONGEST_DIRECTORY = 1024 * 1024  # bytes of the list of contents of a package
END_OF_DIRECTORY = b"PK\x05\x06"
ENTRY = b"PK\x01\x02"
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype|<html|<svg|<\?|<script|#!)", re.IGNORECASE)
UNWRITTEN = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def media_type_of(file: File[bytes], name: str) -> str:
    """The type of a file that is what its name says. Raises ValidationError with a sentence for whoever sends it."""
    suffix = suffix_of(name)
    if suffix not in MEDIA_TYPES:
        raise ValidationError(
            _("Files of this type are not accepted. Accepted are: %(types)s.") % {"types": ", ".join(MEDIA_TYPES)}
        )
    media_type = MEDIA_TYPES[suffix]
    try:
        is_one = _is_text(file) if media_type.startswith("text/") else _type_by_content(file) == media_type
    finally:
        file.seek(0)
    if not is_one:
        raise ValidationError(
            _(
                "The content of the file is not what its name says (%(suffix)s). Save it anew in this format, without "
                "a password."
            )
            % {"suffix": suffix}
        )
    return media_type


def image_type_of(head: bytes) -> str | None:
    """``head``: what an image begins with. None for what a browser does not show as an image."""
    return next((media_type for media_type in IMAGES if _begins_as(head, media_type)), None)


def begins_as_said(head: bytes, media_type: str) -> bool:
    """Whether a file that begins like this can be of this type; only asked of what is recognized by its beginning."""
    return media_type in RECOGNIZED and _begins_as(head, media_type)


def _begins_as(head: bytes, media_type: str) -> bool:
    wanted = RECOGNIZED[media_type]
    return any(match.extension == wanted and match.offset == 0 for match in _matches(head))


def _matches(head: bytes) -> list[Any]:
    try:
        return list(puremagic.magic_string(head))
    except (puremagic.PureError, ValueError):  # nothing it knows, or nothing at all
        return []


def _type_by_content(file: IO[bytes] | File[bytes]) -> str | None:
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(b"PK\x03\x04"):
        return _type_of_package(file, head)
    return next((media_type for media_type in RECOGNIZED if _begins_as(head, media_type)), None)


# --- packages: office documents are zip archives


def _type_of_package(file: Any, head: bytes) -> str | None:
    """Raises ValidationError for one with macros."""
    names = list(_names_in(file))
    if any(MACROS.search(name) for name in names):
        raise ValidationError(_("The file contains macros. Save it without them."))
    if head[30:38] == b"mimetype":  # the first entry of an OpenDocument, stored as it is
        length = int.from_bytes(head[18:22], "little")
        found = head[38 + int.from_bytes(head[28:30], "little") :][:length].decode("ascii", "replace").strip()
        return found if found in MEDIA_TYPES.values() else None
    if b"[Content_Types].xml" not in names:
        return None
    kinds = {suffix for folder, suffix in FOLDERS.items() if any(name.startswith(folder) for name in names)}
    return MEDIA_TYPES[kinds.pop()] if len(kinds) == 1 else None


def _names_in(file: Any) -> Iterator[bytes]:
    """Names of what a package holds, out of its directory. Read by hand: ``zipfile`` takes one of any length into
    memory."""
    size = file.seek(0, 2)
    tail_at = max(0, size - 22 - 65535)  # the record and the longest comment behind it
    file.seek(tail_at)
    tail = file.read()
    at = tail.rfind(END_OF_DIRECTORY)
    if at < 0 or len(tail) - at < 22:
        return
    length, start = struct.unpack("<II", tail[at + 12 : at + 20])
    if length > LONGEST_DIRECTORY or start + length > size:
        return
    file.seek(start)
    directory = file.read(length)
    position = 0
    while directory[position : position + 4] == ENTRY and len(directory) >= position + 46:
        name, extra, comment = struct.unpack("<HHH", directory[position + 28 : position + 34])
        yield directory[position + 46 : position + 46 + name]
        position += 46 + name + extra + comment


# --- text, which begins with anything


def _is_text(file: Any) -> bool:
    """In UTF-8, UTF-16 with its mark, or the Latin letters of old programs; without characters nobody writes, and no
    page or program."""
    file.seek(0)
    head = file.read(HEAD)
    if MARKUP.match(head):
        return False
    file.seek(0)
    encodings = ["utf-16"] if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ["utf-8", "cp1252"]
    return any(_reads_as(file, encoding) for encoding in encodings)


def _reads_as(file: Any, encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while block := file.read(BLOCK):
            if UNWRITTEN.search(decoder.decode(block)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
