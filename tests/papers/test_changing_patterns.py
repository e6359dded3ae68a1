"""A pattern is changed in the middle of a year."""

from __future__ import annotations

import datetime
import importlib

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from papers.models import NumberCounter, Paper, PaperKind
from papers.number_patterns import pattern_of
from papers.numbering import change_pattern, continue_series, next_number
from papers.typed_numbers import keys_of_numbered_like
from tests.factories.papers import fresh, kind
from tests.factories.this_year import SHORT, YEAR, dated_at


def change(cast, pattern, slug="decision", **how):
    return change_pattern(kind(slug), pattern=pattern, by=cast.council_clerk, **how)


def test_counting_goes_on_with_another_pattern(cast):
    first = dated_at("releasing", cast)

    change(cast, "GRDrs {number}/{year:02}")

    assert dated_at("releasing", cast).number == f"GRDrs 2/{SHORT}"
    assert (fresh(first).number, fresh(first).slug) == (f"0001/{YEAR}", f"0001-{YEAR}")


def test_counting_starts_anew_where_the_new_numbers_are_read_as_others(cast):
    dated_at("releasing", cast)

    change(cast, "GRDrs {number}/{year}", anew=True)

    assert dated_at("releasing", cast).number == f"GRDrs 1/{YEAR}"


@pytest.mark.parametrize(
    "pattern", ["{number}/{year}", "{number}/{year:02}", "DS {number:05}-{year}", "{year}{number:04}"]
)
def test_counting_does_not_start_anew_where_a_person_would_read_a_number_twice(cast, pattern):
    dated_at("releasing", cast)

    with pytest.raises(ValidationError, match=f"0001/{YEAR}") as error:
        change(cast, pattern, anew=True)

    assert list(error.value.message_dict) == ["counting"]
    assert kind("decision").number_pattern == "{number:04}/{year}"
    change(cast, pattern)
    assert (dated_at("releasing", cast).sequence, Paper.objects.filter(sequence=1).count()) == (2, 1)


def test_a_series_continued_from_another_system_does_not_start_anew(cast):
    continue_series(kind=kind("decision"), year=YEAR, last=382, by=cast.council_clerk)

    with pytest.raises(ValidationError, match=f"382/{YEAR}"):
        change(cast, "{number}/{year}", anew=True)


def test_a_pattern_changed_and_changed_back_gives_no_number_twice(cast):
    PaperKind.objects.exclude(slug="decision").update(number_pattern="X {number}/{year}")
    dated_at("releasing", cast)
    change(cast, "A {number}/{year}", anew=True)
    for _paper in range(2):
        dated_at("releasing", cast)

    with pytest.raises(ValidationError, match=f"0001/{YEAR}"):
        change(cast, "{number:04}/{year}", anew=True)
    change(cast, "{number:04}/{year}")

    assert dated_at("releasing", cast).number == f"0003/{YEAR}"


def test_a_kind_that_joins_the_series_of_another_goes_on_from_there(cast):
    PaperKind.objects.filter(slug="information").update(number_pattern="I {number}/{year}")
    for slug in ("decision", "decision", "decision", "information"):
        dated_at("releasing", cast, slug)

    change(cast, "I {number:03}/{year}")

    assert [dated_at("releasing", cast, slug).number for slug in ("decision", "information")] == [
        f"I 002/{YEAR}",
        f"I 3/{YEAR}",
    ]


def test_papers_of_another_year_go_on_where_their_year_stood(cast):
    this = timezone.localdate().year
    last_year, this_year = datetime.date(this - 1, 12, 30), datetime.date(this, 1, 7)
    for date in (last_year, last_year, this_year):
        dated_at("releasing", cast, date=date)

    change(cast, "A {number}/{year}", anew=True)

    assert [dated_at("releasing", cast, date=date).number for date in (last_year, this_year)] == [
        f"A 3/{this - 1}",
        f"A 1/{this}",
    ]


def test_a_pattern_that_leads_to_a_number_given_already_is_refused_with_it_named(cast):
    """One more than the year has for its last figures, and as many in the next: the 27th of 2026, the 26th of 2027."""
    PaperKind.objects.update(number_pattern="{number}/{year:02}")
    continue_series(kind=kind("decision"), year=YEAR, last=YEAR % 100, by=cast.council_clerk)
    dated_at("releasing", cast)
    PaperKind.objects.exclude(slug="decision").update(number_pattern="X {number}/{year}")

    with pytest.raises(ValidationError, match=f"{(YEAR + 1) % 100:02}/{SHORT}") as error:
        change(cast, "{year}/{number}")

    assert list(error.value.message_dict) == ["number_pattern"]


def test_what_is_foretold_is_what_comes(cast):
    dated_at("releasing", cast)
    for pattern, anew in (("{number}/{year:02}", False), ("B {number}/{year}", True), ("C{year}{number:03}", False)):
        foretold = next_number(kind("decision"), pattern=pattern, anew=anew)
        change(cast, pattern, anew=anew)
        paper = dated_at("releasing", cast)
        assert (paper.number, paper.slug, paper.sequence) == (foretold.number, foretold.slug, foretold.sequence)


def test_a_change_is_logged(cast):
    change(cast, "A {number}/{year}")

    entry = ModelLogEntry.objects.get(action="umlauf.number_pattern")
    assert (entry.user, entry.object_id) == (cast.council_clerk, str(kind("decision").pk))
    assert entry.data == {"before": "{number:04}/{year}", "after": "A {number}/{year}", "anew": False}


@pytest.mark.parametrize("name", ["author", "secretary", "chair", "outsider", "former_member", "citizen", "inactive"])
def test_only_the_council_office_changes_a_pattern(cast, name):
    with pytest.raises(PermissionDenied):
        change_pattern(kind("decision"), pattern="A {number}/{year}", by=cast.people()[name])

    assert kind("decision").number_pattern == "{number:04}/{year}"


@pytest.mark.parametrize(
    "typed", [f"0001/{YEAR}", f"1/{YEAR}", f"1/{SHORT}", f"1-{YEAR}", f"DS 1/{YEAR}", f"{YEAR}/1", f"1.{SHORT}"]
)
def test_a_paper_is_meant_by_every_way_of_writing_its_number(cast, typed):
    paper = dated_at("deliberating", cast)
    child = dated_at("releasing", cast, superordinate=paper, suffix_kind="N")
    dated_at("releasing", cast)

    assert list(Paper.objects.filter(pk__in=keys_of_numbered_like(typed))) == [paper]
    assert list(Paper.objects.filter(pk__in=keys_of_numbered_like(f"{typed} N1"))) == [child]


def test_counters_of_patterns_that_are_read_alike_become_one(db):
    """As a database that is updated has them."""
    migration = importlib.import_module("papers.migrations.0016_counters_of_series")
    NumberCounter.objects.bulk_create(
        NumberCounter(series=series, year=year, last=last)
        for series, year, last in (
            ("{number:04}/{year}", YEAR, 41),
            ("{number}-{year}", YEAR, 7),
            ("{number:04}/{year}", 2025, 380),
            ("GRDrs {number}/{year}", YEAR, 12),
            (f"0001/{YEAR} N", 0, 2),
        )
    )

    migration.join_counters(apps, None)

    assert set(NumberCounter.objects.values_list("series", "year", "last")) == {
        ("#", YEAR, 41),
        ("#", 2025, 380),
        ("#grdrs", YEAR, 12),
        (f"0001/{YEAR} N", 0, 2),
    }
    for pattern in ("{number:04}/{year}", "Öä-{number}/{year}", "DS 15.{number:03}/{year}", "№ {number}/{year}"):
        assert migration.series_of(pattern) == pattern_of(pattern).series
