"""What it costs: amounts are typed, sums are computed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from papers.blocks.in_section import Checker, InSection, Node, Printer, Problem, says_something
from papers.costs import CostDirection, CostNature, CostPeriod, CostSum, cost_summary

if TYPE_CHECKING:
    from papers.costs import CostSummary, CostYear


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


class CostTableBlock(InSection, blocks.StructBlock):
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
        costs = cost_summary(value["rows"])
        context |= {"costs": costs, "balance_in_words": _in_words(costs)}
        return context

    def is_empty(self, value: Any) -> bool:
        return not (value["rows"] or says_something(value["note"]))

    def nodes(self, value: Any, printer: Printer) -> list[Node]:
        """The document shows what the web page shows."""
        costs = cost_summary(value["rows"])
        nodes: list[Node] = []
        if costs:
            total, one_off, recurring = map(_money, costs.balances)
            foot = [
                {
                    "label": gettext("Total"),
                    "expense": _money(costs.total.expense),
                    "income": _money(costs.total.income),
                },
                {"label": _in_words(costs), "expense": "", "income": total},
                {"label": gettext("of which one-off"), "expense": "", "income": one_off, "part": True},
                {"label": gettext("of which recurring"), "expense": "", "income": recurring, "part": True},
            ]
            nodes.append(
                {
                    "t": "costs",
                    "caption": f"{value['caption'] or _('Cost table')} ({_('amounts in euros')})",
                    "head": [gettext("Item"), gettext("Kind of cost"), gettext("Expense"), gettext("Income")],
                    "years": [_cost_year(year) for year in costs.years],
                    "foot": foot,
                }
            )
        return nodes + ([printer.paragraph(value["note"])] if value["note"] else [])

    def problems(self, value: Any, checker: Checker) -> Iterable[Problem]:
        return checker.characters(value["caption"], value["note"], *(row["label"] for row in value["rows"]))


def _in_words(costs: CostSummary) -> str:
    """What its balance is."""
    return pgettext("of a budget", "Relief") if costs.is_relief else gettext("To be financed")


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
    return {
        "year": str(year.year),
        "rows": rows,
        "sum": _sum(gettext("Total %(year)s") % {"year": year.year}, year.total),
    }


def _sum(label: str, amounts: CostSum) -> Node:
    return {"label": label, "expense": _money(amounts.expense), "income": _money(amounts.income)}


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else str(floatformat(amount, "2g"))
