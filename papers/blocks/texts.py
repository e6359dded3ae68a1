"""Running text, what is moved, and what somebody else said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText

from papers.blocks.cleaning import TEXT_FEATURES as TEXT_FEATURES
from papers.blocks.cleaning import cleaned
from papers.blocks.in_section import (
    Checker,
    InSection,
    Node,
    Printer,
    Problem,
    markup_says_something,
    says_something,
)
from papers.blocks.rich_text import RichTextField

PLAIN_FEATURES = ["bold", "italic", "ol", "ul", "link"]


HEADING = re.compile(r"([^<>]+)(</h\d>)")
ENDS = (".", "!", "?", ":", ";", "…")


def set_off(heading: str) -> str:
    """As it is read before the sentence that follows it, where nothing but a space stands between them."""
    return heading if heading.rstrip().endswith(ENDS) else f"{heading.rstrip()}:"


class ShownTextBlock(blocks.RichTextBlock):
    """What a page does not show is not found either."""

    @cached_property
    def field(self) -> RichTextField:
        from wagtail.admin.rich_text import get_rich_text_editor_widget  # can be imported once there are models

        widget = get_rich_text_editor_widget(self.editor, features=self.features)
        return RichTextField(widget=widget, **self.field_options)

    def get_searchable_content(self, value: RichText) -> list[str]:
        source = HEADING.sub(lambda heading: f"{set_off(heading[1])}{heading[2]}", cleaned(value.source))
        found: list[str] = super().get_searchable_content(RichText(source))
        return found

    def deconstruct(self) -> Any:
        """A migration names what is stored, as for blocks of several parts. How it is read and printed makes no
        migration."""
        return "wagtail.blocks.RichTextBlock", *super().deconstruct()[1:]


class RunningTextBlock(InSection, ShownTextBlock):
    def is_empty(self, value: RichText) -> bool:
        return not markup_says_something(value.source)

    def nodes(self, value: RichText, printer: Printer) -> list[Node]:
        return printer.nodes_of(value.source)

    def problems(self, value: RichText, checker: Checker) -> Iterable[Problem]:
        return checker.rich_text(value.source)


class MotionBlock(RunningTextBlock):
    """What is to be resolved; set apart from the reasons."""

    def nodes(self, value: RichText, printer: Printer) -> list[Node]:
        moved = super().nodes(value, printer)
        return [{"t": "motion", "c": moved}] if moved else []


class QuotationBlock(InSection, blocks.StructBlock):
    text = blocks.TextBlock(label=_("text"))
    source = blocks.CharBlock(label=_("source"), required=False)

    class Meta:
        label = _("Quotation")
        icon = "openquote"
        template = "papers/blocks/quotation.html"

    def is_empty(self, value: Any) -> bool:
        return not says_something(value["text"])

    def nodes(self, value: Any, printer: Printer) -> list[Node]:
        return [{"t": "quote", "c": printer.paragraphs(value["text"] or ""), "source": value["source"] or ""}]

    def problems(self, value: Any, checker: Checker) -> Iterable[Problem]:
        return checker.characters(value["text"], value["source"])
