"""Plain text of the content files as rich text: blank lines part paragraphs, "- " and "1. " make lists, ** makes
bold."""

from __future__ import annotations

import re
from html import escape
from itertools import groupby

BULLET = re.compile(r"^- ")
NUMBER = re.compile(r"^\d+\. ")
BOLD = re.compile(r"\*\*(.+?)\*\*")


def rich_text(plain: str) -> str:
    return "".join(_paragraph(part) for part in re.split(r"\n\s*\n", plain.strip()))


def _paragraph(part: str) -> str:
    html = []
    for tag, lines in groupby(part.splitlines(), key=_tag_of):
        if tag == "p":
            html.append(f"<p>{_inline(' '.join(lines))}</p>")
        else:
            marker = BULLET if tag == "ul" else NUMBER
            items = "".join(f"<li>{_inline(marker.sub('', line))}</li>" for line in lines)
            html.append(f"<{tag}>{items}</{tag}>")
    return "".join(html)


def _tag_of(line: str) -> str:
    if BULLET.match(line):
        return "ul"
    return "ol" if NUMBER.match(line) else "p"


def _inline(text: str) -> str:
    return BOLD.sub(r"<b>\1</b>", escape(text.strip(), quote=False))
