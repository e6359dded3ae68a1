"""The sections a paper is made of.

A paper is a list of headed sections; each holds text, motions, tables, cost tables, quotations and images in any order.
A section created for a council's demand carries that demand's key, so rewording its heading does not make it count as
missing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail.images.blocks import ImageBlock
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter

from papers.costs import CostDirection, CostNature, CostPeriod, cost_summary

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "h3", "superscript", "subscript"]
PLAIN_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class KeyBlock(blocks.CharBlock):
    """Says what a section answers; nothing a reader sees, so nobody translates it and nobody searches for it."""

    def get_searchable_content(self, value: str) -> list[str]:
        return []

    def get_translatable_segments(self, value: str) -> list[Any]:
        return []

    def restore_translated_segments(self, value: str, segments: list[Any]) -> str:
        return value


class CaptionedTableBlock(TypedTableBlock):
    """A table whose caption, headings and cells can be translated; numbers stay as they are.

    Paths of segments: ``caption``, ``heading-<column>``, ``<row>-<column>``, counted from 0.
    """

    def get_translatable_segments(self, value: TypedTable | None) -> list[Any]:
        if value is None:
            return []
        extractor = StreamFieldSegmentExtractor(None)
        found = [StringSegmentValue("caption", value.caption)] if value.caption else []
        found += [
            StringSegmentValue(f"heading-{at}", column["heading"])
            for at, column in enumerate(value.columns)
            if column["heading"]
        ]
        for row_at, row in enumerate(value.row_data):
            for at, (column, cell) in enumerate(zip(value.columns, row["values"], strict=True)):
                if cell not in (None, ""):
                    found += [
                        segment.wrap(f"{row_at}-{at}") for segment in extractor.handle_block(column["block"], cell)
                    ]
        return found

    def restore_translated_segments(self, value: TypedTable, segments: list[Any]) -> TypedTable:
        by_place: dict[str, list[Any]] = {}
        for segment in segments:
            place, inner = segment.unwrap()
            by_place.setdefault(place, []).append(inner)
        writer = StreamFieldSegmentsWriter(None, None, None)
        columns = [
            {
                **column,
                "heading": by_place[f"heading-{at}"][0].render_text()
                if f"heading-{at}" in by_place
                else column["heading"],
            }
            for at, column in enumerate(value.columns)
        ]
        rows = []
        for row_at, row in enumerate(value.row_data):
            cells = []
            for at, (column, cell) in enumerate(zip(value.columns, row["values"], strict=True)):
                own = by_place.get(f"{row_at}-{at}")
                cells.append(writer.handle_block(column["block"], cell, own) if own else cell)
            rows.append({**row, "values": cells})
        caption = by_place["caption"][0].render_text() if "caption" in by_place else value.caption
        return TypedTable(columns=columns, row_data=rows, caption=caption)

    def figures_in(self, value: TypedTable) -> list[str]:
        return ["|".join(str(cell) for cell in row["values"] if isinstance(cell, Decimal)) for row in value.row_data]


class CostRowBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("item"), max_length=200)
    direction = blocks.ChoiceBlock(
        label=_("income or expense"), choices=CostDirection.choices, default=CostDirection.EXPENSE
    )
    nature = blocks.ChoiceBlock(
        label=_("investment or operations"), choices=CostNature.choices, default=CostNature.OPERATIONS
    )
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
    table = CaptionedTableBlock(
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
    motion = blocks.RichTextBlock(
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
