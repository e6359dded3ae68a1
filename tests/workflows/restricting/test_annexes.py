"""An annex is made stricter or taken off alone, and its file does not come back."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from papers.access import NOBODY, may_read, may_read_attachment
from papers.attaching import detach
from papers.models import Attachment, Restriction, Version
from papers.pdf.content import content_of
from papers.versions import latest_version
from tests.factories.papers import add_attachment, fresh, paper_at
from tests.workflows.restricting.making import (
    PDF,
    stricter,
    taken_off,
)
from workflows.distribution.distributing import distribute
from workflows.errors import WrongState
from workflows.models import Distribution
from workflows.timeline import timeline_of

pytestmark = pytest.mark.django_db


def test_an_annex_is_made_stricter_alone(cast):
    paper = paper_at("deliberating", cast)
    annex = add_attachment(paper, by=cast.council_clerk)
    made = latest_version(paper).number

    stricter(annex, cast, "confidential")

    annex.refresh_from_db()
    assert may_read(NOBODY, fresh(paper))
    assert not may_read_attachment(NOBODY, annex)
    assert may_read_attachment(cast.secretary, annex)
    assert latest_version(paper).number == made + 1
    assert content_of(fresh(paper))["attachments"] == []


def test_readers_of_the_paper_are_not_told_the_title_of_an_annex_that_is_stricter_now(cast):
    paper = paper_at("deliberating", cast)
    annex = add_attachment(paper, by=cast.council_clerk, title="Gehaltsliste Meier")

    stricter(annex, cast)

    assert "Meier" not in " ".join(Version.objects.filter(paper=paper).values_list("reason", flat=True))


def test_an_annex_is_never_milder_than_its_paper(cast):
    paper = paper_at("deliberating", cast, confidentiality="non_public")
    annex = add_attachment(paper, by=cast.council_clerk)  # public, as far as it goes

    with pytest.raises(ValidationError) as error:
        stricter(annex, cast, "non_public")
    stricter(annex, cast, "confidential")

    assert set(error.value.message_dict) == {"level"}
    assert Restriction.objects.get().before == "non_public"


def test_a_file_does_not_come_back_more_open_than_it_went(cast):
    paper = paper_at("deliberating", cast)
    annex = add_attachment(paper, by=cast.council_clerk, content=PDF + b"Anschrift")
    other = add_attachment(paper, by=cast.council_clerk, content=PDF + b"Gehalt")
    stricter(annex, cast, "non_public")
    taken_off(other, cast)
    detach(Attachment.objects.get(pk=annex.pk), by=cast.council_clerk, reason="Ersetzt.")

    with pytest.raises(ValidationError) as milder:
        add_attachment(paper, by=cast.council_clerk, content=PDF + b"Anschrift")
    with pytest.raises(ValidationError) as again:
        add_attachment(paper, by=cast.council_clerk, content=PDF + b"Gehalt", confidentiality="confidential")
    add_attachment(paper, by=cast.council_clerk, content=PDF + b"Anschrift", confidentiality="confidential")

    assert set(milder.value.message_dict) == {"confidentiality"}
    assert set(again.value.message_dict) == {"file"}


def test_an_annex_that_was_taken_off_stays_on_record(cast):
    paper = paper_at("deliberating", cast)
    annex = add_attachment(paper, by=cast.council_clerk, title="Gehaltsliste")
    taken_off(annex, cast)

    with pytest.raises(WrongState):
        detach(annex, by=cast.council_clerk, reason="Weg damit.")
    with pytest.raises(WrongState):
        taken_off(annex, cast)

    assert [may_read_attachment(one, Attachment.objects.get(pk=annex.pk)) for one in (cast.author, cast.admin)] == [
        False,
        True,
    ]
    assert may_read(NOBODY, fresh(paper))


def test_the_title_of_an_annex_goes_from_what_readers_are_told_and_stays_where_it_is_no_problem(cast):
    paper = paper_at("deliberating", cast)
    named = add_attachment(paper, by=cast.council_clerk, title="Gehaltsliste Meier", content=PDF + b"1")
    harmless = add_attachment(paper, by=cast.council_clerk, title="Lageplan", content=PDF + b"2")
    distribute(fresh(paper), by=cast.council_clerk, remark="Die Gehaltsliste Meier kam dazu.")
    before = " ".join(Version.objects.filter(paper=paper).values_list("reason", flat=True))
    assert "Meier" in before
    assert "Lageplan" in before

    taken_off(named, cast)
    taken_off(harmless, cast, keeps_title=True)

    said = " ".join(Version.objects.filter(paper=paper).values_list("reason", flat=True))
    assert "Meier" not in said
    assert "Lageplan" in said
    assert "Meier" not in str(content_of(fresh(paper)))
    timeline = " ".join(f"{entry.text} {entry.detail}" for entry in timeline_of(paper))
    assert "Meier" not in timeline
    assert "Meier" not in Distribution.objects.get().remark
    assert "Lageplan" in timeline


def test_an_annex_that_waits_for_a_release_is_not_released(cast):
    paper = paper_at("returned_after_release", cast)
    annex = add_attachment(paper, by=cast.author)
    assert annex.waits

    for verb in (stricter, taken_off):
        with pytest.raises(WrongState):
            verb(annex, cast)


def test_one_that_was_removed_meanwhile_is_told(cast):
    paper = paper_at("deliberating", cast)
    annex = add_attachment(paper, by=cast.council_clerk)
    detach(Attachment.objects.get(pk=annex.pk), by=cast.second_clerk, reason="Falsch.")

    with pytest.raises(WrongState):
        taken_off(annex, cast)
