"""Images, with a caption."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from papers.blocks.in_section import Checker, InSection, Node, Printer, Problem


class FigureBlock(InSection, blocks.StructBlock):
    image = ImageBlock(label=_("image"))
    caption = blocks.CharBlock(label=_("caption"), required=False)

    class Meta:
        label = _("Image")
        icon = "image"
        template = "papers/blocks/figure.html"

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
