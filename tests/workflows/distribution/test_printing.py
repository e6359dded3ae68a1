"""What cannot be printed is said while it can be changed, and stands in the way of a release."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images import get_image_model

from papers.access.groups import sync_groups
from tests.factories.opening import opened_files
from tests.factories.papers import draft, finish_open, fresh, kind
from tests.factories.papers import filled_body as filled
from tests.papers.pdf.samples import image_block, picture, section, text, uploaded
from workflows.errors import UnprintablePaper
from workflows.routing.release import pass_formal_check
from workflows.routing.steps import start_routing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files_kept_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def paper(cast):
    """With a picture that nobody who cannot see it learns of."""
    body = [*filled(kind("decision")), section(image_block(uploaded(), alt=""), heading="Ansicht")]
    return draft(cast, "decision", body=body)


def test_the_editor_names_it_and_leads_to_the_place(client, cast):
    paper = draft(
        cast, "decision", body=[*filled(kind("decision")), section(text("<p>Das freut uns 😀</p>"), heading="Ausblick")]
    )
    sync_groups(cast.author)
    client.force_login(cast.author)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[paper.pk])).text
    block = paper.get_latest_revision_as_object().body[-1].value["content"][0]
    assert f'href="#block-{block.id}-section"' in page
    assert "U+1F600 GRINNING FACE" in page
    submit = client.get(reverse("workflows:submit", args=[paper.pk])).text
    assert f'href="{reverse("wagtailadmin_pages:edit", args=[paper.pk])}#block-{block.id}-section"' in submit
    sound = draft(cast)
    assert "#block-" not in client.get(reverse("workflows:submit", args=[sound.pk])).text


def test_the_formal_check_does_not_pass_until_it_is_mended(client, cast, paper):
    start_routing(paper, by=cast.author)
    finish_open(fresh(paper), cast, "co_sign")
    with pytest.raises(UnprintablePaper) as refused:
        pass_formal_check(fresh(paper), by=cast.council_clerk)
    assert "Ansicht" in refused.value.messages[0]
    assert fresh(paper).number is None
    sync_groups(cast.council_clerk)
    client.force_login(cast.council_clerk)
    answer = client.post(reverse("workflows:check", args=[paper.pk]), {"remark": ""})
    assert "Rathaus" in answer.text
    assert fresh(paper).number is None


def from_the_form(client, title):
    """A picture that somebody uploaded, of which Wagtail keeps what it has read."""
    file = SimpleUploadedFile("rathaus.png", picture(), "image/png")
    assert (
        client.post(reverse("wagtailimages:add"), {"title": title, "file": file, "collection": "1"}).status_code == 302
    )
    return get_image_model().objects.get(title=title)


# Wagtail's thumbnails
@pytest.mark.filterwarnings("ignore:Exception ignored in.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning")
def test_the_editor_opens_no_picture_it_knows_and_none_twice(client, cast):
    client.force_login(cast.admin)
    known, unknown = from_the_form(client, "Rathaus"), uploaded()
    get_image_model().objects.filter(pk=unknown.pk).update(file_size=None)  # as of a row that is older than Wagtail's
    blocks = (text("<p>Das freut uns 😀</p>"), image_block(known), image_block(unknown))
    body = [*filled(kind("decision")), section(*blocks, heading="Ansicht")]
    paper = draft(cast, "decision", body=body, by=cast.council_clerk)  # who sees every picture
    editor = reverse("wagtailadmin_pages:edit", args=[paper.pk])
    assert "GRINNING FACE" in client.get(editor).text

    with opened_files() as opened:
        client.get(editor)

    pictures = (known.file.path, unknown.file.path)
    assert [path for path in opened if path in pictures] == [unknown.file.path]


# Wagtail's thumbnails
@pytest.mark.filterwarnings("ignore:Exception ignored in.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning")
def test_a_picture_whose_file_is_not_the_one_that_was_uploaded_is_named_in_the_editor(client, cast):
    client.force_login(cast.admin)
    image = from_the_form(client, "Ersetzt")
    body = [*filled(kind("decision")), section(image_block(image), heading="Ansicht")]
    paper = draft(cast, "decision", body=body, by=cast.council_clerk)
    editor = reverse("wagtailadmin_pages:edit", args=[paper.pk])
    problem = "Das Bild „Ersetzt“ kann nicht gelesen werden."
    assert problem not in client.get(editor).text
    with image.file.storage.open(image.file.name, "wb") as file:
        file.write(b"kein Bild")
    assert problem in client.get(editor).text
    image.file.storage.delete(image.file.name)
    assert problem in client.get(editor).text
