"""A part of a font: fewer characters, the same shapes."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from fontTools.varLib import instancer

IDEOGRAPHIC_SPACE = 0x3000
COPYRIGHT, LICENCE, LICENCE_ADDRESS = 0, 13, 14  # of the records in a font's table of names
# what a font says about itself that no browser reads, said on standard error
logging.getLogger("fontTools").setLevel(logging.ERROR)


class Manner(NamedTuple):
    """``features`` are those of OpenType, beside the ones that make a script legible; None for none at all.
    ``hinted`` keeps what sharpens strokes on coarse screens. ``axes`` says how far a variable font stays variable."""

    features: tuple[str, ...] | None = ()
    hinted: bool = False
    axes: dict[str, Any] | None = None


def cut(source: Path | bytes, characters: Iterable[int], manner: Manner, *, flavor: str | None = "woff2") -> bytes:
    """The font with those of the characters that it has. The same input gives the same bytes.

    The names of the font go, because some licences (OFL with a reserved name) give them to the whole alone; what it
    says about its copyright and licence stays."""
    options = subset.Options()
    options.hinting = manner.hinted
    options.layout_features = [] if manner.features is None else [*options.layout_features, *manner.features]
    options.name_IDs = [COPYRIGHT, LICENCE, LICENCE_ADDRESS]
    options.notdef_outline = True
    whole = source if isinstance(source, bytes) else source.read_bytes()
    font = TTFont(io.BytesIO(whole), lazy=True, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    if manner.axes:
        font = instancer.instantiateVariableFont(font, manner.axes)
    return _written(font, flavor)


def blank(source: bytes) -> bytes:
    """A font of one empty glyph, as wide and as high as a Japanese character, for all that are: ten thousand bytes
    that hold the place of a megabyte."""
    font = TTFont(io.BytesIO(source))
    full = font["head"].unitsPerEm
    wide = [code for code, glyph in font.getBestCmap().items() if font["hmtx"][glyph][0] == full]
    space = cut(source, {IDEOGRAPHIC_SPACE}, Manner(features=None), flavor=None)
    font = TTFont(io.BytesIO(space), recalcTimestamp=False)
    many_to_one = CmapSubtable.newSubtable(13)
    many_to_one.platformID, many_to_one.platEncID, many_to_one.language = 3, 10, 0
    many_to_one.format, many_to_one.reserved, many_to_one.length = 13, 0, 0
    many_to_one.cmap = dict.fromkeys(wide, font.getBestCmap()[IDEOGRAPHIC_SPACE])
    font["cmap"].tables = [many_to_one]
    return _written(font, "woff2")


def _written(font: TTFont, flavor: str | None) -> bytes:
    font.flavor = flavor
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def characters_of(source: Path) -> frozenset[int]:
    with TTFont(source, lazy=True) as font:
        return frozenset(font.getBestCmap())
