"""What verbs alone write cannot be assigned."""

from __future__ import annotations

import pytest
from django.utils.module_loading import import_string
from wagtail.models import Page

from papers import record
from papers.models import Paper
from papers.record import RecordAssigned
from tests.factories.papers import draft, fresh, paper_at
from tests.papers.record.columns import (
    ASSIGNED,
)


def test_all_that_verbs_write_is_tried_here():
    assert set(ASSIGNED) == record.WRITTEN_BY_VERBS


@pytest.mark.parametrize("stage", ["draft", "deliberating"])
@pytest.mark.parametrize("name", ASSIGNED)
def test_a_record_that_was_assigned_is_not_saved_in_silence(cast, name, stage):
    paper = paper_at(stage, cast)
    before = getattr(paper, name)
    setattr(paper, name, ASSIGNED[name])

    with pytest.raises(RecordAssigned) as error:
        paper.save()

    assert error.value.fields == [name]
    for verb in record.verbs_for(name):
        assert verb in str(error.value)
    assert getattr(fresh(paper), name) == before


@pytest.mark.parametrize("save", [
    lambda paper: paper.save(update_fields=["title"]),
    lambda paper: paper.save(update_fields=["state"]),
    lambda paper: paper.save(clean=False),
    lambda paper: paper.save_revision(clean=False),
    lambda paper: Paper.objects.bulk_update([paper], ["title", "state"]),
])  # fmt: skip
def test_whichever_way_it_is_saved(cast, save):
    paper = draft(cast)
    paper.title, paper.state = "Anders", "completed"

    with pytest.raises(RecordAssigned):
        save(paper)

    assert (fresh(paper).state, fresh(paper).title, paper.revisions.count()) == ("draft", paper.draft_title, 1)


@pytest.mark.parametrize("write", [
    lambda paper: paper.save(update_fields=["state"]),
    lambda paper: Paper.objects.bulk_update([paper], ["state"]),
])  # fmt: skip
def test_naming_a_column_that_verbs_write_is_enough(cast, write):
    """What the instance holds may be out of date, even though nobody assigned it."""
    with pytest.raises(RecordAssigned):
        write(draft(cast))


def test_other_columns_are_written_in_bulk(cast):
    papers = [draft(cast), draft(cast)]
    for paper in papers:
        paper.place = "Hannover"

    Paper.objects.bulk_update(papers, ["place"])

    assert [fresh(paper).place for paper in papers] == ["Hannover"] * 2


def test_a_deferred_column_that_is_assigned_is_noticed_too(cast):
    paper = Paper.objects.defer("state").get(pk=draft(cast).pk)
    paper.state = "completed"

    with pytest.raises(RecordAssigned):
        paper.save()


def test_a_page_reached_without_its_columns_is_saved(cast):
    page = Page.objects.get(pk=draft(cast).pk).specific_deferred
    page.title = "Anders"

    page.save()

    assert fresh(page).title == "Anders"


@pytest.mark.parametrize("name", sorted(record.WRITTEN_BY_VERBS))
def test_every_column_has_verbs_and_they_exist(name):
    verbs = record.verbs_for(name)

    assert verbs
    for verb in verbs:
        assert callable(import_string(verb))


def test_the_address_of_a_numbered_paper_is_not_changed_in_silence(cast):
    paper = paper_at("releasing", cast)
    paper.slug = "anders"

    with pytest.raises(RecordAssigned) as error:
        paper.save()

    assert error.value.fields == ["slug"]


def test_the_address_of_a_draft_may_change(cast):
    paper = draft(cast)
    paper.slug = "anders"
    paper.save()

    assert (fresh(paper).slug, fresh(paper).url_path.endswith("/anders/")) == ("anders", True)
