"""Wagtail's own ways to change a page do not go around the verbs."""

from __future__ import annotations

import pytest

from papers.models import Paper
from tests.factories.papers import fresh, paper_at


@pytest.mark.parametrize("name", ["author", "council_clerk", "admin"])
@pytest.mark.parametrize("stage", ["co_signing", "deliberating", "completed"])
def test_no_screen_of_wagtail_unpublishes_deletes_moves_or_copies_a_numbered_paper(cast, signed_in, name, stage):
    paper = paper_at(stage, cast)
    before = Paper.objects.filter(pk=paper.pk).values().get()
    client = signed_in(cast.people()[name])
    page = f"/admin/pages/{paper.pk}"
    task_state = paper.workflow_states.first().current_task_state

    for address, data in (
        (f"{page}/delete/", {}),
        (f"{page}/unpublish/", {}),
        (f"{page}/copy/", {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": paper.get_parent().pk}),
        (f"{page}/move/", {"new_parent_page": paper.get_parent().get_parent().pk}),
        (f"/admin/bulk/wagtailcore/page/delete/?id={paper.pk}", {}),
        (f"/admin/bulk/wagtailcore/page/unpublish/?id={paper.pk}", {}),
        (f"/admin/bulk/wagtailcore/page/publish/?id={paper.pk}", {}),
        (f"{page}/workflow/action/approve/{task_state.pk if task_state else 0}/", {}),
        (f"{page}/workflow/action/reject/{task_state.pk if task_state else 0}/", {}),
        (f"{page}/workflow/confirm_cancellation/", {}),
        (f"/admin/api/main/pages/{paper.pk}/action/unpublish/", {}),
        (f"/admin/api/main/pages/{paper.pk}/action/delete/", {}),
        (
            f"/admin/api/main/pages/{paper.pk}/action/revert_to_page_revision/",
            {"revision_id": paper.revisions.first().pk},
        ),
        (f"/admin/api/main/pages/{paper.pk}/action/copy/", {}),
    ):
        client.post(address, data)

    changed = {key for key, value in Paper.objects.filter(pk=paper.pk).values().get().items() if value != before[key]}
    correction = {
        "last_published_at",
        "live_revision_id",
        "latest_revision_id",
        "latest_revision_created_at",
        "has_unpublished_changes",
    }
    assert changed <= (correction if stage != "co_signing" and name != "author" else set())
    assert Paper.objects.count() == 1


def editor_form(paper, **changes):
    return {
        "title": paper.title, "date": paper.date.isoformat(),
        "place": paper.place, "agenda_item": paper.agenda_item, "summary": paper.summary,
        "kind": paper.kind_id, "originating_office": paper.originating_office_id,
        "confidentiality": paper.confidentiality, "body-count": "0",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    } | changes  # fmt: skip


@pytest.mark.parametrize(("stage", "name", "saves"), [
    ("draft", "author", True), ("draft", "colleague", True), ("draft", "outsider", False), ("draft", "cosigner", False),
    ("co_signing", "author", False), ("co_signing", "council_clerk", False), ("co_signing", "cosigner", False),
    ("co_signing", "admin", False),
    ("checking", "author", False), ("checking", "council_clerk", True),
    ("deliberating", "author", False), ("deliberating", "council_clerk", True), ("deliberating", "secretary", False),
    ("returned", "author", True), ("withdrawn", "author", False), ("withdrawn", "council_clerk", False),
])  # fmt: skip
def test_who_can_save_in_the_editor(cast, signed_in, stage, name, saves):
    paper = paper_at(stage, cast)
    revisions = paper.revisions.count()

    signed_in(cast.people()[name]).post(f"/admin/pages/{paper.pk}/edit/", editor_form(paper, title="Neu getippt"))

    assert (paper.revisions.count() > revisions) == saves
    assert (fresh(paper).get_latest_revision_as_object().title == "Neu getippt") == saves


@pytest.mark.parametrize(
    "button", ["action-publish", "action-submit", "action-restart-workflow", "action-cancel-workflow"]
)
@pytest.mark.parametrize(
    ("stage", "name"),
    [
        ("draft", "author"),
        ("draft", "council_clerk"),
        ("co_signing", "author"),
        ("checking", "council_clerk"),
        ("returned", "author"),
    ],
)
def test_no_button_of_the_stock_editor_goes_around_the_verbs(cast, signed_in, stage, name, button):
    paper = paper_at(stage, cast)
    states = list(paper.workflow_states.values_list("pk", "status"))

    signed_in(cast.people()[name]).post(f"/admin/pages/{paper.pk}/edit/", editor_form(paper) | {button: "1"})

    after = fresh(paper)
    assert (after.state, after.live, after.number) == (paper.state, False, paper.number)
    assert list(after.workflow_states.values_list("pk", "status")) == states


def test_record_fields_posted_after_submission_are_ignored(cast, signed_in):
    paper = paper_at("checking", cast, confidentiality="confidential")
    form = editor_form(
        paper,
        confidentiality="public",
        kind=Paper.objects.get().kind_id + 1,
        originating_office=cast.org.works_office.pk,
        number="9999/2026",
        state="completed",
    )

    signed_in(cast.council_clerk).post(f"/admin/pages/{paper.pk}/edit/", form)

    after = fresh(paper)
    assert (after.confidentiality, after.kind_id, after.originating_office, after.number, after.state) == (
        "confidential",
        paper.kind_id,
        cast.org.international_office,
        None,
        "checking",
    )
    assert after.get_latest_revision_as_object().confidentiality == "confidential"


def test_the_author_sets_confidentiality_in_the_editor_of_a_draft(cast, signed_in):
    paper = paper_at("draft", cast)

    signed_in(cast.author).post(f"/admin/pages/{paper.pk}/edit/", editor_form(paper, confidentiality="confidential"))

    assert fresh(paper).confidentiality == "confidential"
    assert fresh(paper).get_latest_revision_as_object().confidentiality == "confidential"


def test_a_draft_cannot_be_moved_to_an_office_of_others(cast, signed_in):
    paper = paper_at("draft", cast)

    signed_in(cast.author).post(
        f"/admin/pages/{paper.pk}/edit/", editor_form(paper, originating_office=cast.org.works_office.pk)
    )

    assert fresh(paper).originating_office == cast.org.international_office


def test_an_unsubmitted_draft_can_be_deleted_by_its_office_only(cast, signed_in):
    paper = paper_at("draft", cast)

    signed_in(cast.outsider).post(f"/admin/pages/{paper.pk}/delete/")
    assert Paper.objects.filter(pk=paper.pk).exists()

    signed_in(cast.author).post(f"/admin/pages/{paper.pk}/delete/")
    assert not Paper.objects.filter(pk=paper.pk).exists()
