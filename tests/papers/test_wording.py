"""What the record says in words."""

from __future__ import annotations

import datetime

import time_machine
from django.utils import translation

from papers.wording import line_sentence, short_date
from tests.factories.papers import line_of, paper_at


def test_a_line_opened_after_midnight_was_opened_on_the_new_day(cast):
    year = datetime.datetime.now(datetime.UTC).year
    midnight = datetime.datetime(year, 12, 31, 23, 30, tzinfo=datetime.UTC)  # half past, in Hannover, and the next year
    with time_machine.travel(midnight):
        paper = paper_at("deliberating", cast)

        assert line_sentence(line_of(paper, cast.org.bristol, "information")) == f"Zugegangen am 01.01.{year + 1}"
        assert line_sentence(line_of(paper, cast.org.culture_committee, "hearing")) == f"Anhörung seit 01.01.{year + 1}"


def test_a_day_is_written_in_the_active_language():
    day = datetime.date(2026, 3, 2)
    written = {}
    for language in ("de", "fr", "de"):
        with translation.override(language):
            written[language] = short_date(day)

    assert written == {"de": "02.03.2026", "fr": "02/03/2026"}
