from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy
from wagtail.images.forms import BaseImageForm

from papers.files.names import safe_name
from papers.files.pictures import NotAPicture, cleaned

UNREADABLE = gettext_lazy("The image cannot be read to its end. Save it anew.")


class ImageForm(BaseImageForm):
    """The form has no tags: Wagtail offers those of all images to everybody, and a word on the image of a confidential
    draft is a word of the draft."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("tags", None)
        if "file" in self.fields:
            field: Any = self.fields["file"]
            field.to_python = partial(_read, field.to_python)  # Wagtail's own lets errors of Pillow through

    def clean_file(self) -> Any:
        """Wagtail has looked whether the content is what the name says."""
        file = self.cleaned_data.get("file")
        if not file or "file" not in self.changed_data:
            return file
        try:
            picture = cleaned(file)
        except NotAPicture as problem:
            raise ValidationError(UNREADABLE) from problem
        picture.name = safe_name(file.name)
        return picture


def _read(to_python: Callable[[Any], Any], data: Any) -> Any:
    try:
        return to_python(data)
    except (OSError, SyntaxError, ValueError) as problem:
        raise ValidationError(UNREADABLE) from problem
