"""Wagtail's library of images asks the access rule on every way: lists, choosers, forms, thumbnails, interfaces for
programs, actions on several; and no text takes in an image its writer may not see."""

from __future__ import annotations

import json
import sys

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images import get_image_model
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail_localize.models import OverridableSegment, SegmentOverride, Translation

from papers.access.image_policy import policy
from papers.access.images import images_visible_to, may_see_image
from papers.models import ImageUse
from tests.daily import daily
from tests.factories.images import image_of, picture, posted_with_image, with_image
from tests.factories.papers import draft, edit, fresh, paper_at, translate
from tests.shown import shown_form

# Wagtail leaves the temporary file of a rendition to the collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

TITLE = "Lindenallee 7"
QUERIES = {"/admin/images/": 28, "/admin/images/chooser/": 19, "/admin/api/main/images/": 14}
BULK_ACTIONS = ("add_tags", "add_to_collection", "delete")
OUTSIDERS = ["outsider", "secretary", "spokeswoman", "liaison", "chair", "former_colleague"]


@pytest.fixture
def secret(cast):
    """An image of a confidential draft, put there by an edit."""
    image = image_of(cast.author, TITLE, name="plan-der-allee.png")
    edit(draft(cast, confidentiality="confidential"), by=cast.author, body=with_image(image))
    return image


def addresses_of(image):
    one = f"/admin/images/{image.pk}"
    return [
        f"{one}/",
        f"{one}/delete/",
        f"{one}/generate_url/",
        f"{one}/generate_url/output/?filter_method=original",
        f"{one}/preview/original/",
        f"/admin/images/usage/{image.pk}/",
        f"/admin/images/multiple/{image.pk}/",
        f"/admin/images/multiple/{image.pk}/delete/",
        f"/admin/images/chooser/chosen/{image.pk}/",
        f"/admin/images/chooser/chosen-multiple/?id={image.pk}",
        f"/admin/images/chooser/{image.pk}/select_format/",
        f"/admin/api/main/images/{image.pk}/",
        "/admin/images/",
        "/admin/images/results/?q=Lindenallee",
        "/admin/images/?layout=list",
        "/admin/images/chooser/",
        "/admin/images/chooser/results/?q=Lindenallee",
        "/admin/images/chooser/results/?layout=list",
        "/admin/api/main/images/",
        "/admin/api/main/images/?search=Lindenallee",
        *(f"/admin/bulk/wagtailimages/image/{action}/?id={image.pk}" for action in BULK_ACTIONS),
        f"/media/{image.file.name}",
    ]


def opened(client, address):
    response = client.get(address, headers={"x-requested-with": "XMLHttpRequest"})
    if response.streaming:
        body = b"".join(response.streaming_content)
    else:
        body = response.content
        if response.headers["Content-Type"].startswith("application/json"):
            body = json.dumps(response.json(), ensure_ascii=False).encode()
    response.close()
    return response.status_code, body


@pytest.mark.parametrize("name", daily(OUTSIDERS, "outsider", "liaison"))
def test_no_way_shows_the_image_of_a_secret_draft_to_an_outsider(cast, secret, signed_in, name):
    client = signed_in(cast.people()[name])
    own = addresses_of(secret)[:12]

    shown, let_in = [], []
    for address in addresses_of(secret):
        status, body = opened(client, address)
        if TITLE.encode() in body or body[:4] == b"\x89PNG" or (b"plan-der-allee" in body and status == 200):
            shown.append(address)
        if address in own and status == 200 and "chosen-multiple" not in address:
            let_in.append(address)

    assert shown == []
    assert let_in == []


def test_the_same_ways_do_show_it_to_the_author(cast, secret, signed_in):
    """The proof that the test above looks at something."""
    client = signed_in(cast.author)
    found = {address: opened(client, address)[1] for address in addresses_of(secret)}
    shown = [address for address, body in found.items() if TITLE.encode() in body or body[:4] == b"\x89PNG"]

    for address in (
        f"/admin/images/{secret.pk}/",
        f"/admin/images/chooser/chosen/{secret.pk}/",
        f"/admin/images/chooser/chosen-multiple/?id={secret.pk}",
        f"/admin/images/chooser/{secret.pk}/select_format/",
        f"/admin/api/main/images/{secret.pk}/",
        "/admin/images/",
        "/admin/images/results/?q=Lindenallee",
        "/admin/images/chooser/",
        "/admin/images/chooser/results/?q=Lindenallee",
        "/admin/api/main/images/",
        f"/media/{secret.file.name}",
    ):
        assert address in shown, address


def test_what_was_uploaded_twice_is_told_only_to_those_who_may_see_the_first(cast, secret, signed_in):
    def upload_as(person):
        file = SimpleUploadedFile("karte.png", picture(), "image/png")
        data = {"image-chooser-upload-title": "Neu", "image-chooser-upload-file": file}
        return signed_in(person).post("/admin/images/chooser/create/", data).json()["step"]

    secret.get_file_hash()  # as an upload by form does
    assert upload_as(cast.outsider) == "chosen"
    assert upload_as(cast.author) == "duplicate_found"


def test_people_who_draft_add_images_and_others_do_not(cast, signed_in):
    form = shown_form(signed_in(cast.outsider), "/admin/images/add/", enctype="multipart/form-data")
    form.fill({"Titel": "Brücke", "Datei": SimpleUploadedFile("b.png", picture(), "image/png")}).saved()

    image = get_image_model().objects.get(title="Brücke")
    assert (image.uploaded_by_user, image.collection.depth) == (cast.outsider, 1)
    for name in ("secretary", "liaison", "member"):
        assert signed_in(cast.people()[name]).get("/admin/images/add/").status_code == 302, name


def test_images_have_no_tags_which_everybody_would_be_offered(cast, signed_in):
    image = image_of(cast.author)
    client = signed_in(cast.author)
    for address in ("/admin/images/add/", f"/admin/images/{image.pk}/"):
        form = shown_form(client, address, enctype="multipart/form-data")
        assert [name for name in form.form.fields if "tags" in name] == []
    client.post(f"/admin/images/{image.pk}/", {"title": "Karte", "tags": TITLE})
    several = {f"image-{image.pk}-title": "Karte", f"image-{image.pk}-tags": TITLE}
    client.post(f"/admin/images/multiple/{image.pk}/", several)
    client.post(f"/admin/bulk/wagtailimages/image/add_tags/?id={image.pk}", {"tags": TITLE})

    assert signed_in(cast.outsider).get("/admin/tag-autocomplete/?term=Linden", follow=True).status_code == 404
    assert not image.tags.exists()


def test_a_picture_in_a_signed_text_is_not_changed_into_another(cast, signed_in):
    image = image_of(cast.author, TITLE)
    paper_at("co_signing", cast, body=with_image(image))

    for name in ("author", "council_clerk", "admin"):
        client = signed_in(cast.people()[name])
        for address in (f"/admin/images/{image.pk}/", f"/admin/images/{image.pk}/delete/"):
            assert client.get(address).status_code == 404, (name, address)
            client.post(address, {"title": "Anderes Bild"})
        client.post(f"/admin/bulk/wagtailimages/image/delete/?id={image.pk}")

    image.refresh_from_db()
    assert image.title == TITLE


def test_who_uploaded_an_image_changes_it_until_then_and_deletes_it_while_it_stands_nowhere(cast, signed_in):
    image = image_of(cast.author, TITLE)
    client = signed_in(cast.author)
    form = shown_form(client, f"/admin/images/{image.pk}/", enctype="multipart/form-data")
    form.fill({"Titel": "Nordufer"}).saved()
    image.refresh_from_db()
    assert image.title == "Nordufer"

    paper = draft(cast, body=with_image(image))
    assert client.get(f"/admin/images/{image.pk}/").status_code == 200
    client.post(f"/admin/images/{image.pk}/delete/")
    assert get_image_model().objects.filter(pk=image.pk).exists()

    paper.delete()
    client.post(f"/admin/images/{image.pk}/delete/")
    assert not get_image_model().objects.filter(pk=image.pk).exists()


@pytest.mark.parametrize("address", ["/admin/images/", "/admin/images/chooser/", "/admin/api/main/images/"])
@pytest.mark.parametrize("count", [2, 9])
def test_the_lists_ask_a_fixed_number_of_questions(cast, signed_in, django_assert_num_queries, address, count):
    client = signed_in(cast.author)
    for number in range(count):
        image = image_of(cast.author, f"Bild {number}", size=(20 + number, 20))
        image.get_rendition("max-165x165")
        draft(cast, body=with_image(image))
    client.get(address)

    with django_assert_num_queries(QUERIES[address]):
        body = opened(client, address)[1].decode()

    assert f"Bild {count - 1}" in body


# --- the policy


def test_every_module_of_wagtail_asks_our_policy():
    old = CollectionOwnershipPermissionPolicy
    modules = {name: module for name, module in list(sys.modules.items()) if name.startswith("wagtail.images")}
    kept = set()
    for name, module in modules.items():
        for key, value in vars(module).items():
            own = vars(value).get("permission_policy") if isinstance(value, type) else None
            if isinstance(value, old) or isinstance(own, old):
                kept.add(f"{name}.{key}")

    assert kept == set()
    assert sys.modules["wagtail.images.views.images"].permission_policy is policy


def test_the_policy_answers_as_the_rule(cast, secret):
    free = image_of(cast.author)
    for person in cast.people().values():
        listed = {image.pk for image in policy.instances_user_has_permission_for(person, "choose")}
        assert listed <= {image.pk for image in images_visible_to(person)}
        for image in (secret, free):
            assert policy.user_has_permission_for_instance(person, "choose", image) == (image.pk in listed)
            for action in ("change", "delete"):
                if policy.user_has_permission_for_instance(person, action, image):
                    assert may_see_image(person, image.pk)


# --- what may be put into a text


def editor_form(paper, **body):
    names = ("title", "place", "agenda_item", "summary", "kind_id", "originating_office_id", "confidentiality")
    text = {name.removesuffix("_id"): getattr(paper, name) for name in names}
    comments = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return text | comments | {"date": paper.date.isoformat()} | body


def own_paper(cast):
    return draft(cast, title="Eigene Vorlage", by=cast.outsider, originating_office=cast.org.works_office, slip=[])


def test_nobody_puts_an_image_into_a_text_that_they_may_not_see(cast, secret, signed_in):
    paper = own_paper(cast)
    client = signed_in(cast.outsider)
    revisions = paper.revisions.count()

    for address in (f"/admin/pages/{paper.pk}/edit/", f"/admin/pages/{paper.pk}/edit/preview/"):
        for changes in ({}, {"title": ""}):  # a form that is shown again would name the image
            response = client.post(address, editor_form(paper, **posted_with_image(secret)) | changes)
            assert "Lindenallee" not in response.content.decode()
    with pytest.raises(PermissionDenied):
        edit(paper, by=cast.outsider, body=with_image(secret))

    assert paper.revisions.count() == revisions
    assert not ImageUse.objects.filter(paper=paper).exists()
    assert not may_see_image(cast.outsider, secret.pk)


def test_an_image_of_ones_own_is_put_into_a_text_in_the_editor(cast, signed_in):
    """The proof that the test above posts what the editor posts."""
    paper, image = own_paper(cast), image_of(cast.outsider)

    signed_in(cast.outsider).post(f"/admin/pages/{paper.pk}/edit/", editor_form(paper, **posted_with_image(image)))

    assert list(ImageUse.objects.filter(paper=paper).values_list("image", flat=True)) == [image.pk]


def test_a_translation_takes_in_no_image_its_translator_may_not_see(cast, secret, run_on_commit):
    """wagtail-localize lets translators put another image in the place of the original's, by its number."""
    paper = paper_at("deliberating", cast, body=with_image(image_of(cast.author)))
    with run_on_commit():
        page = translate(paper, "en")
    translation = Translation.objects.get(target_locale=page.locale)
    segment = OverridableSegment.objects.filter(source=translation.source).first()
    SegmentOverride.objects.create(locale=page.locale, context=segment.context, data_json=json.dumps(secret.pk))
    cast.liaison.memberships.update(role="liaison")
    type(cast.org.bristol).objects.filter(pk=cast.org.bristol.pk).update(languages=["en"])

    with pytest.raises(PermissionDenied):
        translation.save_target(user=cast.liaison, publish=False)

    assert not ImageUse.objects.filter(page=fresh(page), image=secret).exists()
    assert not may_see_image(cast.liaison, secret.pk)
