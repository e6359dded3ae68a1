"""No cell of a table that is taken along is run by a spreadsheet."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.files.cells import harmless


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+49 511 168-0", "'+49 511 168-0"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'\t'=1+1"),
        ("\r=1+1", "'\r'=1+1"),
        ('  "=1+1', "'  \"=1+1"),
        ("＝1+1", "'＝1+1"),
        ("Kosten;=cmd|' /C calc'!A0", "Kosten;'=cmd|' /C calc'!A0"),  # where semicolons separate
        ("zwei\n=1", "zwei\n'=1"),
        ("a\x0bb", "a b"),
        ("\u202egnp.exe", "gnp.exe"),
        ("Köln, Deutz – Umbau", "Köln, Deutz – Umbau"),
        ("0534/2026", "0534/2026"),
        ("", ""),
    ],
)
def test_a_text_that_could_run_is_shown(text, cell):
    assert harmless(text) == cell


def test_numbers_and_dates_stay_what_they_are():
    values = [-5, 1.5, None, True, datetime.date(2026, 3, 2)]
    assert [harmless(value) for value in values] == values


@given(st.text(alphabet="=+-@;,\t\r\n '\"aä", max_size=20))
def test_no_part_of_a_cell_begins_like_a_formula(text):
    for separator in ";\t\n\r":
        for part in harmless(text).split(separator):
            assert part.strip()[:1] not in set("=+-@")
