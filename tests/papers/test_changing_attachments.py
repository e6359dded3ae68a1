"""Attachments that get another file, title, level or place: before the release a change of text, after it an act of the
council office with a reason."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from papers.access.verb_table import WrongState
from papers.attaching import detach
from papers.changing_attachments import (
    rename_attachment,
    reorder_attachments,
    replace_attachment,
    set_attachment_level,
)
from papers.contents import Contents, differences
from papers.models import Attachment, RemovedAttachment
from papers.seen import Changed, attachments_that_stand
from papers.versions import latest_version
from tests.factories.papers import add_attachment, bring_to, draft, finish_open, fresh, line_of, paper_at
from tests.papers.attachment_changes import CHANGES, SAID, keys, pdf
from workflows.routing.acting import act_on
from workflows.routing.release import pass_formal_check
from workflows.routing.steps import resubmit, return_to_author, start_routing
from workflows.timeline import timeline_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(cast):
    """A paper with two annexes that an office signed and that came back."""
    paper = draft(cast)
    add_attachment(paper, by=cast.author, title="Vertrag", content=b"%PDF-1.7 Vertrag", confidentiality="non_public")
    add_attachment(paper, by=cast.author, title="Lageplan", content=b"%PDF-1.7 Plan")
    start_routing(paper, by=cast.author)
    act_on(line_of(paper, cast.org.planning_office, "co_sign"), by=cast.cosigner, outcome="signed")
    return_to_author(fresh(paper), by=cast.council_clerk, reason="Bitte ergänzen.")
    return fresh(paper)


@pytest.mark.parametrize("change", CHANGES)
def test_before_the_release_it_is_a_new_version_and_has_to_be_signed(cast, signed, change):
    before = Contents.from_data(latest_version(signed).contents)

    CHANGES[change](signed, cast.author)
    resubmit(fresh(signed), by=cast.author)

    version = latest_version(signed)
    assert (version.number, version.editorial) == (2, False)
    assert line_of(signed, cast.org.planning_office, "co_sign").state == "open"
    (told,) = differences(before, Contents.from_data(version.contents))
    assert SAID[change] in told
    assert any(entry.kind == "attachment" and SAID[change] in entry.text for entry in timeline_of(signed))


@pytest.mark.parametrize("change", CHANGES)
def test_the_council_office_calls_it_editorial(cast, signed, change):
    CHANGES[change](signed, cast.author)

    resubmit(fresh(signed), by=cast.council_clerk, editorial=True)

    assert latest_version(signed).editorial
    assert line_of(signed, cast.org.planning_office, "co_sign").state == "done"


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("stage", ["co_signing", "checking", "deliberating", "withdrawn"])
def test_the_author_changes_nothing_that_others_vouch_for(cast, change, stage):
    paper = draft(cast)
    add_attachment(paper, by=cast.author, title="Vertrag")
    add_attachment(paper, by=cast.author, title="Lageplan")
    paper = bring_to(stage, paper, cast)

    with pytest.raises((PermissionDenied, WrongState)):
        CHANGES[change](paper, cast.author)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", ["cosigner", "secretary", "outsider", "former_colleague", "inactive", "citizen"])
def test_others_change_nothing(cast, signed, change, name):
    before = list(Attachment.objects.values())

    with pytest.raises(PermissionDenied):
        CHANGES[change](signed, cast.people()[name])

    assert list(Attachment.objects.values()) == before


def test_the_same_again_is_told(cast, signed):
    annex = signed.attachments.first()
    refused = []
    for verb in (
        lambda: replace_attachment(annex, file=pdf("Vertrag"), by=cast.author),
        lambda: rename_attachment(annex, title=" Vertrag ", by=cast.author),
        lambda: set_attachment_level(annex, confidentiality="non_public", by=cast.author),
        lambda: reorder_attachments(signed, order=keys(signed), by=cast.author),
        lambda: rename_attachment(annex, title="  ", by=cast.author),
        lambda: rename_attachment(annex, title="x" * 256, by=cast.author),
        lambda: replace_attachment(annex, file=pdf(name="virus.exe"), by=cast.author),
        lambda: set_attachment_level(annex, confidentiality="secret", by=cast.author),
    ):
        with pytest.raises(ValidationError) as error:
            verb()
        refused.extend(error.value.message_dict)

    assert refused == ["file", "title", "confidentiality", "order", "title", "title", "file", "confidentiality"]
    assert Attachment.history.count() == 2


# --- levels -----------------------------------------------------------------------------------------------------------


def test_a_wider_level_is_never_editorial(cast, signed):
    set_attachment_level(signed.attachments.first(), confidentiality="public", by=cast.author)

    with pytest.raises(ValidationError) as refused:
        resubmit(fresh(signed), by=cast.council_clerk, editorial=True)
    assert list(refused.value.error_dict) == ["editorial"]

    resubmit(fresh(signed), by=cast.author)
    assert line_of(signed, cast.org.planning_office, "co_sign").state == "open"


def test_a_file_taken_off_and_added_with_a_wider_level_is_not_editorial_either(cast, signed):
    detach(signed.attachments.first(), by=cast.author)
    add_attachment(signed, by=cast.author, title="Anderes", content=b"%PDF-1.7 Vertrag", confidentiality="public")

    with pytest.raises(ValidationError):
        resubmit(fresh(signed), by=cast.council_clerk, editorial=True)


def test_the_level_of_the_paper_counts_as_well(cast):
    paper = draft(cast, confidentiality="confidential")
    add_attachment(paper, by=cast.author)
    start_routing(paper, by=cast.author)
    return_to_author(fresh(paper), by=cast.council_clerk, reason="Bitte ergänzen.")
    paper = fresh(paper)
    paper.confidentiality = "public"
    paper.save()

    with pytest.raises(ValidationError):
        resubmit(fresh(paper), by=cast.council_clerk, editorial=True)


def test_whoever_checks_makes_a_level_stricter_and_not_wider(cast, signed):
    resubmit(signed, by=cast.author)
    finish_open(signed, cast, "co_sign")
    annex = signed.attachments.first()

    with pytest.raises(ValidationError) as refused:
        set_attachment_level(annex, confidentiality="public", by=cast.council_clerk)
    assert list(refused.value.error_dict) == ["confidentiality"]
    annex.refresh_from_db()
    assert annex.confidentiality == "non_public"

    set_attachment_level(annex, confidentiality="confidential", by=cast.council_clerk)
    set_attachment_level(annex, confidentiality="non_public", by=cast.council_clerk)  # as it was signed
    set_attachment_level(annex, confidentiality="confidential", by=cast.council_clerk)
    pass_formal_check(fresh(signed), by=cast.council_clerk, editorial=True)


@pytest.mark.parametrize("stage", ["deliberating", "completed", "returned_after_release"])
def test_no_level_is_set_after_the_release(cast, stage):
    paper = paper_at(stage, cast)
    annex = add_attachment(paper, by=cast.council_clerk, confidentiality="non_public")

    for level in ("public", "confidential"):
        with pytest.raises(WrongState):
            set_attachment_level(annex, confidentiality=level, by=cast.council_clerk)

    annex.refresh_from_db()
    assert annex.confidentiality == "non_public"


def test_after_the_release_a_file_does_not_come_back_for_more_people(cast):
    paper = paper_at("deliberating", cast)
    secret = add_attachment(
        paper, by=cast.council_clerk, content=b"%PDF-1.7 Preis", confidentiality="confidential", title="Preis"
    )
    open_one = add_attachment(paper, by=cast.council_clerk, content=b"%PDF-1.7 Plan", title="Plan")
    refused = [lambda: add_attachment(paper, by=cast.council_clerk, content=b"%PDF-1.7 Preis", title="Neu")]
    refused.append(lambda: replace_attachment(open_one, file=pdf("Preis"), by=cast.council_clerk, reason="Neu."))

    for again in refused:
        with pytest.raises(ValidationError) as error:
            again()
        assert list(error.value.error_dict) == ["file"]
    detach(secret, by=cast.council_clerk, reason="Überholt.")
    for again in refused:
        with pytest.raises(ValidationError):
            again()

    assert [row.title for row in paper.attachments.all()] == ["Plan"]


# --- files that were replaced -----------------------------------------------------------------------------------------


def test_the_former_file_opens_for_who_writes_the_paper_and_for_nobody_else(cast, signed, client):
    annex = signed.attachments.first()
    replace_attachment(annex, file=pdf("zwei"), by=cast.author)
    replace_attachment(annex, file=pdf("drei"), by=cast.author)
    replace_attachment(annex, file=pdf("zwei"), by=cast.author)
    detach(annex, by=cast.author)

    kept = list(RemovedAttachment.objects.order_by("pk"))
    assert [(one.key, one.replaced) for one in kept] == [(annex.pk, True)] * 3 + [(annex.pk, False)]
    client.force_login(cast.colleague)
    read = [
        b"".join(client.get(reverse("papers_admin:removed_attachment", args=[one.pk])).streaming_content)
        for one in kept
    ]
    assert read == [b"%PDF-1.7 Vertrag", b"%PDF-1.7 zwei", b"%PDF-1.7 drei", b"%PDF-1.7 zwei"]
    for person in (cast.outsider, cast.cosigner, cast.member):
        client.force_login(person)
        assert client.get(reverse("papers_admin:removed_attachment", args=[kept[0].pk])).status_code in (302, 404)


def test_of_a_draft_nobody_saw_no_former_file_is_kept(cast):
    annex = add_attachment(draft(cast), by=cast.author)

    replace_attachment(annex, file=pdf(), by=cast.author)

    assert not RemovedAttachment.objects.exists()
    annex.refresh_from_db()
    assert (annex.filename, annex.title) == ("ersatz.pdf", "Anlage")
    with annex.file.open() as file:
        assert file.read() == b"%PDF-1.7 Ersatz"


# --- two at a time ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", CHANGES)
def test_whoever_comes_second_is_told_and_undoes_nothing(cast, signed, change):
    seen = attachments_that_stand(signed).token()
    rename_attachment(signed.attachments.first(), title="Kaufvertrag", by=cast.colleague)
    before = list(Attachment.objects.values())

    with pytest.raises(Changed) as told:
        CHANGES[change](signed, cast.author, seen=seen)

    assert "Kaufvertrag" in " ".join(told.value.messages)
    assert list(Attachment.objects.values()) == before


@pytest.mark.parametrize("change", ["replace", "rename", "level"])
def test_what_somebody_removed_meanwhile_is_told(cast, signed, change):
    annex = signed.attachments.first()
    stale = {"replace": {"file": pdf()}, "rename": {"title": "Neu"}, "level": {"confidentiality": "public"}}
    verbs = {"replace": replace_attachment, "rename": rename_attachment, "level": set_attachment_level}
    detach(Attachment.objects.get(pk=annex.pk), by=cast.colleague)

    with pytest.raises(WrongState):
        verbs[change](annex, **stale[change], by=cast.author)
    with pytest.raises(WrongState):
        detach(annex, by=cast.author)
    assert RemovedAttachment.objects.count() == 1


def test_an_order_of_other_attachments_is_refused(cast, signed):
    other = add_attachment(draft(cast), by=cast.author)

    for order in ([], keys(signed)[:1], [*keys(signed), other.pk], keys(signed) * 2):
        with pytest.raises(Changed):
            reorder_attachments(signed, order=order, by=cast.author)
