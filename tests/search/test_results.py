"""What was resolved is found with its paper, by those who may read it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from search.indexing import process_pending
from search.models import IndexedText
from tests.factories.papers import fresh, line_of, paper_at, translate
from tests.search.test_searching import bring_up_to_date, indexed, nothing_remembered, titles  # noqa: F401
from workflows.routing.acting import Votes, act_on, refer_to
from workflows.routing.correcting import correct_result
from workflows.routing.slips import Line

pytestmark = pytest.mark.django_db


@pytest.fixture
def before_the_council(cast, indexed):  # noqa: F811
    def make(title="Radweg am Kanal", **fields):
        return indexed(title, slip=[Line(cast.org.council, "decision")], **fields)

    return make


def decide(paper, cast, outcome="adopted_as_amended", **fields):
    line = line_of(paper, cast.org.council, "decision")
    act_on(line, by=cast.chair, outcome=outcome, **fields)
    bring_up_to_date()
    return line


def test_the_amended_text_is_found_at_once(cast, before_the_council):
    paper = before_the_council()
    assert titles("Eisvogel") == []

    decide(paper, cast, amended_text="Der Eisvogel wird geschützt.", remark="Auf Antrag der Seerosen.")

    assert titles("Eisvögel") == titles("Seerose") == ["Radweg am Kanal"]
    assert titles("Ergänzt Eisvogel", reader=cast.member) == ["Radweg am Kanal"]


def test_result_and_votes_are_found(cast, before_the_council):
    paper = before_the_council()

    decide(paper, cast, "rejected", votes=Votes(3, 38, 4), votes_reason="So war es.")

    assert titles("abgelehnt") == ["Radweg am Kanal"]
    assert titles("38 nein") == ["Radweg am Kanal"]


def test_a_referral_is_found_by_its_committee(cast, indexed):  # noqa: F811
    paper = indexed("Radweg am Kanal", slip=[Line(cast.org.council, "decision")])
    refer_to(line_of(paper, cast.org.council, "decision"), by=cast.chair, organization=cast.org.finance_committee)
    bring_up_to_date()

    assert titles("Finanzausschuss") == ["Radweg am Kanal"]


def test_a_correction_takes_the_wrong_text_out(cast, before_the_council):
    paper = before_the_council()
    line = decide(paper, cast, amended_text="Der Eisvogel wird geschützt.")

    correct_result(
        line,
        by=cast.chair,
        outcome="adopted_as_amended",
        amended_text="Der Biber wird geschützt.",
        reason="Verwechselt.",
    )
    bring_up_to_date()

    assert titles("Eisvogel") == []
    assert titles("Biber") == ["Radweg am Kanal"]
    assert titles("Verwechselt") == []


def test_whoever_may_not_read_the_paper_does_not_find_what_was_resolved(cast, before_the_council):
    for level in ("non_public", "confidential"):
        paper = before_the_council(f"Vorhaben {level}", confidentiality=level)
        decide(paper, cast, amended_text="Der Eisvogel wird geschützt.")

    assert titles("Eisvogel") == titles("Eisvogel", reader=cast.outsider) == []
    assert titles("Eisvogel", reader=cast.other_member) == ["Vorhaben non_public"]
    assert sorted(titles("Eisvogel", reader=cast.council_member)) == ["Vorhaben confidential", "Vorhaben non_public"]


def test_what_offices_write_while_co_signing_is_not_found(cast):
    paper = paper_at("co_signing", cast)
    line = line_of(paper, cast.org.planning_office, "co_sign")
    act_on(line, by=cast.cosigner, outcome="signed_with_remarks", remark="Die Kalkulation ist Mumpitz.")
    bring_up_to_date()

    assert titles("Mumpitz", reader=cast.author) == titles("Mumpitz", reader=cast.council_clerk) == []


def test_a_day_is_no_number_of_a_paper(cast, before_the_council):
    paper = before_the_council()
    decide(paper, cast, "adopted")

    text = IndexedText.objects.get(paper=paper)
    day = timezone.localdate()
    assert f"{day.year}" not in text.text.split()
    assert f"n{day.month}y{day.year}" not in text.terms_body.split()


def test_a_translation_has_the_result_in_its_own_words(cast, before_the_council, run_on_commit):
    paper = before_the_council()
    decide(paper, cast, amended_text="Der Eisvogel wird geschützt.")
    with run_on_commit():
        translate(paper, "en")
    for _left in process_pending():
        pass

    texts = dict(IndexedText.objects.filter(paper=fresh(paper)).values_list("language", "text"))
    assert "Adopted as amended" in texts["en"]
    assert "Eisvogel" not in texts["en"]
    assert "Eisvogel" in texts["de"]
