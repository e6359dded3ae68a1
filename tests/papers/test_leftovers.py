"""Files nothing refers to go after a grace, and nothing else does."""

from __future__ import annotations

import os
import time

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from wagtail.images import get_image_model
from wagtail.models import UploadedFile

from papers.attaching import detach
from papers.leftovers import file_fields, remove
from tests.factories.images import image_of, with_image
from tests.factories.papers import add_attachment, draft

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a rendition's file


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def old(name, days=40):
    then = time.time() - days * 86400
    os.utime(default_storage.path(name), (then, then))
    return name


def kept(name, days=40):
    return old(default_storage.save(name, ContentFile(b"a")), days)


def test_what_is_old_and_named_by_no_row_goes(cast):
    paper = draft(cast)
    attached = add_attachment(paper, by=cast.author)
    removed = add_attachment(paper, by=cast.author)
    detach(removed, by=cast.author)
    image = image_of(cast.author)
    rendition = image.get_rendition("width-20")
    half = UploadedFile.objects.create(file=ContentFile(b"a", name="halb.png"), uploaded_by_user=cast.author)
    stay = [attached.file.name, image.file.name, rendition.file.name, half.file.name, kept("printed/ab/a.pdf")]
    go = [removed.file.name, kept("attachments/verwaist.pdf"), kept("original_images/verwaist.png")]
    for name in (*stay, *go):
        old(name)
    young = kept("attachments/eben.pdf", days=0)

    call_command("clean_files", "--dry-run")
    assert all(default_storage.exists(name) for name in (*stay, *go, young))
    call_command("clean_files")

    assert [name for name in go if default_storage.exists(name)] == []
    assert [name for name in (*stay, young) if not default_storage.exists(name)] == []


def test_every_field_for_files_counts():
    assert {f"{model.__name__}.{field.name}" for model, field in file_fields()} == {
        "Attachment.file",
        "Document.file",
        "Image.file",
        "PrintedPaper.file",
        "RemovedAttachment.file",
        "Rendition.file",
        "UploadedFile.file",
        "UserProfile.avatar",
    }


def test_a_file_that_was_given_a_row_meanwhile_stays(cast):
    attached = add_attachment(draft(cast), by=cast.author)

    assert not remove(default_storage, attached.file.name)
    assert default_storage.exists(attached.file.name)


def test_images_that_stand_in_no_text_go_where_one_asks_for_it(cast):
    used, _unused, young = (image_of(cast.author, title) for title in ("benutzt", "unbenutzt", "jung"))
    draft(cast, body=with_image(used))
    get_image_model().objects.exclude(pk=young.pk).update(created_at="2020-01-01T00:00:00Z")

    call_command("clean_files")
    assert get_image_model().objects.count() == 3
    call_command("clean_files", "--images", "--dry-run")
    assert get_image_model().objects.count() == 3
    call_command("clean_files", "--images")

    assert set(get_image_model().objects.values_list("title", "pk")) == {("benutzt", used.pk), ("jung", young.pk)}


def test_no_grace_is_no_answer(db):
    with pytest.raises(CommandError, match="at least 1 day"):
        call_command("clean_files", "--older-than-days", "0")
