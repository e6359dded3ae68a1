"""What an office document holds and does not show. Found by the marks its parts contain; nothing is interpreted."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO

BLOCK = 256 * 1024
OVERLAP = 512  # bytes a mark may have
MOST_ENTRIES = 10_000
UNPACKED = 200 * 1024 * 1024  # bytes read of all parts together

# By the name of the part: code and mark.
MARKS = [
    (
        re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml"),
        {
            "tracked_changes": rb"<\w+:(?:ins|del|moveFrom|moveTo)\s",
            "hidden_text": rb"<\w+:vanish(?:\s*/>|>|\s(?!\w+:val=\"(?:0|false|off)\"))",
        },
    ),
    (re.compile(r"word/comments\.xml"), {"comments": rb"<\w+:comment\s"}),
    (re.compile(r"xl/workbook\.xml"), {"hidden_sheets": rb"<(?:\w+:)?sheet\s[^>]*state=\"(?:hidden|veryHidden)\""}),
    (
        re.compile(r"xl/worksheets/[^/]+\.xml"),
        {
            "hidden_rows": rb"<(?:\w+:)?row\s[^>]*hidden=\"(?:1|true)\"",
            "hidden_columns": rb"<(?:\w+:)?col\s[^>]*hidden=\"(?:1|true)\"",
        },
    ),
    (
        re.compile(r"xl/(?:threadedComments/|comments).*\.xml"),
        {"comments": rb"<(?:\w+:)?(?:threadedC|c)omment\s"},
    ),
    (re.compile(r"ppt/slides/[^/]+\.xml"), {"hidden_slides": rb"<\w+:sld\s[^>]*show=\"(?:0|false)\""}),
    (re.compile(r"ppt/comments/.*\.xml"), {"comments": rb"<\w+:cm\s"}),
    (re.compile(r"ppt/notesSlides/[^/]+\.xml"), {"speaker_notes": rb"<a:t>[^<]*[A-Za-z]{3}"}),
    (
        re.compile(r"(?:content|styles)\.xml"),
        {
            "tracked_changes": rb"<text:changed-region\s",
            "comments": rb"<office:annotation[\s>]",
            "hidden_text": rb"text:display=\"none\"|<text:hidden-(?:text|paragraph)\s",
            "hidden_rows": rb"<table:table-row\s[^>]*table:visibility=\"(?:collapse|filter)\"",
            "hidden_columns": rb"<table:table-column\s[^>]*table:visibility=\"(?:collapse|filter)\"",
            "hidden_sheets": rb"<style:table-properties\s[^>]*table:display=\"false\"",
        },
    ),
]
EMBEDDED = re.compile(r"(?:word|xl|ppt)/embeddings/|Object \d+/content\.xml")
PEOPLE = re.compile(r"docProps/core\.xml|meta\.xml")
PERSON = re.compile(rb"<(?:dc:creator|cp:lastModifiedBy|meta:initial-creator)>([^<]{1,200})</")


def findings(file: IO[bytes]) -> Iterator[tuple[str, str]]:
    left = UNPACKED
    with zipfile.ZipFile(file) as package:
        for entry in package.infolist()[:MOST_ENTRIES]:
            if EMBEDDED.match(entry.filename):
                yield "embedded_files", ""
            marks = [marks for name, marks in MARKS if name.fullmatch(entry.filename)]
            is_about_people = PEOPLE.fullmatch(entry.filename)
            if not marks and not is_about_people:
                continue
            with package.open(entry) as part:
                before = b""
                while (block := part.read(min(BLOCK, left))) and left > 0:
                    left -= len(block)
                    text = before + block
                    for code, mark in (item for found in marks for item in found.items()):
                        if re.search(mark, text):
                            yield code, ""
                    if is_about_people:
                        for name in PERSON.findall(text):
                            yield "author", name.decode("utf-8", "replace")
                    before = block[-OVERLAP:]
