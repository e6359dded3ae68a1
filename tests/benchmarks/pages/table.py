"""What was compared, as plain text: a table for each group."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from tests.benchmarks.pages.comparing import Compared
from tests.benchmarks.pages.kept import Kept

HEAD = (
    f"{'':<36}{'time, ms':>15}{'×':>6}{'processors, ms':>16}{'×':>6}{'at most':>9}{'statements':>12}{'rows':>13}"
    f"{'memory, KB':>14}{'kept ms':>9}{'now':>6}"
)


def tables(found: list[Compared], kept: Kept, sizes: str) -> Iterator[str]:
    """``sizes``: of the cities, as a person calls them. "!" stands where it is more than it may be."""
    for group, lines in groupby(found, key=lambda one: one.group):
        yield f"\n{group}, {sizes}\n{HEAD}"
        for one in lines:
            yield row(one, kept)


def row(one: Compared, kept: Kept) -> str:
    if one.fails:
        answers = " and ".join(str(city.get("status")) for city in (one.small, one.large))
        return f"{one.name:<36}  answers {answers} !"
    cells = [f"{one.name:<36}"]
    for clock in (0, 1):
        small, large = (f"{1000 * one.seconds(city, clock):.1f}" for city in (0, 1))
        cells.append(f"{small:>8}{large:>{7 + clock}}{one.ratio(clock):>6.2f}")
    cells.append(f"{one.most:>7.1f} {'!' if one.is_too_much else ' '}")
    for name, width in (("statements", 12), ("rows", 13)):
        cells.append(f"{one.small[name]}/{one.large[name]}".rjust(width))
    memory = "/".join(str(city["memory"] // 1024) for city in (one.small, one.large))
    cells.append(f"{memory:>14}{kept.said(one)}")
    return "".join(cells)


def unbounded(found: list[Compared], most_parameters: int, most_rows: int) -> Iterator[str]:
    """Statements that grow with the rows there are."""
    for one in found:
        for name, most in (("most_parameters", most_parameters), ("most_rows", most_rows)):
            if one.large[name] > most:
                what = name.removeprefix("most_")
                yield f"{one.group}: {one.name}: one statement with {one.large[name]} {what} ({one.small[name]} there)"
