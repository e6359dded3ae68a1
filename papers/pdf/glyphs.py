"""Which characters the fonts of our documents can print.

PDF/UA and PDF/A refuse a document with a character that no font has, and a released paper must not fail over one emoji.
So every text is made printable before it is typeset; what that replaces is reported to the author beforehand
(``preflight``)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

# Packages, not files of ours; no system fonts either: a document looks the same wherever it is made.
FONT_PACKAGES = (
    "fontpkg_noto_sans",
    "fontpkg_noto_sans_devanagari",
    "fontpkg_ibm_plex_sans_arabic",
    "noto_cjk_sans_jp_regular",
)
REPRESENTATIVES = (
    "NotoSans[wdth,wght].ttf",
    "NotoSansDevanagari[wdth,wght].ttf",
    "IBMPlexSansArabic-Regular.ttf",
    "NotoSansCJKjp-Regular.otf",
)
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Joiners and non-joiners shape Arabic and Hindi, marks of direction order them; all other format characters (Cf) are
# left out.
KEPT_FORMATS = frozenset(
    "\N{SOFT HYPHEN}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}"
)
UNSAFE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})  # what shows nothing, means nothing, or PDF/A forbids (private use)
MARKS = frozenset({"Mn", "Mc", "Me"})


@cache
def font_folders() -> list[str]:
    """Raises LookupError where a package is not installed."""
    folders = []
    for name in FONT_PACKAGES:
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            raise LookupError(f"The font package {name} is not installed.")
        folders.append(str(Path(spec.origin).parent))
    return folders


def repertoires() -> Iterator[frozenset[int]]:
    """Yields for each font the code points it has glyphs for. The first font has all that most papers need; the last
    takes a quarter of a second to read."""
    return map(_repertoire, font_folders())


@cache
def _repertoire(folder: str) -> frozenset[int]:
    [path] = [path for path in Path(folder).rglob("*") if path.name in REPRESENTATIVES]
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def unprintable(text: str) -> list[str]:
    """What a reader would miss, each once, in the order met. Characters that nobody sees are not among them, control
    characters are."""
    found = dict.fromkeys(
        cluster for cluster in _clusters(text) if not _is_printable(cluster) and not _is_ignorable(cluster)
    )
    return list(found)


def name_of(character: str) -> str:
    """``U+1F600 GRINNING FACE``."""
    code = ord(character[0])
    name = unicodedata.name(character[0], "")
    return f"U+{code:04X} {name}".rstrip()


def printable(text: str) -> str:
    """The same text with a replacement character for what no font has."""
    if _is_plain(text):
        return text
    return "".join(_printable(cluster) for cluster in _clusters(text))


def sanitised(content: Any) -> Any:
    """The content of a document with every text in it printable."""
    if isinstance(content, str):
        return printable(content)
    if isinstance(content, list):
        return [sanitised(part) for part in content]
    if isinstance(content, dict):
        return {key: sanitised(part) for key, part in content.items()}
    return content


def _is_plain(text: str) -> bool:
    """Nothing in it has to be looked at together with its neighbours: nearly every text of a paper, and quickly
    said."""
    return unicodedata.is_normalized("NFC", text) and all(map(_stands_alone, set(text)))


@cache
def _stands_alone(character: str) -> bool:
    return character not in KEPT_FORMATS and unicodedata.category(character) not in MARKS and _is_printable(character)


def _clusters(text: str) -> Iterator[str]:
    """A character with the marks and joiners that belong to it: they have to come from the same font."""
    cluster = ""
    for character in unicodedata.normalize("NFC", text.replace("\r\n", "\n")):
        if cluster and (character in KEPT_FORMATS or unicodedata.category(character) in MARKS):
            cluster += character
        else:
            if cluster:
                yield cluster
            cluster = character
    if cluster:
        yield cluster


def _is_printable(cluster: str) -> bool:
    if unicodedata.category(cluster[0]) in UNSAFE and cluster[0] not in KEPT_FORMATS:
        return False
    codes = {ord(character) for character in cluster if character not in KEPT_FORMATS}
    return any(codes <= repertoire for repertoire in repertoires())


def _is_ignorable(cluster: str) -> bool:
    """Line ends and tabs are spaces; other format characters (as byte order marks) say nothing by themselves, nor does
    the look of an emoji."""
    return cluster[0] in "\n\t" or unicodedata.category(cluster[0]) == "Cf" or "\ufe00" <= cluster[0] <= "\ufe0f"


def _printable(cluster: str) -> str:
    if _is_printable(cluster):
        return cluster
    if cluster[0] in "\n\t\r\v\f":
        return " "
    if _is_ignorable(cluster):
        return ""
    return cluster[0] if len(cluster) > 1 and _is_printable(cluster[0]) else REPLACEMENT
