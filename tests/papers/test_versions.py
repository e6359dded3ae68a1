"""What people signed stands still: versions of the text, and a record no revision can touch."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from papers.models import Act, Consultation, Paper, Version
from papers.versions import ensure_version, latest_version, text_changed_since
from tests.factories.papers import edit, filled_body, finish_open, fresh, kind, line_of, paper_at
from workflows.routing.acting import act_on
from workflows.routing.release import pass_formal_check, release
from workflows.routing.steps import resubmit, start_routing

RECORD = ("kind_id", "number", "number_year", "sequence", "state", "state_since", "originating_office_id", "author_id",
          "confidentiality", "superordinate_id",
          "suffix_kind", "released_at", "slug", "url_path")  # fmt: skip


def record_of(paper):
    paper = fresh(paper)
    lines = (
        Consultation.objects.filter(paper=paper)
        .order_by("pk")
        .values("pk", "state", "stage", "outcome", "latest_act_id", "completed_at", "opened_at")
    )
    return (
        {name: getattr(paper, name) for name in RECORD},
        list(lines),
        list(Act.objects.filter(consultation__paper=paper).order_by("pk").values()),
    )


def test_submitting_makes_the_first_version(cast):
    paper = paper_at("co_signing", cast)

    version = Version.objects.get(paper=paper)

    assert (version.number, version.editorial, version.created_by, version.revision) == (
        1,
        False,
        cast.author,
        paper.get_latest_revision(),
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", "Neuer Titel"), ("summary", "Neu."), ("place", "Hannover"), ("date", "2019-02-04"), ("body", "other")],
)
def test_a_changed_text_is_seen(cast, field, value):
    paper = paper_at("returned", cast)
    version = latest_version(paper)
    assert not text_changed_since(paper, version)

    edit(paper, by=cast.author, **{field: filled_body(paper.kind, "Anders.") if value == "other" else value})

    assert text_changed_since(fresh(paper), version)


def test_a_saved_but_equal_text_is_no_change(cast):
    paper = paper_at("returned", cast)

    edit(paper, by=cast.author)

    assert not text_changed_since(fresh(paper), latest_version(paper))
    assert ensure_version(paper, by=cast.author) == latest_version(paper)
    assert Version.objects.filter(paper=paper).count() == 1


def test_the_slug_that_comes_with_the_number_is_no_change(cast):
    paper = paper_at("releasing", cast)
    edit(paper, by=cast.council_clerk)

    assert not text_changed_since(fresh(paper), latest_version(paper))


def test_a_change_taken_back_is_no_change(cast):
    paper = paper_at("returned", cast, summary="So.")
    edit(paper, by=cast.author, summary="Anders.")
    edit(paper, by=cast.author, summary="So.")

    assert not text_changed_since(fresh(paper), latest_version(paper))


@pytest.mark.parametrize("slug", ["decision", "strategy"])
def test_publishing_an_old_draft_changes_the_text_and_nothing_else(cast, slug):
    paper = paper_at("draft", cast, slug, title="Alter Titel", confidentiality="confidential")
    old = paper.get_latest_revision()
    edit(paper, by=cast.author, title="Neuer Titel")
    bring_through(paper, cast)
    act_on(
        line_of(paper, cast.org.europe_committee, "preliminary"),
        by=cast.secretary,
        outcome="recommended",
        remark="Gut.",
    )
    before = record_of(paper)

    old.refresh_from_db()
    old.publish(user=cast.council_clerk)

    assert fresh(paper).title == "Alter Titel"
    assert record_of(paper) == before


def bring_through(paper, cast):
    start_routing(paper, by=cast.author)
    finish_open(paper, cast, "co_sign")
    pass_formal_check(fresh(paper), by=cast.council_clerk)
    release(fresh(paper), by=cast.council_clerk)


def test_a_revision_of_a_public_draft_never_opens_a_paper_made_confidential(cast):
    paper = paper_at("draft", cast)
    public_draft = paper.get_latest_revision()
    paper.confidentiality = "confidential"
    paper.save()

    opened = type(public_draft).objects.get(pk=public_draft.pk).as_object()

    assert opened.confidentiality == "confidential"


def test_the_text_fields_do_come_from_the_revision(cast):
    paper = paper_at("draft", cast, title="Eins", summary="Erste Fassung.")
    old = paper.get_latest_revision()
    edit(paper, by=cast.author, title="Zwei", summary="Zweite Fassung.")

    page = type(old).objects.get(pk=old.pk).as_object()

    assert (page.title, page.summary) == ("Eins", "Erste Fassung.")


def test_the_agenda_item_is_record_and_survives_an_old_draft(cast):
    paper = paper_at("draft", cast)
    old = paper.get_latest_revision()
    bring_through(paper, cast)
    Paper.objects.filter(pk=paper.pk).update(agenda_item="TOP 4")

    type(old).objects.get(pk=old.pk).publish(user=cast.council_clerk)

    assert fresh(paper).agenda_item == "TOP 4"


def test_autosave_cannot_overwrite_a_text_somebody_signed(cast):
    paper = paper_at("returned", cast)
    signed = latest_version(paper).revision
    page = paper.get_latest_revision_as_object()
    page.title = "Untergeschoben"

    with pytest.raises(PermissionDenied):
        page.save_revision(user=cast.author, overwrite_revision=signed)

    signed.refresh_from_db()
    assert signed.content["title"] == paper.title


def test_autosave_may_overwrite_a_draft_nobody_signed(cast):
    paper = paper_at("draft", cast)
    own = paper.get_latest_revision()
    page = paper.get_latest_revision_as_object()
    page.title = "Weiter geschrieben"

    page.save_revision(user=cast.author, overwrite_revision=own)

    own.refresh_from_db()
    assert own.content["title"] == "Weiter geschrieben"
    assert paper.revisions.count() == 1


def test_a_version_keeps_its_revision_from_being_purged(cast):
    paper = paper_at("co_signing", cast)
    revision = latest_version(paper).revision

    with pytest.raises(Exception, match="protected"):
        revision.delete()


def test_the_release_publishes_what_was_signed_and_not_what_was_saved_since(cast):
    paper = paper_at("releasing", cast, title="Unterschrieben")
    edit(paper, by=cast.council_clerk, title="Nachträglich")

    with pytest.raises(ValidationError) as error:
        release(paper, by=cast.council_clerk)

    assert list(error.value.message_dict) == ["editorial"]
    assert not fresh(paper).live


def test_a_correction_after_release_becomes_an_editorial_version(cast):
    paper = paper_at("deliberating", cast)
    edit(paper, by=cast.council_clerk, title="Berichtigter Titel")

    fresh(paper).get_latest_revision().publish(user=cast.council_clerk)

    version = latest_version(paper)
    assert (version.number, version.editorial, version.created_by) == (2, True, cast.council_clerk)
    assert fresh(paper).title == "Berichtigter Titel"
    assert paper.consultations.get(role="co_sign").state == "done"


def test_an_unchanged_publish_after_release_makes_no_version(cast):
    paper = paper_at("deliberating", cast)
    edit(paper, by=cast.council_clerk)

    fresh(paper).get_latest_revision().publish(user=cast.council_clerk)

    assert latest_version(paper).number == 1


def test_acts_are_bound_to_the_version_they_were_given_for(cast):
    paper = paper_at("returned_after_release", cast)
    edit(paper, by=cast.author, summary="Neue Zahlen.")
    resubmit(paper, by=cast.author)

    finish_open(paper, cast, "co_sign")

    acts = Act.objects.filter(consultation__paper=paper).order_by("pk")
    assert [(act.outcome, act.version.number) for act in acts] == [("signed", 1), ("signed", 2)]


def test_an_act_is_never_changed_and_never_deleted(cast):
    act = Act.objects.filter(consultation__paper=paper_at("checking", cast)).get()
    act.outcome = "objected"

    with pytest.raises(ValidationError):
        act.save()
    with pytest.raises(ValidationError):
        act.delete()

    assert Act.objects.get(pk=act.pk).outcome == "signed"


def test_a_kind_of_paper_in_use_stays(cast):
    paper_at("draft", cast, "question")

    with pytest.raises(Exception, match="protected"):
        kind("question").delete()
