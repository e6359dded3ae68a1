"""Of a picture nothing is kept but its pixels: not where it was taken, not by whom."""

from __future__ import annotations

import io

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ImageField
from PIL import Image as Picture
from PIL import PngImagePlugin
from wagtail.images import get_image_model

from papers.files.pictures import NotAPicture, image_fields, only_pixels
from tests.factories import files
from tests.factories.images import picture
from tests.factories.papers import draft

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a rendition's file

PLACE = b"Lindenallee 7"


def exif(orientation=1):
    found = Picture.Exif()
    found[0x010E] = PLACE.decode()  # description
    found[0x013B] = "Paula Fotografin"
    found[0x0112] = orientation
    found.get_ifd(0x8825).update({1: "N", 2: (52.0, 22.0, 0.0), 3: "E", 4: (9.0, 44.0, 0.0)})
    return found


def texts():
    found = PngImagePlugin.PngInfo()
    found.add_text("Location", PLACE.decode())
    found.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{PLACE.decode()}</x:xmpmeta>")
    return found


XMP = b"<x:xmpmeta>" + PLACE + b"</x:xmpmeta>"
TAGGED = {
    "jpg": files.photo("JPEG", exif=exif(), comment=PLACE, xmp=XMP) + PLACE,
    "png": files.photo("PNG", exif=exif(), pnginfo=texts()) + PLACE,
    "gif": files.photo("GIF", comment=PLACE) + PLACE,
    "webp": files.photo("WEBP", exif=exif(), xmp=XMP),
}


@pytest.mark.parametrize("suffix", TAGGED)
def test_nothing_but_pixels_is_left(suffix):
    assert PLACE in TAGGED[suffix]

    clean = only_pixels(TAGGED[suffix])

    assert PLACE not in clean
    with Picture.open(io.BytesIO(clean)) as after, Picture.open(io.BytesIO(TAGGED[suffix])) as before:
        assert (after.format, after.size) == (before.format, before.size)
        assert dict(after.getexif()) == {}
        assert after.getexif().get_ifd(0x8825) == {}


def test_a_picture_is_turned_before_the_note_of_it_is_lost():
    clean = only_pixels(files.photo("JPEG", (40, 30), exif=exif(orientation=6)))

    with Picture.open(io.BytesIO(clean)) as after:
        assert after.size == (30, 40)
        assert dict(after.getexif()) == {}


def test_the_pixels_of_a_jpeg_that_is_not_turned_stay_as_good_as_they_are():
    before = io.BytesIO()
    Picture.effect_noise((64, 64), 90).convert("RGB").save(before, "JPEG", quality=60, exif=exif())

    with Picture.open(io.BytesIO(only_pixels(before.getvalue()))) as after, Picture.open(before) as old:
        assert max(abs(a - b) for a, b in zip(after.tobytes(), old.tobytes(), strict=True)) <= 16


def test_colours_and_movement_stay():
    frames = [Picture.new("RGB", (10, 10), colour) for colour in ("red", "green", "blue")]
    moving = io.BytesIO()
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:], duration=[100, 200, 300], comment=PLACE)
    profile = files.photo("PNG", icc_profile=b"a profile")

    with Picture.open(io.BytesIO(only_pixels(moving.getvalue()))) as after:
        assert after.n_frames == 3
    assert PLACE not in only_pixels(moving.getvalue())
    with Picture.open(io.BytesIO(only_pixels(profile))) as after:
        assert after.info["icc_profile"] == b"a profile"


@pytest.mark.parametrize("data", [b"", b"GIF89a", files.photo("JPEG", (400, 300))[:600], files.photo("TIFF")])
def test_what_is_no_picture_is_said_to_be_none(data):
    with pytest.raises(NotAPicture):
        only_pixels(data)


# --- on the way into the library


def test_every_field_for_images_keeps_pixels_only(cast):
    models = {model for model in apps.get_models() if any(isinstance(f, ImageField) for f in model._meta.get_fields())}
    assert {model._meta.label for model in models if image_fields(model)} == {
        "wagtailimages.Image",
        "wagtailimages.Rendition",
        "wagtailusers.UserProfile",
    }
    profile = cast.author.wagtail_userprofile
    profile.avatar = ContentFile(TAGGED["jpg"], name="ich.jpg")
    profile.save()
    image = get_image_model().objects.create(title="Karte", file=ImageFile(io.BytesIO(TAGGED["jpg"]), name="a.jpg"))

    for kept in (profile.avatar, image.file, image.get_rendition("width-20").file):
        with kept.storage.open(kept.name) as file:
            assert PLACE not in file.read()
    assert image.file_size == image.file.size
    assert image.file_hash


def test_renditions_of_images_that_are_older_lose_it_too(cast):
    image = get_image_model().objects.create(title="Karte", file=ImageFile(io.BytesIO(picture()), name="a.jpg"))
    with image.file.storage.open(image.file.name, "wb") as file:
        file.write(files.photo("JPEG", (1400, 20), exif=exif()))

    rendition = image.get_rendition("width-20")

    with rendition.file.storage.open(rendition.file.name) as file:
        assert PLACE not in file.read()


def upload(client, content, name="karte.jpg"):
    file = SimpleUploadedFile(name, content)
    return client.post("/admin/images/add/", {"title": "Karte", "file": file, "collection": 1})


def test_the_library_takes_pixels_and_refuses_what_it_cannot_read(cast, signed_in):
    draft(cast)
    client = signed_in(cast.author)

    upload(client, TAGGED["jpg"])
    refused = upload(client, files.photo("JPEG", (400, 300), exif=exif())[:1000], name="halb.jpg")
    other = upload(client, TAGGED["png"], name="karte.jpg")
    drawing = upload(client, b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", name="karte.svg")

    (image,) = get_image_model().objects.all()
    with image.file.storage.open(image.file.name) as file:
        assert PLACE not in file.read()
    for response in (refused, other, drawing):
        assert list(response.context["form"].errors) == ["file"]
