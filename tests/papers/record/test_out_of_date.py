"""What somebody else wrote meanwhile is not undone."""

from __future__ import annotations

import ast

import pytest

from papers import record
from papers.record import RecordAssigned
from papers.versions import latest_version, text_changed_since
from tests.conftest import ROOT
from tests.factories.papers import draft, edit, fresh, paper_at
from tests.papers.record.columns import (
    NAMED,
)

FILED = {"confidentiality": "confidential", "agenda_item": "TOP 4", "suffix_kind": "N"}


# --- out of date, and not assigned ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMED)
def test_what_a_verb_wrote_meanwhile_is_neither_complained_of_nor_undone(cast, name):
    paper = draft(cast)
    read_before = fresh(paper)
    fresh(paper).write_record(**{name: NAMED[name]})

    read_before.summary = "Weiter geschrieben."
    read_before.save()

    assert (getattr(fresh(paper), name), fresh(paper).summary) == (NAMED[name], "Weiter geschrieben.")


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
    for name, value in NAMED.items():
        fresh(paper).write_record(**{name: value})

    type(old).objects.get(pk=old.pk).publish()

    assert {name: getattr(fresh(paper), name) for name in NAMED} == NAMED
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
    door = ROOT / "papers" / "models" / "recorded_page.py"
    assert ".update(**values)" in door.read_text()
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
