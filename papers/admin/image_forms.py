from __future__ import annotations

from wagtail.images.forms import BaseImageForm


class ImageForm(BaseImageForm):
    """The form has no tags: Wagtail offers those of all images to everybody, and a word on the image of a confidential
    draft is a word of the draft."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("tags", None)
