"""Text and record: every column is one or the other, and nobody writes the record by the way."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest
from django.utils import timezone
from django.utils.module_loading import import_string
from wagtail.models import Locale, Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from papers import record
from papers.models import Paper, Strategy
from papers.record import GROUPS, InTranslations, RecordAssigned
from papers.versions import latest_version, text_changed_since
from tests.factories.papers import draft, edit, fresh, paper_at, translate

ROOT = Path(__file__).resolve().parents[2]
MODELS = (Paper, Strategy)
# Something else than stands in the column, whatever stands there.
ASSIGNED = {
    "state": "completed",
    "state_since": timezone.now().replace(year=2001),
    "number": "4711/2001",
    "number_year": 2001,
    "sequence": 4711,
    "released_at": timezone.now().replace(year=2001),
}
FILED = {"confidentiality": "confidential", "agenda_item": "TOP 4", "suffix_kind": "N"}


def columns_of(model):
    """Wagtail's own included, and relations a revision carries."""
    return {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}


@pytest.mark.parametrize("model", MODELS)
def test_every_column_belongs_to_exactly_one_group(model):
    named = Counter(name for group in GROUPS for name in group.fields)

    assert {name: named[name] for name in columns_of(model) if named[name] != 1} == {}


def test_no_group_names_what_is_not_there():
    assert {name for group in GROUPS for name in group.fields} - columns_of(Paper) - columns_of(Strategy) == set()


@pytest.mark.parametrize("model", MODELS)
def test_translations_follow_the_groups(model):
    ways = {name: group.translations for group in GROUPS for name in group.fields if name in columns_of(model)}
    kinds = {TranslatableField: InTranslations.TRANSLATED, SynchronizedField: InTranslations.SAME}

    told = {field.field_name: kinds[type(field)] for field in model.translatable_fields}

    assert told == {name: way for name, way in ways.items() if way in kinds.values()}


def test_a_translation_begins_without_what_is_asked_from_the_original(cast, run_on_commit):
    paper = paper_at("deliberating", cast)
    Paper.objects.filter(pk=paper.pk).update(agenda_item="TOP 4")
    with run_on_commit():
        page = translate(fresh(paper), "en")

    untouched = Paper()
    alone = [name for name in record.OF_THE_ORIGINAL if name != "state_since"]
    assert {name: getattr(page, name) for name in alone} == {name: getattr(untouched, name) for name in alone}
    assert page.locale == Locale.objects.get(language_code="en")
    assert (page.kind, page.confidentiality, page.date) == (paper.kind, paper.confidentiality, paper.date)


def test_the_page_of_a_translation_names_the_agenda_item_of_the_original(cast, run_on_commit, client):
    paper = paper_at("deliberating", cast)
    with run_on_commit():
        translate(paper, "en")
    Paper.objects.filter(pk=paper.pk).update(agenda_item="TOP 4")

    assert "TOP 4" in client.get(f"/en/papers/{fresh(paper).slug}/").text


# --- assigned, and saved with the page --------------------------------------------------------------------------------


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


# --- out of date, and not assigned ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ASSIGNED)
def test_what_a_verb_wrote_meanwhile_is_neither_complained_of_nor_undone(cast, name):
    paper = draft(cast)
    read_before = fresh(paper)
    fresh(paper).write_record(**{name: ASSIGNED[name]})

    read_before.summary = "Weiter geschrieben."
    read_before.save()

    assert (getattr(fresh(paper), name), fresh(paper).summary) == (ASSIGNED[name], "Weiter geschrieben.")


@pytest.mark.parametrize("name", FILED)
def test_how_a_paper_is_filed_is_not_undone_either(cast, name):
    paper = draft(cast)
    read_before, other = fresh(paper), fresh(paper)
    setattr(other, name, FILED[name])
    other.save()

    read_before.save()

    assert getattr(fresh(paper), name) == FILED[name]


@pytest.mark.parametrize("name", FILED)
def test_how_a_paper_is_filed_is_saved_with_the_page_and_never_with_a_revision_alone(cast, name):
    paper = draft(cast)
    setattr(paper, name, FILED[name])
    with pytest.raises(RecordAssigned) as error:
        paper.save_revision(clean=False)
    assert error.value.fields == [name]

    paper.save()
    paper.save_revision(clean=False)

    assert getattr(fresh(paper), name) == FILED[name]
    assert getattr(fresh(paper).get_latest_revision_as_object(), name) == FILED[name]


def test_reading_again_forgets_what_was_assigned(cast):
    paper = draft(cast)
    paper.state = "completed"
    paper.refresh_from_db()
    paper.save()

    paper.state = "completed"
    paper.refresh_from_db(fields=["title"])
    with pytest.raises(RecordAssigned):
        paper.save()


def test_reading_again_learns_what_a_verb_wrote(cast):
    paper = draft(cast)
    fresh(paper).write_record(state="checking")

    paper.refresh_from_db(fields=["state"])
    paper.save()

    assert (paper.state, fresh(paper).state) == ("checking", "checking")


def test_a_paper_just_drafted_is_guarded_like_one_read(cast):
    paper = draft(cast)
    made = type(paper)(
        title="Neu",
        slug="neu",
        kind=paper.kind,
        originating_office=paper.originating_office,
        author=cast.author,
        live=False,
    )
    paper.get_parent().add_child(instance=made)
    made.save()

    made.state = "completed"
    with pytest.raises(RecordAssigned):
        made.save()


@pytest.mark.parametrize("slug", ["decision", "strategy"])
def test_publishing_a_revision_that_holds_an_old_record_keeps_the_new_one(cast, slug):
    paper = paper_at("draft", cast, slug, title="Alt")
    old = paper.get_latest_revision()
    assert old.content["state"] == "draft"
    for name, value in ASSIGNED.items():
        fresh(paper).write_record(**{name: value})

    type(old).objects.get(pk=old.pk).publish()

    assert {name: getattr(fresh(paper), name) for name in ASSIGNED} == ASSIGNED
    assert fresh(paper).live


def test_a_revision_read_before_a_verb_keeps_what_the_verb_wrote(cast):
    paper = paper_at("draft", cast, title="Alt")
    page = paper.get_latest_revision_as_object()
    fresh(paper).write_record(state="checking")

    page.save()

    assert fresh(paper).state == "checking"


def test_a_record_assigned_before_publishing_is_not_taken_along(cast):
    paper = draft(cast)
    page = paper.get_latest_revision_as_object()
    page.state = "completed"

    with pytest.raises(RecordAssigned):
        page.save_revision(user=cast.author, clean=False).publish()


@pytest.mark.parametrize("name", record.SIGNED)
def test_a_change_of_what_is_signed_is_a_new_text(cast, name):
    changed = {
        "title": "Anders",
        "summary": "Anders.",
        "date": "2019-02-04",
        "place": "Anderswo",
        "body": [("section", {"key": "", "heading": "Anders", "content": []})],
        "vision": "<p>Anders.</p>",
        "goals": [("goal", {"title": "Anders", "text": ""})],
        "fields_of_action": [("field", {"title": "Anders", "text": ""})],
        "related_topics": [draft(cast, "strategy", title="Verwandt")],
    }
    paper = paper_at("returned", cast, "strategy")

    edit(paper, by=cast.author, **{name: changed[name]})

    assert text_changed_since(fresh(paper), latest_version(paper))


# --- the code ---------------------------------------------------------------------------------------------------------


def test_no_code_of_ours_writes_the_record_past_the_one_door():
    """A queryset's ``update`` asks nobody and is never silent, so tests may move time with it; the product may not."""
    door = ROOT / "papers" / "models" / "paper.py"
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for folder in ("papers", "workflows", "search", "site")
        for path in (ROOT / folder).rglob("*.py")
        if path != door and "migrations" not in path.parts
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "update" and _on_papers(call)
    ]
    assert found == []


def _on_papers(call):
    names = {keyword.arg for keyword in call.keywords}
    return bool(names & record.WRITTEN_BY_VERBS) and "Paper" in ast.unparse(call.func)
