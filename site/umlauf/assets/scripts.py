"""Which characters a web font of ours holds. What it is named after a script for is in it, and nothing is in two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count, groupby

# Western and Central European: every language of ours that is written in Latin letters, and the signs between
# them. One file: words of two files would be set without the distance their letters have from each other.
LATIN = frozenset(
    {
        *range(0x20, 0x7F),
        *range(0xA0, 0x180),
        *range(0x2C6, 0x2DE),
        *range(0x2010, 0x2028),
        *range(0x2030, 0x203B),
        *map(ord, "€™←↑→↓−≈≠≤≥▴▾"),
    }
)
CYRILLIC = frozenset({*range(0x400, 0x530), ord("№")})
# joiners and marks of direction; a browser needs no glyph for them, and would load a font to find none
UNSEEN = frozenset({*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF})
JOINERS = frozenset({0x200C, 0x200D})
ARABIC = frozenset(range(0x600, 0x700)) | JOINERS
DEVANAGARI = frozenset({*range(0x900, 0x980), ord("₹"), ord("◌")}) | JOINERS


def unicode_range(characters: Iterable[int]) -> str:
    """As CSS writes it: ``U+20-7e,U+a0``."""
    return ",".join(f"U+{first:x}" if first == last else f"U+{first:x}-{last:x}" for first, last in _runs(characters))


def _runs(characters: Iterable[int]) -> Iterator[tuple[int, int]]:
    counter = count()
    for _key, run in groupby(sorted(characters), key=lambda code: code - next(counter)):
        codes = list(run)
        yield codes[0], codes[-1]
