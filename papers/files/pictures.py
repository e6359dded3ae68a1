"""A picture is kept as its pixels and their colours, and nothing that a camera or a program wrote beside them: where it
was taken and when, by whom, what it looked like before it was cut, what hangs behind its end.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db.models import ImageField
from PIL import Image, ImageOps, ImageSequence

if TYPE_CHECKING:
    from django.db.models import Model

# What belongs to the pixels; all else that Pillow finds beside them is dropped, whatever it is called.
OF_THE_PIXELS = ("icc_profile", "transparency", "gamma", "background")
OF_THE_MOVEMENT = ("duration", "loop", "disposal", "blend")
# How a picture is written anew. A JPEG that is not turned keeps its tables, so that its pixels stay as they are.
OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 95},
    "WEBP": {"quality": 90, "method": 4},
    "PNG": {},
    "GIF": {},
}
ORIENTATION = 0x0112  # the tag in EXIF
UPRIGHT = 1


class NotAPicture(Exception):
    """What claims to be one cannot be read to its end."""


def only_pixels(data: bytes) -> bytes:
    """The same picture, upright. Raises NotAPicture."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            form = "JPEG" if image.format == "MPO" else str(image.format)  # a JPEG with small ones behind it
            if form not in OPTIONS:
                raise NotAPicture(form)
            return _moving(image, form) if getattr(image, "n_frames", 1) > 1 and form != "JPEG" else _still(image, form)
    except NotAPicture:
        raise
    except Exception as problem:  # Pillow raises anything over a bad file
        raise NotAPicture(repr(problem)) from problem


def _still(image: Image.Image, form: str) -> bytes:
    options = dict(OPTIONS[form])
    if image.getexif().get(ORIENTATION, UPRIGHT) != UPRIGHT:
        image = ImageOps.exif_transpose(image)
    elif image.format == "JPEG":
        options = {"quality": "keep"}
    image.load()
    _forget(image, OF_THE_PIXELS)
    return _written(image, form, options)


def _moving(image: Image.Image, form: str) -> bytes:
    frames, times = [], []
    for frame in ImageSequence.Iterator(image):
        copy = frame.copy()
        times.append(frame.info.get("duration", 0))
        _forget(copy, (*OF_THE_PIXELS, *OF_THE_MOVEMENT))
        frames.append(copy)
    options = {"save_all": True, "append_images": frames[1:], "duration": times, "loop": image.info.get("loop", 0)}
    return _written(frames[0], form, OPTIONS[form] | options)


def _forget(image: Image.Image, kept: tuple[str, ...]) -> None:
    image.info = {name: value for name, value in image.info.items() if name in kept}
    image.getexif().clear()


def _written(image: Image.Image, form: str, options: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    image.save(out, form, icc_profile=image.info.get("icc_profile"), exif=b"", **options)
    return out.getvalue()


# --- whatever is kept in a field for images


class PixelsOnly(ContentFile[bytes]):
    """The file of a picture that was written anew."""


def cleaned(file: Any) -> PixelsOnly:
    """Raises NotAPicture."""
    file.seek(0)
    return PixelsOnly(only_pixels(file.read()), name=file.name)


def keep_only_pixels(sender: type[Model], instance: Any, raw: bool = False, **kwargs: object) -> None:
    """Receives what is about to be saved. A form refuses what cannot be read; others raise NotAPicture."""
    for field in [] if raw else image_fields(sender):
        kept = getattr(instance, field.name)
        if not kept or kept._committed or isinstance(kept.file, PixelsOnly):
            continue
        setattr(instance, field.name, cleaned(kept))
        if hasattr(instance, "_set_image_file_metadata"):  # Wagtail's own note of size and hash
            instance._set_image_file_metadata()


def image_fields(model: type[Model]) -> list[ImageField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, ImageField)]
