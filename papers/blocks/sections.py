"""The sections a paper is made of, and the goals and fields of action of a strategy.

A paper is a list of headed sections; each holds text, motions, tables, cost tables, quotations and images in any order.
A section created for a council's demand carries that demand's key, so rewording its heading does not make it count as
missing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from papers.blocks.cost_table import CostTableBlock
from papers.blocks.pictures import FigureBlock
from papers.blocks.tables import TableBlock
from papers.blocks.texts import (
    PLAIN_FEATURES,
    TEXT_FEATURES,
    MotionBlock,
    QuotationBlock,
    RunningTextBlock,
    ShownTextBlock,
)


class KeyBlock(blocks.CharBlock):
    """Says what a section answers; nothing a reader sees, so nobody translates it and nobody searches for it."""

    def get_searchable_content(self, value: str) -> list[str]:
        return []

    def get_translatable_segments(self, value: str) -> list[Any]:
        return []

    def restore_translated_segments(self, value: str, segments: list[Any]) -> str:
        return value


class ContentBlock(blocks.StreamBlock):
    text = RunningTextBlock(label=_("Text"), features=TEXT_FEATURES, icon="pilcrow")
    motion = MotionBlock(
        label=_("Motion"), features=PLAIN_FEATURES, icon="clipboard-list", template="papers/blocks/motion.html"
    )
    cost_table = CostTableBlock()
    table = TableBlock()
    quotation = QuotationBlock()
    image = FigureBlock()

    class Meta:
        required = False


class SectionBlock(blocks.StructBlock):
    key = KeyBlock(required=False, widget=forms.HiddenInput, form_classname="umlauf-hidden", group="settings", label="")
    heading = blocks.CharBlock(label=_("heading"), max_length=160)
    content = ContentBlock(label=_("content"))

    class Meta:
        label = _("Section")
        icon = "title"
        template = "papers/blocks/section.html"
        label_format = "{heading}"


class BodyBlock(blocks.StreamBlock):
    section = SectionBlock()

    class Meta:
        required = False


class GoalBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=200)
    text = ShownTextBlock(label=_("text"), features=PLAIN_FEATURES, required=False)

    class Meta:
        label = _("Goal")
        icon = "crosshairs"


class FieldOfActionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=200)
    text = ShownTextBlock(label=_("text"), features=PLAIN_FEATURES, required=False)

    class Meta:
        label = _("Field of action")
        icon = "folder-open-1"
