"""Sums of a cost table. Computed every time a table is shown, never typed and never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

ZERO = Decimal("0.00")


class CostDirection(models.TextChoices):
    EXPENSE = "expense", _("Expense")
    INCOME = "income", _("Income")


class CostNature(models.TextChoices):
    INVESTMENT = "investment", _("Investment")
    OPERATIONS = "operations", _("Operations")


class CostPeriod(models.TextChoices):
    ONE_OFF = "one_off", _("One-off")
    RECURRING = "recurring", _("Recurring")


@dataclass
class CostSum:
    """Amounts in euros. ``balance`` is what the city has to find: expense minus income."""

    expense: Decimal = ZERO
    income: Decimal = ZERO

    @property
    def balance(self) -> Decimal:
        return self.expense - self.income

    def add(self, direction: str, amount: Decimal) -> None:
        if direction == CostDirection.INCOME:
            self.income += amount
        else:
            self.expense += amount


@dataclass(frozen=True)
class CostLine:
    """A typed row, ready to print: the amount stands in one of the two columns, the other is None."""

    label: str
    nature: str
    period: str
    expense: Decimal | None
    income: Decimal | None


@dataclass
class CostYear:
    year: int
    rows: list[CostLine] = field(default_factory=list)
    investment: CostSum = field(default_factory=CostSum)
    operations: CostSum = field(default_factory=CostSum)
    total: CostSum = field(default_factory=CostSum)


@dataclass
class CostSummary:
    years: list[CostYear]
    total: CostSum
    one_off: CostSum
    recurring: CostSum

    @property
    def is_relief(self) -> bool:
        """More comes in than goes out."""
        return self.total.balance < 0

    @property
    def balances(self) -> tuple[Decimal, Decimal, Decimal]:
        """Of the whole, of what is one-off and of what recurs, without the sign that words of the whole say: what has
        to be found, or the relief."""
        sums = (self.total, self.one_off, self.recurring)
        whole, one_off, recurring = (-part.balance if self.is_relief else part.balance for part in sums)
        return whole, one_off, recurring

    @property
    def has_cents(self) -> bool:
        amounts = (amount for year in self.years for row in year.rows for amount in (row.expense, row.income))
        return any(amount is not None and amount % 1 for amount in amounts)

    def __bool__(self) -> bool:
        return bool(self.years)


def cost_summary(rows: Iterable[Mapping[str, Any]]) -> CostSummary:
    """Rows grouped by year in ascending order, in the order typed within a year, with every sum a reader looks for."""
    years: dict[int, CostYear] = {}
    total, one_off, recurring = CostSum(), CostSum(), CostSum()
    for row in rows:
        amount = row["amount"] if row["amount"] is not None else ZERO
        year = years.setdefault(row["year"], CostYear(row["year"]))
        year.rows.append(_line(row, amount))
        nature = year.investment if row["nature"] == CostNature.INVESTMENT else year.operations
        period = recurring if row["period"] == CostPeriod.RECURRING else one_off
        for part in (nature, year.total, period, total):
            part.add(row["direction"], amount)
    return CostSummary([years[key] for key in sorted(years)], total, one_off, recurring)


def _line(row: Mapping[str, Any], amount: Decimal) -> CostLine:
    is_income = row["direction"] == CostDirection.INCOME
    return CostLine(
        label=row["label"],
        nature=str(CostNature(row["nature"]).label),
        period=str(CostPeriod(row["period"]).label),
        expense=None if is_income else amount,
        income=amount if is_income else None,
    )
