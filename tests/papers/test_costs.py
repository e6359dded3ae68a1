"""Sums of a cost table, against a second way of adding them up."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from papers.costs import CostDirection, CostNature, CostPeriod, cost_summary

amounts = st.decimals(
    min_value=0, max_value=Decimal("999999999999.99"), places=2, allow_nan=False, allow_infinity=False
)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "label": st.text(max_size=10),
            "direction": st.sampled_from(CostDirection.values),
            "nature": st.sampled_from(CostNature.values),
            "period": st.sampled_from(CostPeriod.values),
            "year": st.integers(2019, 2024),
            "amount": st.one_of(amounts, st.none()),
        }
    ),
    max_size=25,
)


def added_up(rows, **wanted):
    return sum(
        (row["amount"] or 0 for row in rows if all(row[key] == value for key, value in wanted.items())), Decimal("0.00")
    )


@given(rows)
def test_every_sum_is_what_its_rows_add_up_to(rows):
    summary = cost_summary(rows)

    sums = [(summary.total, {}), (summary.one_off, {"period": "one_off"}), (summary.recurring, {"period": "recurring"})]
    for year in summary.years:
        sums += [
            (year.total, {"year": year.year}),
            (year.investment, {"year": year.year, "nature": "investment"}),
            (year.operations, {"year": year.year, "nature": "operations"}),
        ]
    for found, wanted in sums:
        assert found.expense == added_up(rows, direction="expense", **wanted)
        assert found.income == added_up(rows, direction="income", **wanted)
        assert found.balance == found.expense - found.income


@given(rows)
def test_no_row_is_lost_and_years_ascend(rows):
    summary = cost_summary(rows)

    assert [year.year for year in summary.years] == sorted({row["year"] for row in rows})
    for year in summary.years:
        typed = [row for row in rows if row["year"] == year.year]
        assert [line.label for line in year.rows] == [row["label"] for row in typed]
        assert [
            line.income if row["direction"] == "income" else line.expense
            for line, row in zip(year.rows, typed, strict=True)
        ] == [row["amount"] or Decimal("0.00") for row in typed]
        assert all((line.expense is None) != (line.income is None) for line in year.rows)
    assert bool(summary) == bool(rows)


def test_a_table_with_income_is_balanced():
    rows = [
        {
            "label": "Bau",
            "direction": "expense",
            "nature": "investment",
            "period": "one_off",
            "year": 2027,
            "amount": Decimal("100000.00"),
        },
        {
            "label": "Miete",
            "direction": "expense",
            "nature": "operations",
            "period": "recurring",
            "year": 2026,
            "amount": Decimal("2500.50"),
        },
        {
            "label": "Zuschuss",
            "direction": "income",
            "nature": "operations",
            "period": "recurring",
            "year": 2026,
            "amount": Decimal("3000.00"),
        },
    ]

    summary = cost_summary(rows)

    assert [year.year for year in summary.years] == [2026, 2027]
    assert summary.years[0].total.balance == Decimal("-499.50")
    assert summary.one_off.expense == Decimal("100000.00")
    assert summary.recurring.balance == Decimal("-499.50")
    assert summary.total.balance == Decimal("99500.50")


def test_a_relief_says_its_direction_in_words_and_its_parts_follow_it():
    row = {"label": "Bau", "nature": "investment", "year": 2026}
    summary = cost_summary(
        [
            {**row, "direction": "income", "period": "one_off", "amount": Decimal(900)},
            {**row, "direction": "expense", "period": "recurring", "amount": Decimal(200)},
        ]
    )

    assert summary.is_relief
    assert summary.balances == (700, 900, -200)
