"""An image stands in a text; whoever may read the text may see it, and nobody else."""

from __future__ import annotations

import pytest
from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from tests.factories.papers import draft, edit, filled_body, fresh, kind
from umlauf.portal.views.papers import paper_url
from workflows.routing.steps import start_routing


@pytest.fixture
def image(db, tmp_path):
    path = tmp_path / "karte.png"
    Picture.new("RGB", (1400, 20), "red").save(path)
    with path.open("rb") as file:
        return get_image_model().objects.create(title="Karte", file=ImageFile(file, name="karte.png"))


@pytest.fixture
def circulating(cast, image):
    """Not released; the image came with an edit, so only the revision knows of it."""
    paper = draft(cast)
    content = [
        (
            "image",
            {"image": {"image": image, "decorative": False, "alt_text": "Karte des Nordufers"}, "caption": "Nordufer"},
        )
    ]
    edit(
        paper,
        by=cast.author,
        body=[*filled_body(kind("decision")), ("section", {"key": "", "heading": "Karte", "content": content})],
    )
    start_routing(fresh(paper), by=cast.author)
    assert not ReferenceIndex.get_references_to(image).exists()
    return fresh(paper)


def status_of(client, address):
    response = client.get(address)
    response.close()
    return response.status_code


def test_a_reader_of_a_circulating_text_sees_its_images(cast, signed_in, image, circulating):
    address = f"/media/{image.file.name}"

    # reads with the office that signs, has no way into the admin
    assert status_of(signed_in(cast.office_adviser), address) == 200
    for name in ("citizen", "member", "other_member", "inactive"):
        assert status_of(signed_in(getattr(cast, name)), address) == 404, name


# Wagtail leaves the rendition's temporary file to the collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_page_shows_it_with_its_text_alternative(cast, signed_in, image, circulating):
    page = signed_in(cast.office_adviser).get(paper_url(circulating)).content.decode()

    rendition = image.renditions.get()
    assert f'src="/media/{rendition.file.name}"' in page
    assert 'alt="Karte des Nordufers"' in page
    assert status_of(signed_in(cast.office_adviser), f"/media/{rendition.file.name}") == 200
    assert status_of(signed_in(cast.citizen), f"/media/{rendition.file.name}") == 404


def test_a_reference_from_something_else_opens_nothing(cast, client, image):
    """Rows of other tables have numbers too; one that equals a paper's must not count as that paper."""
    from django.contrib.contenttypes.models import ContentType

    from papers.models import Organization
    from tests.factories.papers import paper_at

    paper = paper_at("deliberating", cast)
    organization = ContentType.objects.get_for_model(Organization)
    ReferenceIndex.objects.create(
        base_content_type=organization,
        content_type=organization,
        object_id=str(paper.pk),
        to_content_type=ContentType.objects.get_for_model(image),
        to_object_id=str(image.pk),
        model_path="logo",
        content_path="logo",
        content_path_hash=ReferenceIndex._get_content_path_hash("logo"),
    )

    assert status_of(client, f"/media/{image.file.name}") == 404


def test_a_file_that_is_gone_is_a_404(cast, signed_in, image):
    image.file.storage.delete(image.file.name)

    assert status_of(signed_in(cast.author), f"/media/{image.file.name}") == 404
