"""Numbers: by pattern and year, without gaps, never twice."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from papers.enums import SuffixKind
from papers.models import NumberCounter, Paper, PaperKind
from papers.numbering import assign_number, continue_series, slug_of
from tests.factories.papers import draft, fresh, kind, paper_at
from workflows.routing.release import pass_formal_check
from workflows.routing.slips import Line
from workflows.routing.steps import return_to_author, withdraw


def test_a_paper_gets_its_number_with_the_formal_check_and_not_earlier(cast):
    assert paper_at("checking", cast).number is None

    paper = paper_at("releasing", cast)

    assert (paper.number, paper.sequence, paper.number_year, paper.slug) == ("0001/2026", 1, 2026, "0001-2026")
    assert paper.url_path.endswith("/papers/0001-2026/")


def test_the_counter_belongs_to_the_year_of_the_papers_date(cast):
    numbers = [paper_at("releasing", cast, date=datetime.date(year, 3, 1)).number for year in (2019, 2020, 2019)]

    assert numbers == ["0001/2019", "0001/2020", "0002/2019"]


def test_kinds_with_one_pattern_share_a_series_and_another_pattern_counts_alone(cast):
    PaperKind.objects.filter(slug="information").update(number_pattern="IDS {number}/{year}")

    numbers = [paper_at("releasing", cast, slug).number for slug in ("decision", "information", "motion")]

    assert numbers == ["0001/2026", "IDS 1/2026", "0002/2026"]


@pytest.mark.parametrize(
    ("number", "slug"),
    [("0383/2019", "0383-2019"), ("0534/2022 N1", "0534-2022-n1"), ("GRDrs 827/2016", "grdrs-827-2016")],
)
def test_the_address_follows_the_number(number, slug):
    assert slug_of(number) == slug


def test_papers_that_belong_to_another_are_numbered_below_it(cast):
    parent = paper_at("deliberating", cast)

    numbers = [
        paper_at("releasing", cast, superordinate=parent, suffix_kind=suffix).number
        for suffix in (SuffixKind.NEW_VERSION, SuffixKind.NEW_VERSION, SuffixKind.ANSWER, SuffixKind.SUPPLEMENT)
    ]

    assert numbers == ["0001/2026 N1", "0001/2026 N2", "0001/2026 S1", "0001/2026 E1"]
    assert paper_at("releasing", cast).number == "0002/2026"  # the main series went on undisturbed


def test_a_child_keeps_the_year_of_its_parent(cast):
    parent = paper_at("deliberating", cast, date=datetime.date(2019, 2, 4))

    child = paper_at("releasing", cast, superordinate=parent, suffix_kind="N")

    assert (child.number, child.number_year) == ("0001/2019 N1", 2019)


def test_a_child_of_a_paper_without_number_is_refused_and_leaves_no_gap(cast):
    child = paper_at("checking", cast, superordinate=draft(cast), suffix_kind="S")

    with pytest.raises(ValidationError):
        pass_formal_check(child, by=cast.council_clerk)

    assert fresh(child).number is None
    assert paper_at("releasing", cast).number == "0001/2026"


def test_a_number_stays_with_its_paper_for_good(cast):
    withdrawn = paper_at("releasing", cast)
    withdraw(withdrawn, by=cast.council_clerk, reason="Entfällt.")

    following = paper_at("releasing", cast)

    assert (fresh(withdrawn).number, following.number) == ("0001/2026", "0002/2026")


def test_a_second_check_keeps_the_number(cast):
    paper = paper_at("confirming", cast)
    assert paper.number == "0001/2026"

    with transaction.atomic():
        assert assign_number(paper) == "0001/2026"

    assert paper_at("releasing", cast).number == "0002/2026"


def test_a_failed_check_leaves_no_gap(cast):
    paper = paper_at("checking", cast)
    page = paper.get_latest_revision_as_object()
    page.body = []
    page.save_revision(user=cast.council_clerk)

    with pytest.raises(ValidationError):
        pass_formal_check(paper, by=cast.council_clerk)

    assert paper_at("releasing", cast).number == "0001/2026"


def test_a_number_rolls_back_with_its_transaction(cast):
    paper = paper_at("checking", cast)

    with transaction.atomic():
        pass_formal_check(paper, by=cast.council_clerk)
        transaction.set_rollback(True)

    assert fresh(paper).number is None
    assert paper_at("releasing", cast).number == "0001/2026"


def test_returning_and_checking_again_gives_no_second_number(cast):
    paper = paper_at("releasing", cast)
    return_to_author(paper, by=cast.council_clerk, reason="Bitte kürzen.")

    assert fresh(paper).number == "0001/2026"


def test_a_city_continues_its_series(cast):
    continue_series(kind=kind("decision"), year=2026, last=382, by=cast.council_clerk)

    assert paper_at("releasing", cast).number == "0383/2026"


def test_a_series_never_goes_back(cast):
    continue_series(kind=kind("decision"), year=2026, last=382, by=cast.council_clerk)

    with pytest.raises(ValidationError) as error:
        continue_series(kind=kind("decision"), year=2026, last=100, by=cast.council_clerk)

    assert list(error.value.message_dict) == ["last"]
    assert paper_at("releasing", cast).number == "0383/2026"


@pytest.mark.parametrize("name", ["author", "secretary", "chair", "outsider", "former_member", "citizen", "inactive"])
def test_only_the_council_office_continues_a_series(cast, name):
    with pytest.raises(PermissionDenied):
        continue_series(kind=kind("decision"), year=2026, last=382, by=cast.people()[name])

    assert paper_at("releasing", cast).number == "0001/2026"


def test_patterns_that_are_read_alike_count_together(cast):
    PaperKind.objects.filter(slug="information").update(number_pattern="{number}/{year:02}")
    PaperKind.objects.filter(slug="motion").update(number_pattern="DS {year}-{number}")

    numbers = [paper_at("releasing", cast, slug).number for slug in ("decision", "information", "motion", "decision")]

    assert numbers == ["0001/2026", "2/26", "DS 2026-3", "0004/2026"]


def test_what_was_given_twice_under_an_older_rule_is_passed_over(cast):
    older = [paper_at("releasing", cast) for _paper in range(2)]
    Paper.objects.filter(pk=older[1].pk).update(number="1/2026", slug="1-2026", sequence=1)
    NumberCounter.objects.update(last=0)

    assert paper_at("releasing", cast).number == "0002/2026"


def test_a_supplement_whose_number_another_paper_has_is_refused_with_both_named(cast):
    parent = paper_at("deliberating", cast)
    other = paper_at("releasing", cast, title="Stadtbäume")
    Paper.objects.filter(pk=other.pk).update(number="0001/2026 N1")
    child = paper_at("checking", cast, superordinate=parent, suffix_kind="N")

    with pytest.raises(ValidationError, match=r"0001/2026 N1.*Stadtbäume"):
        pass_formal_check(child, by=cast.council_clerk)


def test_no_number_without_a_transaction(transactional_papers):
    paper = transactional_papers
    with pytest.raises(RuntimeError):
        assign_number(paper)


@pytest.fixture
def transactional_papers():
    """A paper that was never saved: the guard must refuse before it touches the database."""
    return Paper(title="Ohne Transaktion", kind=PaperKind(number_pattern="{number}/{year}"))


def test_slips_do_not_matter_for_numbers(cast):
    slip = [Line(cast.org.council, "decision", 1)]

    assert paper_at("releasing", cast, "decision", slip=slip).number == "0001/2026"
