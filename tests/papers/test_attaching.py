"""Files of a paper: who adds them, what is accepted, and what the record keeps."""

from __future__ import annotations

import hashlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import PageLogEntry

from papers.attaching import detach
from papers.models import Attachment
from tests.factories.papers import add_attachment, fresh, paper_at


def test_an_attachment_is_kept_with_its_digest_size_and_place(cast):
    paper = paper_at("draft", cast)

    first = add_attachment(paper, by=cast.author, title=" Kostenplan ", content=b"%PDF-1.7 eins")
    second = add_attachment(paper, by=cast.author, title="Lageplan", name="C:\\Pläne\\Lage.PDF")

    assert (first.title, first.size, first.sha512, first.media_type, first.position) == (
        "Kostenplan", 13, hashlib.sha512(b"%PDF-1.7 eins").hexdigest(), "application/pdf", 1,
    )  # fmt: skip
    assert (second.filename, second.position) == ("Lage.PDF", 2)
    assert list(paper.attachments.all()) == [first, second]


def test_the_stored_name_says_nothing_and_the_storage_has_no_address(cast):
    attachment = add_attachment(paper_at("draft", cast), by=cast.author, name="geheimer-grunderwerb.pdf")

    assert "grunderwerb" not in attachment.file.name
    with pytest.raises(ValueError, match="no public address"):
        attachment.file.url  # noqa: B018


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "virus.exe"}, "file"),
        ({"name": "ohne"}, "file"),
        ({"content": b"MZ\x90"}, "file"),
        ({"content": b"%PDF-" + bytes(1001)}, "file"),
        ({"content": b""}, "file"),
        ({"title": "  "}, "title"),
        ({"confidentiality": "secret"}, "confidentiality"),
    ],
)
def test_a_mistake_is_named_at_its_field(cast, settings, changes, field):
    settings.LARGEST_ATTACHMENT = 1000
    paper = paper_at("draft", cast)

    with pytest.raises(ValidationError) as error:
        add_attachment(paper, by=cast.author, **changes)

    assert list(error.value.message_dict) == [field]
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("stage", ["co_signing", "checking", "deliberating", "completed", "withdrawn"])
def test_the_author_adds_nothing_to_a_circulating_paper(cast, stage):
    paper = paper_at(stage, cast)

    with pytest.raises(PermissionDenied):
        add_attachment(paper, by=cast.author)

    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    "name", ["cosigner", "secretary", "chair", "outsider", "former_colleague", "inactive", "citizen"]
)
def test_others_add_and_remove_nothing(cast, name):
    paper = paper_at("draft", cast)
    attachment = add_attachment(paper, by=cast.author)
    person = cast.people()[name]

    with pytest.raises(PermissionDenied):
        add_attachment(paper, by=person)
    with pytest.raises(PermissionDenied):
        detach(attachment, by=person)

    assert list(paper.attachments.all()) == [attachment]


def test_the_log_keeps_what_was_added_and_removed(cast):
    paper = paper_at("draft", cast)
    attachment = add_attachment(paper, by=cast.author, title="Kostenplan")
    digest = attachment.sha512

    detach(attachment, by=cast.colleague)

    entries = (
        PageLogEntry.objects.filter(page=paper, action__startswith="umlauf.")
        .exclude(action="umlauf.slip")
        .order_by("timestamp", "pk")
    )
    assert [(entry.action, entry.user, entry.data["title"], entry.data["sha512"]) for entry in entries] == [
        ("umlauf.attach", cast.author, "Kostenplan", digest),
        ("umlauf.detach", cast.colleague, "Kostenplan", digest),
    ]
    assert Attachment.history.filter(title="Kostenplan").count() == 2


def test_attachments_are_not_part_of_a_revision(cast):
    paper = paper_at("draft", cast)
    before = paper.get_latest_revision()
    attachment = add_attachment(paper, by=cast.author, confidentiality="confidential")

    type(before).objects.get(pk=before.pk).as_object().save()

    assert list(fresh(paper).attachments.values_list("pk", "confidentiality")) == [(attachment.pk, "confidential")]


def test_the_screen_is_for_those_who_work_on_the_paper(cast, signed_in):
    paper = paper_at("deliberating", cast, title="Öffentlicher Bericht")
    address = f"/admin/papers/{paper.pk}/attachments/"

    statuses = {name: signed_in(person).get(address).status_code for name, person in cast.signed_in().items()}

    assert {name for name, status in statuses.items() if status == 200} == {
        "author",
        "colleague",
        "council_clerk",
        "second_clerk",
        "admin",
    }


def test_the_author_cannot_post_a_file_while_the_paper_circulates(cast, signed_in):
    paper = paper_at("co_signing", cast)

    response = signed_in(cast.author).post(f"/admin/papers/{paper.pk}/attachments/", {"title": "Nachgereicht"})

    assert response.status_code in (302, 403)
    assert not Attachment.objects.exists()


def test_what_the_verb_refuses_is_shown_at_its_field(cast, signed_in):
    paper = paper_at("draft", cast)
    file = SimpleUploadedFile("makro.exe", b"MZ")

    client = signed_in(cast.author)

    sent = {"file": file, "title": "Makro", "confidentiality": "public"}
    response = client.post(f"/admin/papers/{paper.pk}/attachments/", sent)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["file"]
    assert not Attachment.objects.exists()
