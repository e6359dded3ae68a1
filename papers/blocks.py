"""The sections a paper is made of.

A paper is a list of headed sections; each holds text, motions, tables, cost tables, quotations and images in any order. A section created
for a council's demand carries that demand's key, so rewording its heading does not make it count as missing.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageBlock

from papers.costs import CostDirection, CostNature, CostPeriod, cost_summary

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "h3", "superscript", "subscript"]
PLAIN_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class CostRowBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("item"), max_length=200)
    direction = blocks.ChoiceBlock(label=_("income or expense"), choices=CostDirection.choices, default=CostDirection.EXPENSE)
    nature = blocks.ChoiceBlock(label=_("investment or operations"), choices=CostNature.choices, default=CostNature.OPERATIONS)
    period = blocks.ChoiceBlock(label=_("one-off or recurring"), choices=CostPeriod.choices, default=CostPeriod.ONE_OFF)
    year = blocks.IntegerBlock(label=_("year"), min_value=1990, max_value=2100)
    amount = blocks.DecimalBlock(label=_("amount in euros"), min_value=0, max_digits=14, decimal_places=2)

    class Meta:
        label = _("item")
        form_classname = "umlauf-cost-row struct-block"


class CostTableBlock(blocks.StructBlock):
    """Amounts are typed, sums are computed: per year, investment and operations apart, income against expense."""

    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=200)
    rows = blocks.ListBlock(CostRowBlock(), label=_("items"), min_num=0)
    note = blocks.CharBlock(label=_("note"), required=False, max_length=400)

    class Meta:
        label = _("Cost table")
        icon = "table"
        template = "papers/blocks/cost_table.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["costs"] = cost_summary(value["rows"])
        return context


class QuotationBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("text"))
    source = blocks.CharBlock(label=_("source"), required=False)

    class Meta:
        label = _("Quotation")
        icon = "openquote"
        template = "papers/blocks/quotation.html"


class FigureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("image"))
    caption = blocks.CharBlock(label=_("caption"), required=False)

    class Meta:
        label = _("Image")
        icon = "image"
        template = "papers/blocks/figure.html"


class TableBlock(blocks.StructBlock):
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(label=_("text"))),
            ("number", blocks.DecimalBlock(label=pgettext_lazy("figure in a table", "number"))),
            ("rich_text", blocks.RichTextBlock(label=_("formatted text"), features=PLAIN_FEATURES)),
        ],
        label=_("table"),
    )

    class Meta:
        label = _("Table")
        icon = "table"
        template = "papers/blocks/table.html"


class ContentBlock(blocks.StreamBlock):
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES, icon="pilcrow")
    motion = blocks.RichTextBlock(label=_("Motion"), features=PLAIN_FEATURES, icon="clipboard-list", template="papers/blocks/motion.html")
    cost_table = CostTableBlock()
    table = TableBlock()
    quotation = QuotationBlock()
    image = FigureBlock()

    class Meta:
        required = False


class SectionBlock(blocks.StructBlock):
    key = blocks.CharBlock(required=False, widget=forms.HiddenInput, form_classname="umlauf-hidden", group="settings", label="")
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
    text = blocks.RichTextBlock(label=_("text"), features=PLAIN_FEATURES, required=False)

    class Meta:
        label = _("Goal")
        icon = "crosshairs"


class FieldOfActionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=200)
    text = blocks.RichTextBlock(label=_("text"), features=PLAIN_FEATURES, required=False)

    class Meta:
        label = _("Field of action")
        icon = "folder-open-1"
