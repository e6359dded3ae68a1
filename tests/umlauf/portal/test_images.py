"""An image stands in texts; whoever may read one of them may see it, and nobody else."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from papers.access import may_read, principals_remembered
from papers.access.images import images_visible_to, may_see_image
from papers.models import ImageUse, Membership, Organization, Paper
from tests.daily import daily
from tests.factories.images import image_of, with_image
from tests.factories.papers import STAGES, draft, edit, filled_body, fresh, kind, paper_at, translate
from umlauf.portal.addresses import paper_url
from workflows.routing.release import release
from workflows.routing.steps import return_to_author, start_routing

# Wagtail leaves the temporary file of a rendition to the collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def image(cast):
    return image_of(cast.author)


@pytest.fixture
def circulating(cast, image):
    """Not released; the image came with an edit, so only the revision knows of it."""
    paper = draft(cast)
    edit(paper, by=cast.author, body=with_image(image))
    start_routing(fresh(paper), by=cast.author)
    assert not ReferenceIndex.get_references_to(image).exists()
    return fresh(paper)


def status_of(client, address):
    response = client.get(address)
    response.close()
    return response.status_code


def seen_by(cast, image):
    with principals_remembered():
        return {name for name, person in cast.people().items() if may_see_image(person, image.pk)}


def readers_of(cast, paper):
    with principals_remembered():
        return {name for name, person in cast.people().items() if may_read(person, paper)}


# --- the rule


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("level", daily(["public", "confidential"], "confidential"))
def test_an_image_is_seen_by_those_who_read_the_text_it_stands_in(cast, image, stage, level):
    paper = paper_at(stage, cast, body=with_image(image), confidentiality=level)

    seen = seen_by(cast, image)

    assert seen == readers_of(cast, paper)
    assert "author" in seen
    assert {"outsider", "citizen"}.isdisjoint(seen) or (paper.live and level == "public")


def test_an_image_that_stands_nowhere_is_seen_by_who_uploaded_it_and_by_the_council_office(cast, image):
    assert seen_by(cast, image) == {"author", "council_clerk", "second_clerk", "admin"}
    assert seen_by(cast, image_of(None)) == {"council_clerk", "second_clerk", "admin"}
    assert not may_see_image(cast.admin, 99999)


def test_who_uploaded_an_image_and_left_the_office_does_not_see_it_in_its_texts(cast, image):
    draft(cast, body=with_image(image))
    Membership.objects.filter(person=cast.author).update(organization=cast.org.works_office)

    assert "author" not in seen_by(cast, image)


def test_the_image_of_a_draft_is_not_seen_by_readers_of_the_released_text_before_it(cast, image):
    paper = paper_at("deliberating", cast)
    return_to_author(fresh(paper), by=cast.council_clerk, reason="Neue Zahlen.")
    edit(paper, by=cast.author, body=with_image(image))

    assert "citizen" in readers_of(cast, fresh(paper))
    assert seen_by(cast, image) == {
        "author",
        "colleague",
        "council_clerk",
        "second_clerk",
        "admin",
    }


def test_an_image_taken_out_of_the_text_is_not_seen_by_its_readers_any_more(cast, image):
    paper = paper_at("releasing", cast, body=with_image(image))
    release(paper, by=cast.council_clerk)
    assert "citizen" in seen_by(cast, image)

    revision = edit(paper, by=cast.council_clerk, body=filled_body(kind("decision"))).get_latest_revision()
    revision.publish(user=cast.council_clerk)

    assert "citizen" not in seen_by(cast, image)
    assert "author" in seen_by(cast, image)  # who may still look at the text that was


def test_the_image_of_a_translation_is_seen_by_its_readers(cast, image, run_on_commit):
    paper = paper_at("deliberating", cast, body=with_image(image), confidentiality="confidential")
    with run_on_commit():
        page = translate(paper, "en")
    assert fresh(page).live

    assert {use.page_id for use in ImageUse.objects.filter(paper=paper)} == {paper.pk, page.pk}
    assert seen_by(cast, image) == readers_of(cast, paper)


def test_uses_go_with_the_text_they_stand_in(cast, image):
    paper = draft(cast, body=with_image(image))
    assert ImageUse.objects.filter(image=image).exists()

    Paper.objects.get(pk=paper.pk).delete()

    assert not ImageUse.objects.exists()
    assert seen_by(cast, image) == {"author", "council_clerk", "second_clerk", "admin"}


def test_overwriting_a_revision_overwrites_its_uses(cast, image):
    """As autosave does."""
    page = draft(cast, body=with_image(image)).get_latest_revision_as_object()
    other = image_of(cast.author, "Andere Karte")
    page.body = with_image(other)

    page.save_revision(user=cast.author, overwrite_revision=page.latest_revision)

    assert list(ImageUse.objects.values_list("image", flat=True)) == [other.pk]


def test_the_migration_finds_the_images_of_texts_written_before(cast, image, run_on_commit):
    paper = paper_at("deliberating", cast, body=with_image(image))
    edit(paper, by=cast.council_clerk, body=filled_body(kind("decision")))
    with run_on_commit():
        translate(paper, "en")
    recorded = sorted(ImageUse.objects.values_list("paper", "page", "revision", "image"))
    ImageUse.objects.all().delete()

    import_module("papers.migrations.0009_image_uses").record(apps, None)

    assert len(recorded) > 1
    assert sorted(ImageUse.objects.values_list("paper", "page", "revision", "image")) == recorded


def test_every_field_that_could_name_an_image_is_looked_at():
    image = get_image_model()
    for model in (Paper, *Paper.__subclasses__()):
        own = [field for field in model._meta.get_fields() if not field.auto_created]
        assert [field.name for field in own if field.related_model is image] == [], (
            "papers.access.images looks into texts"
        )


# --- files


def test_a_reader_of_a_circulating_text_sees_its_images(cast, signed_in, image, circulating):
    address = f"/media/{image.file.name}"

    # reads with the office that signs, has no way into the admin
    assert status_of(signed_in(cast.office_adviser), address) == 200
    for name in ("citizen", "member", "other_member", "inactive", "outsider", "secretary", "spokeswoman", "liaison"):
        assert status_of(signed_in(getattr(cast, name)), address) == 404, name


@pytest.mark.parametrize("name", ["outsider", "secretary", "spokeswoman", "chair", "former_colleague"])
def test_whoever_enters_the_admin_sees_no_image_of_a_confidential_draft(cast, signed_in, image, name):
    draft(cast, body=with_image(image), confidentiality="confidential")
    thumbnail = image.get_rendition("max-165x165")

    for file in (image.file, thumbnail.file):
        assert status_of(signed_in(cast.people()[name]), f"/media/{file.name}") == 404, file.name
        assert status_of(signed_in(cast.colleague), f"/media/{file.name}") == 200, file.name


def test_the_page_shows_it_with_its_text_alternative(cast, signed_in, image, circulating):
    page = signed_in(cast.office_adviser).get(paper_url(circulating)).content.decode()

    rendition = image.renditions.get()
    assert f'src="/media/{rendition.file.name}"' in page
    assert 'alt="Karte des Nordufers"' in page
    assert status_of(signed_in(cast.office_adviser), f"/media/{rendition.file.name}") == 200
    assert status_of(signed_in(cast.citizen), f"/media/{rendition.file.name}") == 404


def test_only_public_images_stay_in_a_browser(cast, signed_in):
    public, secret = image_of(cast.author), image_of(cast.author)
    paper_at("deliberating", cast, body=with_image(public))
    paper_at("deliberating", cast, body=with_image(secret), confidentiality="confidential")

    for image, expected in ((public, "private, max-age=3600"), (secret, "private, no-store")):
        response = signed_in(cast.member).get(f"/media/{image.file.name}")
        response.close()
        assert sorted(response.headers["Cache-Control"].split(", ")) == sorted(expected.split(", "))


def test_a_reference_from_something_else_opens_nothing(cast, client, image):
    """Rows of other tables have numbers too; one that equals a paper's must not count as that paper."""
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


# --- many


@pytest.mark.parametrize("count", [1, 9])
def test_a_list_of_images_costs_the_same_however_many_there_are(cast, django_assert_num_queries, count):
    for _number in range(count):
        draft(cast, body=with_image(image_of(cast.author)))
    image_of(cast.author)

    with django_assert_num_queries(3):  # two for who the person is today
        assert len(images_visible_to(cast.colleague)) == count
