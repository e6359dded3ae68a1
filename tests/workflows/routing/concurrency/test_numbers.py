"""Clerks number papers at the same moment."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError

from papers.models import Paper
from papers.numbering import change_pattern, continue_series
from tests.factories.papers import edit, kind, paper_at
from tests.workflows.routing.concurrency.threads import (
    at_once,
    errors_of,
)
from workflows.routing.release import pass_formal_check

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.mark.parametrize("clerks", [2, 8])
def test_clerks_who_number_at_once_get_numbers_without_gap(cast, clerks):
    papers = [paper_at("checking", cast) for _clerk in range(clerks)]

    results = at_once(*[lambda paper=paper: pass_formal_check(paper, by=cast.council_clerk) for paper in papers])

    assert errors_of(results) == []
    assert sorted(Paper.objects.values_list("number", flat=True)) == [
        f"{number:04}/2026" for number in range(1, clerks + 1)
    ]
    assert sorted(Paper.objects.values_list("slug", flat=True)) == [
        f"{number:04}-2026" for number in range(1, clerks + 1)
    ]


def test_clerks_who_number_in_different_series_do_not_mix_them_up(cast):
    papers = [
        paper_at("checking", cast, date=datetime.date(year, 5, 5)) for year in (2024, 2025) for _paper in range(3)
    ]

    results = at_once(*[lambda paper=paper: pass_formal_check(paper, by=cast.second_clerk) for paper in papers])

    assert errors_of(results) == []
    assert sorted(Paper.objects.values_list("number", flat=True)) == [
        "0001/2024",
        "0001/2025",
        "0002/2024",
        "0002/2025",
        "0003/2024",
        "0003/2025",
    ]


def test_children_of_one_paper_are_numbered_without_gap(cast):
    parent = paper_at("deliberating", cast)
    children = [paper_at("checking", cast, superordinate=parent, suffix_kind="N") for _child in range(4)]

    results = at_once(*[lambda child=child: pass_formal_check(child, by=cast.council_clerk) for child in children])

    assert errors_of(results) == []
    assert sorted(child.number for child in parent.subordinates.all()) == [
        f"0001/2026 N{number}" for number in range(1, 5)
    ]


def test_a_check_that_fails_beside_others_leaves_no_gap(cast):
    papers = [paper_at("checking", cast) for _paper in range(3)]
    edit(papers[1], by=cast.council_clerk, body=[])

    results = at_once(*[lambda paper=paper: pass_formal_check(paper, by=cast.council_clerk) for paper in papers])

    assert [type(error) for error in errors_of(results)] == [type(results[1])]
    assert isinstance(results[1], ValidationError)
    assert sorted(Paper.objects.exclude(number=None).values_list("number", flat=True)) == ["0001/2026", "0002/2026"]


def test_continuing_a_series_beside_a_clerk_gives_no_number_twice(cast):
    papers = [paper_at("checking", cast) for _paper in range(2)]

    at_once(
        lambda: pass_formal_check(papers[0], by=cast.council_clerk),
        lambda: continue_series(kind=kind("decision"), year=2026, last=382, by=cast.second_clerk),
        lambda: pass_formal_check(papers[1], by=cast.council_clerk),
    )

    numbers = sorted(Paper.objects.values_list("number", flat=True))
    assert numbers in (["0001/2026", "0002/2026"], ["0001/2026", "0383/2026"], ["0383/2026", "0384/2026"])


def test_a_pattern_changed_beside_clerks_gives_no_number_a_person_reads_twice(cast):
    papers = [paper_at("checking", cast) for _paper in range(4)]

    results = at_once(
        lambda: pass_formal_check(papers[0], by=cast.council_clerk),
        lambda: pass_formal_check(papers[1], by=cast.council_clerk),
        lambda: change_pattern(kind("decision"), pattern="{number}/{year:02}", by=cast.second_clerk),
        lambda: pass_formal_check(papers[2], by=cast.council_clerk),
        lambda: pass_formal_check(papers[3], by=cast.second_clerk),
    )

    assert errors_of(results) == []
    given = Paper.objects.exclude(number=None).order_by("sequence")
    assert list(given.values_list("sequence", "number_year")) == [(number, 2026) for number in range(1, 5)]
    for number, sequence in given.values_list("number", "sequence"):
        assert number in (f"{sequence:04}/2026", f"{sequence}/26")


def test_two_clerks_who_start_anew_at_once_change_the_pattern_once(cast):
    paper_at("releasing", cast)

    results = at_once(
        lambda: change_pattern(kind("decision"), pattern="A {number}/{year}", anew=True, by=cast.council_clerk),
        lambda: change_pattern(kind("decision"), pattern="A {number}/{year}", anew=True, by=cast.second_clerk),
    )

    assert errors_of(results) == []
    assert paper_at("releasing", cast).number == "A 1/2026"
