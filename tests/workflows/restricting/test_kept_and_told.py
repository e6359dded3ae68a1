"""What is kept of what was taken back, and what may still be told of it."""

from __future__ import annotations

import pytest
from wagtail.models import PageLogEntry

from papers.access import NOBODY, may_read
from papers.models import Attachment
from papers.pdf.archive import print_of
from papers.pdf.content import content_of
from papers.tombstones import tombstone_of, tombstone_of_attachment
from tests.factories.papers import add_attachment, fresh, paper_at, translate
from tests.workflows.restricting.making import (
    PDF,
    WHY,
    stricter,
    taken_off,
)
from workflows.timeline import timeline_of

pytestmark = pytest.mark.django_db


def test_the_next_print_says_the_new_level_and_is_another_one(cast):
    paper = paper_at("deliberating", cast)
    before = print_of(fresh(paper))

    stricter(paper, cast)

    after = print_of(fresh(paper))
    assert (before.edition, after.edition) == (1, 2)
    assert content_of(fresh(paper))["confidentiality"] == "Nichtöffentlich"
    assert WHY not in str(content_of(fresh(paper), edition=2, reason=after.version.reason))


def test_translations_go_with_the_original(cast, run_on_commit):
    paper = paper_at("deliberating", cast)
    with run_on_commit():
        page = translate(paper, "en")
    assert may_read(NOBODY, fresh(page))

    stricter(paper, cast)

    assert fresh(page).confidentiality == "non_public"
    assert not may_read(NOBODY, fresh(page))
    taken_off(paper, cast)
    assert not may_read(cast.member, fresh(page))
    assert not may_read(cast.author, fresh(page))


def test_it_stands_in_the_log_and_in_the_timeline_with_its_reason(cast):
    paper = paper_at("deliberating", cast)
    annex = add_attachment(paper, by=cast.council_clerk, title="Gehaltsliste")

    stricter(annex, cast)
    stricter(paper, cast)
    taken_off(annex, cast)
    taken_off(paper, cast)

    entries = [entry for entry in timeline_of(paper) if entry.kind == "restricted"]
    assert [entry.detail for entry in entries] == [WHY] * 4
    assert [entry.person for entry in entries] == [cast.council_clerk] * 4
    assert not any("Gehaltsliste" in entry.text for entry in entries)
    logged = PageLogEntry.objects.filter(page=paper, action__in=["umlauf.make_stricter", "umlauf.take_off_the_public"])
    assert logged.count() == 4
    assert all(str(entry.formatter.format_message(entry)) for entry in logged)


def test_only_what_was_public_has_a_tombstone(cast):
    public = paper_at("deliberating", cast, title="Offen")
    hidden = paper_at("deliberating", cast, title="Geheim", confidentiality="non_public")

    for paper in (public, hidden):
        taken_off(paper, cast, keeps_title=True)

    assert tombstone_of(fresh(public)).title == "Offen"
    assert tombstone_of(fresh(hidden)) is None


def test_a_title_that_was_withheld_once_stays_withheld(cast):
    paper = paper_at("deliberating", cast)
    stricter(paper, cast, keeps_title=False)
    assert tombstone_of(fresh(paper)).title == ""

    taken_off(paper, cast, keeps_title=True)

    stone = tombstone_of(fresh(paper))
    assert (stone.title, stone.number, stone.kind, stone.date) == ("", paper.number, paper.kind, paper.date)
    assert stone.for_good


def test_annexes_go_with_their_paper_as_far_as_they_were_public(cast):
    paper = paper_at("deliberating", cast)
    public = add_attachment(paper, by=cast.council_clerk, content=PDF + b"1")
    hidden = add_attachment(paper, by=cast.council_clerk, content=PDF + b"2", confidentiality="confidential")
    stricter(paper, cast)
    late = add_attachment(fresh(paper), by=cast.council_clerk, content=PDF + b"3")

    stones = [tombstone_of_attachment(Attachment.objects.get(pk=one.pk)) for one in (public, hidden, late)]

    assert [stone is not None for stone in stones] == [True, False, False]


def test_an_annex_made_stricter_after_its_paper_keeps_its_tombstone(cast):
    paper = paper_at("deliberating", cast)
    annex = add_attachment(paper, by=cast.council_clerk)
    stricter(paper, cast)
    stricter(annex, cast, "confidential")

    assert tombstone_of_attachment(Attachment.objects.get(pk=annex.pk)) is not None
