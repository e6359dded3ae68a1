"""Whatever the pattern of a number contains stands on the printed paper as it was given."""

from __future__ import annotations

import pytest

from papers.models import PaperKind
from papers.pdf.printing import printed
from tests.factories.papers import fresh, kind, paper_at
from tests.papers.pdf.samples import text_in

PATTERNS = {
    "<b>{number}</b>#$*_@`\\{year}": "<b>1</b>#$*_@`\\2026",
    "Öä #{number}/{year:02}": "Öä #1/26",
    "№ {number} ({year})": "№ 1 (2026)",
    "#read(“x”)[{number}]//{year}": "#read(“x”)[1]//2026",
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_number_is_printed_as_it_was_given(cast, pattern):
    paper_kind = kind("decision")
    paper_kind.number_pattern = pattern
    paper_kind.full_clean()
    PaperKind.objects.filter(pk=paper_kind.pk).update(number_pattern=pattern)

    paper = fresh(paper_at("deliberating", cast))

    assert PATTERNS[pattern] in text_in(printed(paper)).replace("\r\n", "")  # a long one takes two lines
