"""How thousands of Japanese characters are cut so that a page loads few of them.

A font with all of them is a megabyte. A text uses two to three hundred, most of them common ones: those lie in small
files, the most common together. How common a character is, the dictionary says that Japanese is searched with."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from janome.sysdic import entries  # type: ignore[attr-defined]  # its __init__ says to ignore types in it

COMMON = 1200  # characters; nine of ten in a text of a council
TOGETHER = 24  # common ones in one file; fewer would be more files than they save bytes
BLOCK = 0x100  # code points that rare ones of one file lie within
SYLLABLES_AND_SIGNS = (range(0x3000, 0x30A0), range(0x30A0, 0x3100), range(0xFF00, 0xFFF0))
KANJI = range(0x4E00, 0xA000)
ANYTHING = (*KANJI, *(code for signs in SYLLABLES_AND_SIGNS for code in signs))
HALVED_BY = 600  # points of cost in the dictionary: its logarithm of how seldom a word is used


class Slice(NamedTuple):
    """``asked_for`` may be wider than what it holds, which is said in fewer words; no two overlap, or a browser would
    load both."""

    name: str
    holds: frozenset[int]
    asked_for: frozenset[int]


def slices() -> list[Slice]:
    common = _most_common()[:COMMON]
    found = []
    for start in range(KANJI.start, KANJI.stop, BLOCK):
        block = frozenset(range(start, start + BLOCK)) - frozenset(common)
        if rare := block & _kanji():
            found.append(Slice(f"rare-{start:x}", rare, block))
    for number, start in enumerate(range(0, len(common), TOGETHER)):
        held = frozenset(common[start : start + TOGETHER])
        found.append(Slice(f"common-{number}", held, held))
    for number, signs in enumerate(SYLLABLES_AND_SIGNS):
        found.append(Slice(f"signs-{number}", frozenset(signs), frozenset(signs)))
    return found


@cache
def _kanji() -> frozenset[int]:
    """Those of JIS X 0208, which is what newspapers and authorities write with."""
    return frozenset(map(ord, _characters())) & frozenset(KANJI)


def _characters() -> Iterator[str]:
    for row in range(0xA1, 0xFF):
        for cell in range(0xA1, 0xFF):
            yield from bytes((row, cell)).decode("euc_jp", errors="ignore")


def _most_common() -> list[int]:
    weights: defaultdict[int, float] = defaultdict(float)
    kanji = _kanji()
    for written, _left, _right, cost in entries(compact=True).values():
        for character in {*map(ord, written)} & kanji:
            weights[character] += math.exp2(-cost / HALVED_BY)
    return sorted(weights, key=lambda character: (-weights[character], character))
