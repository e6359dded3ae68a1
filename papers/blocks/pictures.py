"""Images, with a caption."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageBlock

from papers.blocks.in_section import Checker, InSection, Node, Printer, Problem
from papers.blocks.rich_text import refused_now


class ReadableImageBlock(ImageBlock):
    """An image that whoever writes may not see is as one that is not there."""

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        image = super().value_from_datadict(data, files, prefix)
        return None if image is not None and image.pk in refused_now().images else image


def _at(name: str, error: ValidationError) -> ValidationError:
    found: ValidationError = StructBlockValidationError(block_errors={name: error})
    return found


class FigureBlock(InSection, blocks.StructBlock):
    image = ReadableImageBlock(label=_("image"))
    caption = blocks.CharBlock(label=_("caption"), required=False)

    class Meta:
        label = _("Image")
        icon = "image"
        template = "papers/blocks/figure.html"

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        value = super().value_from_datadict(data, files, prefix)
        value.names_no_image = bool(data.get(f"{prefix}-image-image")) and value["image"] is None
        return value

    def clean(self, value: Any) -> Any:
        """An image that was chosen is never left out unsaid, not even of a draft that may still lack one."""
        if getattr(value, "names_no_image", False):
            message = _("This image is not there, or you may not see it. Choose another one.")
            raise _at("image", _at("image", ValidationError(message)))
        return super().clean(value)

    def is_empty(self, value: Any) -> bool:
        return value["image"] is None

    def nodes(self, value: Any, printer: Printer) -> list[Node]:
        image, caption = value["image"], value["caption"] or ""
        if image is None:
            return printer.paragraphs(caption)
        decorative = bool(getattr(image, "decorative", False))
        alt = (
            ""
            if decorative
            else image.contextual_alt_text or image.description or caption or gettext("Image without a description")
        )
        return [
            {
                "t": "figure",
                "image": image.pk,
                "hash": image.file_hash or image.file.name,
                "alt": alt,
                "caption": caption,
                "decorative": decorative,
            }
        ]

    def problems(self, value: Any, checker: Checker) -> Iterator[Problem]:
        image = value["image"]
        yield from checker.characters(value["caption"], getattr(image, "contextual_alt_text", ""))
        if image is None:
            yield checker.problem("no_image", _("An image is missing."), "error")
            return
        if not image.decorative and not image.contextual_alt_text:
            yield checker.problem(
                "no_alt_text", _("The image “%(title)s” has no text alternative.") % {"title": image.title}, "error"
            )
        yield from checker.picture(image)
