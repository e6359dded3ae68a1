"""Images as people upload them, and texts that show one."""

from __future__ import annotations

import io

from django.core.cache import cache
from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.images import get_image_model

from tests.factories.papers import filled_body, kind


def picture(size=(1400, 20), colour="red"):
    out = io.BytesIO()
    Picture.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def image_of(person, title="Karte", name="karte.png", **options):
    cache.clear()  # Wagtail remembers renditions by keys that come again in the next test
    file = ImageFile(io.BytesIO(picture(**options)), name=name)
    return get_image_model().objects.create(title=title, file=file, uploaded_by_user=person)


def with_image(image):
    """A body whose last section shows it."""
    value = {"image": image, "decorative": False, "alt_text": "Karte des Nordufers"}
    content = [("image", {"image": value, "caption": "Nordufer"})]
    return [*filled_body(kind("decision")), ("section", {"key": "", "heading": "Karte", "content": content})]


def posted_with_image(image):
    """The same section as the editor posts it."""
    content = "body-0-value-content"
    return {
        "body-count": "1", "body-0-type": "section", "body-0-order": "0", "body-0-deleted": "", "body-0-id": "",
        "body-0-value-key": "", "body-0-value-heading": "Karte",
        f"{content}-count": "1", f"{content}-0-type": "image", f"{content}-0-order": "0", f"{content}-0-deleted": "",
        f"{content}-0-id": "", f"{content}-0-value-image-image": str(image.pk),
        f"{content}-0-value-image-alt_text": "Karte", f"{content}-0-value-caption": "",
    }  # fmt: skip
