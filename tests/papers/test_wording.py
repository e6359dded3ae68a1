"""What the record says in words."""

from __future__ import annotations

import datetime

import time_machine

from papers.wording import line_sentence
from tests.factories.papers import line_of, paper_at


def test_a_line_opened_after_midnight_was_opened_on_the_new_day(cast):
    year = datetime.datetime.now(datetime.UTC).year
    midnight = datetime.datetime(year, 12, 31, 23, 30, tzinfo=datetime.UTC)  # half past, in Hannover, and the next year
    with time_machine.travel(midnight):
        paper = paper_at("deliberating", cast)

        assert line_sentence(line_of(paper, cast.org.bristol, "information")) == f"Zugegangen am 01.01.{year + 1}"
        assert line_sentence(line_of(paper, cast.org.culture_committee, "hearing")) == f"Anhörung seit 01.01.{year + 1}"
