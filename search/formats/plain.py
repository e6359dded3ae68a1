"""Text, and what is text with marks in it: HTML and RTF."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from contextlib import suppress
from typing import IO

from search.formats.markup import Markup, TextOf
from search.formats.pages import UNKNOWN_FORMAT, Pages, Refused

MOST_CONTROLS = 0.1  # of the characters of a text
CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\ufffd]")
PICTURE = re.compile(rb"[0-9a-fA-F\r\n]{512,}")  # in RTF; prose has spaces
# a word with its value, a group's beginning or end, or anything else
RTF_TOKEN = re.compile(r"\\([a-z]{1,32})(-?\d{1,10})? ?|([{}])|\\'[0-9a-fA-F]{2}|\\.|[^\\{}]+|\\", re.DOTALL)
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


def read_rtf(file: IO[bytes], answer: Pages) -> None:
    from striprtf.striprtf import rtf_to_text

    to_text: Callable[..., str] = rtf_to_text  # untyped
    answer.add(to_text(_shown_rtf(PICTURE.sub(b"", file.read()).decode("latin-1")), errors="replace"))
    answer.end_page()


def _shown_rtf(text: str) -> str:
    """Without what is hidden or was deleted with its change recorded. Both hold to the end of their group."""
    kept: list[str] = []
    hidden = [False]
    for token in RTF_TOKEN.finditer(text):
        word, value, brace = token.groups()
        if brace == "{":
            hidden.append(hidden[-1])
        elif brace and len(hidden) > 1:
            hidden.pop()
        elif word in ("v", "deleted", "webhidden"):
            hidden[-1] = value != "0"
        elif word == "plain":
            hidden[-1] = False
        if brace or not hidden[-1] or (word and word != "u"):
            kept.append(token[0])
    return "".join(kept)


def read_html(file: IO[bytes], answer: Pages) -> None:
    from lxml import etree

    text = _decoded(file.read())
    if text.strip():
        parser = etree.HTMLParser(target=TextOf(HTML, answer), encoding="utf-8", no_network=True)
        parser.feed(text.encode("utf-8", "replace"))
        parser.close()
    answer.end_page()


def read_text(file: IO[bytes], answer: Pages) -> None:
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
