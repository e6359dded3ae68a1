"""Tables: typed columns, and a caption and headings that can be translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail.rich_text import RichText
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter

from papers.blocks.in_section import (
    Checker,
    InSection,
    Node,
    Printer,
    Problem,
    markup_says_something,
    says_something,
)
from papers.blocks.texts import PLAIN_FEATURES, ShownTextBlock

# What can be typeset.
MOST_ROWS = 2000
MOST_COLUMNS = 12
SHORT_CELL = 14  # characters; columns of such cells are as wide as they need, the others share what is left
WIDEST_WEIGHT = 60
GROUPED_FROM = 10_000  # a year stays a year: four digits are not grouped (DIN 5008)
TAG = re.compile(r"<[^>]*>")


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


class TableBlock(InSection, blocks.StructBlock):
    table = CaptionedTableBlock(
        [
            ("text", blocks.CharBlock(label=_("text"))),
            ("number", blocks.DecimalBlock(label=pgettext_lazy("figure in a table", "number"))),
            ("rich_text", ShownTextBlock(label=_("formatted text"), features=PLAIN_FEATURES)),
        ],
        label=_("table"),
    )

    class Meta:
        label = _("Table")
        icon = "table"
        template = "papers/blocks/table.html"

    def is_empty(self, value: Any) -> bool:
        """Rows of empty cells say nothing, and neither do headings alone."""
        cells = (cell for row in (value["table"].row_data if value["table"] else ()) for cell in row["values"])
        return not any(
            markup_says_something(cell.source) if isinstance(cell, RichText) else says_something(str(cell))
            for cell in cells
            if cell is not None
        )

    def nodes(self, value: Any, printer: Printer) -> list[Node]:
        table = value["table"]
        if table is None or not table.columns:
            return []
        numeric = [column["block"].name == "number" for column in table.columns]
        head = [str(column["heading"] or "") for column in table.columns]
        rows = [
            [
                _cell(column["block"].name, cell, printer)
                for column, cell in zip(table.columns, row["values"], strict=True)
            ]
            for row in table.row_data
        ]
        if not rows and not any(head):
            return []
        node: Node = {
            "t": "table",
            "caption": table.caption or "",
            "rows": rows,
            "numeric": numeric,
            "widths": _widths(head, rows, numeric),
        }
        if any(head):
            node["head"] = head
        return [node]

    def problems(self, value: Any, checker: Checker) -> Iterator[Problem]:
        table = value["table"]
        if table is None:
            return
        rows, columns = len(table.row_data), len(table.columns)
        if rows > MOST_ROWS:
            message = ngettext_lazy("A table has %(rows)s row.", "A table has %(rows)s rows.", "rows") % {"rows": rows}
            yield checker.problem("table_rows", message, "error")
        if columns > MOST_COLUMNS:
            message = ngettext_lazy(
                "A table has %(columns)s column.", "A table has %(columns)s columns.", "columns"
            ) % {"columns": columns}
            yield checker.problem("table_columns", message, "error")
        if columns and not all(column["heading"] for column in table.columns):
            yield checker.problem("table_heading", _("A column of a table has no heading."), "error")
        cells = (getattr(cell, "source", cell) for row in table.row_data for cell in row["values"])
        texts = (TAG.sub(" ", cell) for cell in cells if isinstance(cell, str))
        yield from checker.characters(table.caption, *(column["heading"] for column in table.columns), *texts)
        yield from checker.links(
            " ".join(cell.source for row in table.row_data for cell in row["values"] if isinstance(cell, RichText))
        )


def _cell(kind: str, value: Any, printer: Printer) -> Node:
    if value in (None, ""):
        return {"v": ""}
    if kind == "number":
        return {"v": _number(value)}
    if kind == "rich_text":
        return {"c": printer.nodes_of(value.source, heading_level=6)}
    return {"v": str(value)}


def _number(value: Any) -> str:
    if not isinstance(value, Decimal) or not value.is_finite():
        return str(value)
    plain = format(value, "f")
    grouped = abs(value) >= GROUPED_FROM or "." in plain
    return str(number_format(plain if "." in plain else int(value), use_l10n=True, force_grouping=grouped))


def _widths(head: list[str], rows: list[list[Node]], numeric: list[bool]) -> list[int]:
    """A share of the width for each column; 0 is as wide as its longest cell."""
    widths = []
    for at, is_number in enumerate(numeric):
        longest = max([len(head[at]), *(_length(row[at]) for row in rows)])
        widths.append(0 if is_number or longest <= SHORT_CELL else min(longest, WIDEST_WEIGHT))
    return widths


def _length(cell: Node) -> int:
    return len(cell["v"]) if "v" in cell else WIDEST_WEIGHT
