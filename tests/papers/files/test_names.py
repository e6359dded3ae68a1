"""Names of files are made harmless and stay readable."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from papers.files.names import LONGEST_NAME, safe_name


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Lageplan Straße.PDF", "Lageplan Straße.PDF"),
        ("C:\\Pläne\\Lage.PDF", "Lage.PDF"),
        ("../../etc/passwd.txt", "passwd.txt"),
        (unicodedata.normalize("NFD", "Übersicht.pdf"), "Übersicht.pdf"),
        ("Rechnung\u202efdp.exe", "Rechnungfdp.exe"),
        ("a\u200b\u2066b\x00\x07.pdf", "ab.pdf"),
        ("zwei\r\nZeilen: Bcc.pdf", "zwei Zeilen_ Bcc.pdf"),
        ('"><img src=x>.pdf', "___img src=x_.pdf"),
        (".pdf", "file.pdf"),
        ("", "file"),
        ("خطة.pdf", "خطة.pdf"),
        (f"{'ä' * 300}.pdf", f"{'ä' * (LONGEST_NAME - 4)}.pdf"),
    ],
)
def test_a_name_is_cleaned(given_name, kept):
    assert safe_name(given_name) == kept


@given(st.text(max_size=400))
@example("0\r\x1b\r0")
def test_whatever_the_name_what_is_kept_is_harmless_and_stays_so(name):
    kept = safe_name(name)

    assert 0 < len(kept) <= LONGEST_NAME
    assert not any(unicodedata.category(character).startswith("C") for character in kept)
    assert not set(kept) & set('/\\<>"|?*:')
    assert kept not in (".", "..")
    assert safe_name(kept) == kept
