"""Every letter of every language of ours is in exactly one file of a family, and each file says what it holds."""

from __future__ import annotations

import io
import re
from collections import defaultdict

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from umlauf.assets import japanese
from umlauf.assets.cutting import Manner, cut
from umlauf.assets.fonts import FIRA
from umlauf.assets.scripts import unicode_range
from umlauf.portal.fonts import OF_LANGUAGE, fonts_asked_for

FACE = re.compile(
    r'font-family:"([^"]+)";font-style:(\w+);font-weight:([\d ]+);font-display:(\w+);'
    r'src:url\("([^"]+)"\).*?unicode-range:([^}]+)}'
)
# pangrams and words of council papers
TEXTS = {
    "Fira Sans": "Zwölf Boxkämpfer – „äöüßẞ“ 1.250,00 €, § 7 œuvre Łódź zażółć gęślą jaźń "
    "příliš žluťoučký kůň съешь же ещё Ελλάδα",
    "Umlauf Arabic": "نصٌّ حكيمٌ له سرٌّ قاطعٌ، وذو شأنٍ عظيمٍ؟ ٠١٢٣",
    "Umlauf Devanagari": "नगर परिषद् का निर्णय ₹१२३",
    "Umlauf Japanese": "市議会は、行政の報告を了承する。オンライン（平和首長会議）",
}


def faces():
    for name in ("fonts.css", "japanese.css"):
        for family, style, weight, display, source, characters in FACE.findall((settings.BUILT / name).read_text()):
            yield family, (style, weight), display, settings.BUILT / source, set(codes_of(characters))


def codes_of(text):
    for part in text.split(","):
        first, _dash, last = part.removeprefix("U+").partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def characters_of(path):
    with TTFont(path) as font:
        return set(font.getBestCmap())


def test_no_letter_is_in_two_files_of_a_family():
    seen = defaultdict(set)
    for family, look, _display, _path, asked_for in faces():
        assert not seen[family, look] & asked_for
        seen[family, look] |= asked_for


def test_every_language_finds_its_letters_in_what_a_browser_loads():
    found = defaultdict(set)
    for family, look, _display, path, asked_for in faces():
        held = characters_of(path)
        assert held
        if family != "Umlauf Blank":
            assert held <= asked_for, path.name
        found[family, look] |= held & asked_for
    for family, text in TEXTS.items():
        looks = [held for (named, _look), held in found.items() if named == family]
        assert looks
        letters = {ord(letter) for letter in text if letter not in " 1.2507"}
        latin = found["Fira Sans", ("normal", "400")]
        assert all(letters - latin <= held for held in looks) if family != "Fira Sans" else letters <= latin, family


def test_nothing_moves_when_a_font_comes():
    displays = {family: display for family, _look, display, _path, _characters in faces()}
    assert displays.pop("Umlauf Japanese") == "swap"
    assert displays.pop("Umlauf Blank") == "block"
    assert set(displays.values()) == {"optional"}
    [path] = settings.BUILT.glob("fonts/japanese-blank.woff2")
    with TTFont(path) as blank:
        places = blank.getBestCmap()
        assert {blank["hmtx"][glyph][0] for glyph in places.values()} == {blank["head"].unitsPerEm}
        height = blank["hhea"].ascent, blank["hhea"].descent
    for family, _look, _display, source, _asked_for in faces():
        if family == "Umlauf Japanese" and "common" in source.name:
            with TTFont(source) as font:
                assert (font["hhea"].ascent, font["hhea"].descent) == height
                for code, glyph in font.getBestCmap().items():
                    assert font["hmtx"][glyph][0] == font["head"].unitsPerEm
                    assert code in places


@pytest.mark.parametrize("language", ["de", *OF_LANGUAGE])
def test_fonts_that_a_page_asks_for_are_there(language):
    for name in fonts_asked_for(language):
        assert (settings.BUILT / name.removeprefix("built/")).is_file()


def test_common_characters_lie_together():
    parts = japanese.slices()
    common = [part.holds for part in parts if part.name.startswith("common")]
    assert ord("市") in common[0] | common[1]
    assert sum(len(held) for held in common) == japanese.COMMON
    everything = [code for part in parts for code in part.holds]
    assert len(everything) == len(set(everything)) > 6355  # kanji of JIS X 0208


def test_a_cut_font_is_smaller_the_same_each_time_and_says_whose_it_is():
    source = FIRA / "FiraSans-Regular.woff2"
    font = cut(source, map(ord, "Rat"), Manner())
    assert font == cut(source, map(ord, "Rat"), Manner())
    assert len(font) < source.stat().st_size / 20
    with TTFont(io.BytesIO(font)) as read:
        assert {chr(code) for code in read.getBestCmap()} == set("Rat")
        names = {record.nameID: str(record) for record in read["name"].names}
    assert "Mozilla" in names[0]
    assert "Open Font License" in names[13]
    assert 1 not in names


def test_ranges_are_written_as_css_wants_them():
    assert unicode_range({0x20, 0x21, 0x22, 0xA0}) == "U+20-22,U+a0"
