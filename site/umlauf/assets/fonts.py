"""The web fonts, and the style sheets that name them.

Latin, Cyrillic and Greek letters are KERN's Fira Sans; the others come from the packages papers are printed with. No
line moves under somebody's eyes: fonts are ``optional``, so one that is not there in the first tenth of a second is
used from the next page on. Pages ask for those above the fold beforehand (``umlauf.portal.fonts``).

Japanese characters come in too many files to be asked for, and only to readers whose system has none, who could read
nothing without. So theirs are used when they come (``swap``), and until then a font of blanks holds their places."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from papers.pdf.glyphs import font_folders
from umlauf.assets import japanese
from umlauf.assets.cutting import Manner, blank, characters_of, cut
from umlauf.assets.scripts import ARABIC, CYRILLIC, DEVANAGARI, LATIN, UNSEEN, unicode_range

ROOT = Path(__file__).resolve().parents[3]
FIRA = ROOT / "node_modules" / "@kern-ux" / "native" / "dist" / "fonts" / "fira-sans"
WEIGHTS = {
    400: "Regular",
    500: "Medium",
    600: "SemiBold",
}  # what is bolder is set in the boldest, which is there already
FIGURES = ("tnum",)  # of one width, so that they stand below each other in tables
# hints sharpen what is read at length; they are a third of a file, and the rest is set in a few words
READ_AT_LENGTH = Manner(features=FIGURES, hinted=True)
EMPHASISED = Manner(features=FIGURES)
OTHERWISE = Manner()
BARE = Manner(features=None)
BLANK = "Umlauf Blank"
VARIABLE = Manner(axes={"wdth": 100, "wght": (400, 700)})


class Face(NamedTuple):
    """``weight`` as in CSS; ``asked_for`` are the characters for which a browser loads the file."""

    name: str
    family: str
    weight: str
    style: str
    source: Path | bytes
    holds: frozenset[int]
    asked_for: frozenset[int]
    manner: Manner
    display: str = "optional"

    @property
    def css(self) -> str:
        return (
            f'@font-face{{font-family:"{self.family}";font-style:{self.style};font-weight:{self.weight};'
            f'font-display:{self.display};src:url("fonts/{self.name}.woff2")format("woff2");'
            f"unicode-range:{unicode_range(self.asked_for)}}}"
        )


def write_fonts(built: Path) -> None:
    folder = built / "fonts"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    sheets = {"fonts.css": [*_fira(), *_arabic(), *_devanagari()], "japanese.css": list(_japanese())}
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        faces = [face for sheet in sheets.values() for face in sheet]
        for face, font in zip(faces, processes.map(_cut, faces), strict=True):
            (folder / f"{face.name}.woff2").write_bytes(font)
    for name, held in sheets.items():  # last: make takes them for a sign that all is there
        (built / name).write_text("\n".join(face.css for face in held) + "\n")


def _cut(face: Face) -> bytes:
    if isinstance(face.source, bytes) and face.family == BLANK:
        return blank(face.source)
    return cut(face.source, face.holds, face.manner)


def _fira() -> Iterator[Face]:
    for weight, named in WEIGHTS.items():
        for style, suffix in (("normal", named), ("italic", f"{named.removesuffix('Regular')}Italic")):
            source = FIRA / f"FiraSans-{suffix}.woff2"
            for script, characters in _by_script(characters_of(source)):
                name = f"{script}-{weight}{'-italic' if style == 'italic' else ''}"
                manner = EMPHASISED if style == "italic" else READ_AT_LENGTH
                yield Face(name, "Fira Sans", str(weight), style, source, characters, characters, manner)


def _by_script(characters: frozenset[int]) -> Iterable[tuple[str, frozenset[int]]]:
    yield "latin", characters & LATIN
    yield "cyrillic", characters & CYRILLIC
    yield "more", characters - LATIN - CYRILLIC - UNSEEN  # Greek, Vietnamese, signs


def _arabic() -> Iterator[Face]:
    """In two weights, the second for all that is bolder than running text."""
    for named, weight, name in (("Regular", "400", "arabic"), ("SemiBold", "500 700", "arabic-bold")):
        source = _printed_with(f"IBMPlexSansArabic-{named}.ttf")
        yield _face(name, "Umlauf Arabic", weight, source, ARABIC, OTHERWISE)


def _devanagari() -> Iterator[Face]:
    source = _printed_with("NotoSansDevanagari[wdth,wght].ttf")
    yield _face("devanagari", "Umlauf Devanagari", "400 700", source, DEVANAGARI, VARIABLE)


def _japanese() -> Iterator[Face]:
    parts = japanese.slices()
    source = _printed_with("NotoSansCJKjp-Regular.otf")
    every = cut(source, frozenset().union(*(part.holds for part in parts)), BARE, flavor=None)
    for name, held, asked_for in parts:
        name = f"japanese-{name}"
        yield Face(name, "Umlauf Japanese", "400", "normal", every, held, asked_for, BARE, "swap")
    anything = frozenset(japanese.ANYTHING)
    yield Face("japanese-blank", BLANK, "400", "normal", every, anything, anything, BARE, "block")


def _face(name: str, family: str, weight: str, source: Path, characters: frozenset[int], manner: Manner) -> Face:
    held = characters & characters_of(source)
    return Face(name, family, weight, "normal", source, held, held, manner)


def _printed_with(name: str) -> Path:
    """A font of the packages that papers are printed with."""
    found: list[Any] = [path for folder in font_folders() for path in Path(folder).rglob("*") if path.name == name]
    [path] = found
    return Path(path)
