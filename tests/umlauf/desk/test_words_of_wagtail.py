"""What Wagtail leaves in English on our screens stands in our catalogues, and only that."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
import wagtail
import wagtail_localize

from umlauf.catalogues import LOCALE
from umlauf.desk.words_of_wagtail import WORDS

WAGTAIL = Path(wagtail.__file__).parent
PACKAGES = [
    *(WAGTAIL / name for name in ("", "admin", "images", "users", "locales", "sites", "search")),
    Path(wagtail_localize.__file__).parent,
]


def catalogue(package: Path, language: str) -> polib.POFile:
    return polib.pofile(str(package / "locale" / language / "LC_MESSAGES" / "django.po"))


@pytest.fixture(scope="module")
def in_german():
    return {entry.msgid for package in PACKAGES for entry in catalogue(package, "de").translated_entries()}


def test_what_wagtail_says_in_german_by_now_is_not_kept(in_german):
    assert [word for word in WORDS if word in in_german] == []


def test_every_word_of_wagtail_there_is_no_german_for_is_kept(in_german):
    ours = {entry.msgid for entry in polib.pofile(str(LOCALE / "de" / "LC_MESSAGES" / "django.po"))}
    words = {entry.msgid for package in PACKAGES for entry in catalogue(package, "en")}

    assert words - in_german - ours - set(WORDS) == set()


def test_every_word_is_one_that_wagtail_says():
    sources = "".join(
        " ".join(file.read_text().split())
        for package in PACKAGES[1:]
        for suffix in ("html", "py")
        for file in package.rglob(f"*.{suffix}")
        if "tests" not in file.parts
    )

    assert [word for word in WORDS if said(word) not in sources] == []


def said(word: str) -> str:
    """As it stands in a template."""
    for name in ("start_index", "end_index", "items_count", "model_name", "user_name", "title"):
        word = word.replace(f"%({name})s", f"{{{{ {name} }}}}")
    return word
