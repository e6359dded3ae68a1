"""The sections of a paper, and the goals, fields and measures of a strategy, as nodes for the template.

Figures are printed as the web page prints them, in the language that is active.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.defaultfilters import floatformat
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from papers.costs import CostSum, cost_summary
from papers.models.measure import Measure
from papers.models.strategy import Strategy
from papers.pdf.glyphs import printable
from papers.pdf.richtext import Node, nodes_of, paragraph, paragraphs

if TYPE_CHECKING:
    from papers.costs import CostYear
    from papers.models.paper import Paper

SHORT_CELL = 14  # characters; columns of such cells are as wide as they need, the others share what is left
WIDEST_WEIGHT = 60
GROUPED_FROM = 10_000  # a year stays a year: four digits are not grouped (DIN 5008)


def body_of(page: Paper) -> list[Node]:
    nodes: list[Node] = list(_strategy(page)) if isinstance(page, Strategy) else []
    for section in page.body:
        heading = section.value["heading"]
        nodes.append(_heading(1, heading or ""))
        for block in section.value["content"]:
            nodes += block_nodes(block)
    return levelled(nodes)


def levelled(nodes: list[Node]) -> list[Node]:
    """No heading skips a level or shows nothing: PDF/UA forbids both, and a draft may lack the heading of a section."""
    level = 0
    found = []
    for node in nodes:
        if node["t"] == "h":
            if not printable("".join(run.get("v", "") for run in node["c"])).strip():
                continue
            level = min(node["l"], level + 1)
            node = node | {"l": level}
        found.append(node)
    return found


def block_nodes(block: Any) -> list[Node]:
    """Of one block within a section."""
    value = block.value
    if block.block_type == "text":
        return nodes_of(value.source)
    if block.block_type == "motion":
        inner = nodes_of(value.source)
        return [{"t": "motion", "c": inner}] if inner else []
    if block.block_type == "cost_table":
        return _cost_table(value)
    if block.block_type == "table":
        return _table(value["table"])
    if block.block_type == "quotation":
        return [{"t": "quote", "c": paragraphs(value["text"]), "source": value["source"] or ""}]
    return _figure(value)


def _heading(level: int, text: str, language: str = "") -> Node:
    node: Node = {"t": "h", "l": level, "c": [{"v": text}]}
    return node | {"lang": language} if language else node


def _cost_table(value: Any) -> list[Node]:
    costs = cost_summary(value["rows"])
    nodes: list[Node] = []
    if costs:
        total, one_off, recurring = (_money(part.balance) for part in (costs.total, costs.one_off, costs.recurring))
        foot = [
            {"label": _("Total"), "expense": _money(costs.total.expense), "income": _money(costs.total.income)},
            {"label": _("To be financed"), "expense": "", "income": total},
            {"label": _("of which one-off"), "expense": "", "income": one_off, "part": True},
            {"label": _("of which recurring"), "expense": "", "income": recurring, "part": True},
        ]
        nodes.append(
            {
                "t": "costs",
                "caption": f"{value['caption'] or _('Cost table')} ({_('amounts in euros')})",
                "head": [_("Item"), _("Kind of cost"), _("Expense"), _("Income")],
                "years": [_cost_year(year) for year in costs.years],
                "foot": foot,
            }
        )
    return nodes + ([paragraph(value["note"])] if value["note"] else [])


def _cost_year(year: CostYear) -> Node:
    rows = [
        {
            "label": row.label,
            "kind": f"{row.nature} · {row.period}",
            "expense": _money(row.expense),
            "income": _money(row.income),
        }
        for row in year.rows
    ]
    return {"year": str(year.year), "rows": rows, "sum": _sum(_("Total %(year)s") % {"year": year.year}, year.total)}


def _sum(label: str, amounts: CostSum) -> Node:
    return {"label": label, "expense": _money(amounts.expense), "income": _money(amounts.income)}


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else str(floatformat(amount, "2g"))


def _table(table: Any) -> list[Node]:
    if table is None or not table.columns:
        return []
    numeric = [column["block"].name == "number" for column in table.columns]
    head = [str(column["heading"] or "") for column in table.columns]
    rows = [
        [_cell(column["block"].name, cell) for column, cell in zip(table.columns, row["values"], strict=True)]
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


def _cell(kind: str, value: Any) -> Node:
    if value in (None, ""):
        return {"v": ""}
    if kind == "number":
        return {"v": _number(value)}
    if kind == "rich_text":
        return {"c": nodes_of(value.source, heading_level=6)}
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


def _figure(value: Any) -> list[Node]:
    image, caption = value["image"], value["caption"] or ""
    if image is None:
        return paragraphs(caption)
    decorative = bool(getattr(image, "decorative", False))
    alt = (
        ""
        if decorative
        else image.contextual_alt_text or image.description or caption or _("Image without a description")
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


# --- strategies -----------------------------------------------------------------------------------------------------


def _strategy(page: Strategy) -> Iterator[Node]:
    vision = nodes_of(page.vision)
    if vision:
        yield {"t": "vision", "c": vision}
    if page.goals:
        yield _heading(1, _("Goals"))
        for number, block in enumerate(page.goals, start=1):
            yield from _numbered(number, block.value)
    measures = _measures_by_field(page)
    if page.fields_of_action or measures:
        yield _heading(1, _("Fields of action"))
    for number, block in enumerate(page.fields_of_action, start=1):
        yield from _numbered(number, block.value)
        yield from _measures(measures.pop(str(block.id), []))
    if measures:
        yield _heading(2, _("Further measures"))
        yield from _measures(measure for left in measures.values() for measure in left)


def _numbered(number: int, value: Any) -> Iterator[Node]:
    yield _heading(2, f"{number}. {value['title']}")
    yield from nodes_of(value["text"].source, heading_level=3) if value["text"] else ()


def _measures_by_field(page: Strategy) -> dict[str, list[Measure]]:
    by_field: dict[str, list[Measure]] = {}
    for measure in Measure.objects.filter(strategy=page.original.pk).select_related("office"):
        by_field.setdefault(measure.field_of_action, []).append(measure)
    return by_field


def _measures(measures: Iterable[Measure]) -> Iterator[Node]:
    """Measures are record, kept in the language of the originals; only the name of their state is translated."""
    language = "" if get_language() == settings.LANGUAGE_CODE else settings.LANGUAGE_CODE
    for measure in measures:
        yield _heading(3, measure.title, language)
        yield {
            "t": "measure",
            "state": str(measure.get_state_display()),
            "period": measure.period,
            "office": measure.office.name_in(get_language() or "") if measure.office else "",
            "description": paragraphs(measure.description),
            "indicator": measure.indicator,
            "lang": language,
        }
