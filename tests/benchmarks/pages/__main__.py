"""``make bench-pages``; what can be set is said there."""

from __future__ import annotations

import os
import sys

from tests.benchmarks.pages import chart, comparing, table
from tests.benchmarks.pages.asking import Asked
from tests.benchmarks.pages.cities import City
from tests.benchmarks.pages.fill import FOLDER, filled
from tests.benchmarks.pages.kept import Kept

BASE = City(100)  # written by the verbs; the others are copied from it
OPEN, OF_BUSY = 1000, 600
MANY_OPEN, MANY_OF_BUSY = 2400, 2000
ROUNDS = int(os.environ.get("ROUNDS", "15"))
ROUNDS_OF_VERBS = int(os.environ.get("ROUNDS_OF_VERBS", "7"))
POSTGRES_URL = os.environ.get("POSTGRES_URL", "")
ONLY = os.environ.get("ONLY", "")  # words of names of questions
MOST_PARAMETERS, MOST_ROWS = 200, 1000  # of one statement


def city(papers: int) -> City:
    return BASE if papers <= BASE.papers else City(papers, OPEN, OF_BUSY)


def steps() -> list[tuple[str, City, City]]:
    """URL of a server (empty: SQLite), and the cities that are compared."""
    small, large = int(os.environ.get("SMALL", "100")), int(os.environ.get("LARGE", "10000"))
    found = [("", city(small), city(large))] if os.environ.get("SQLITE", "yes") != "no" else []
    if POSTGRES_URL:
        found.append((POSTGRES_URL, city(small), city(large)))
        if largest := int(os.environ.get("LARGEST", "100000")):
            found.append((POSTGRES_URL, city(large), city(largest)))
    return found


def main() -> int:
    too_much = 0
    for postgres, small, large in steps():
        engine = "postgresql" if postgres else "sqlite"
        sizes = f"{large.papers:,} papers : {small.papers:,}, {engine}"
        pair = f"{engine}-{large.papers}-{small.papers}"
        found = compared(postgres, small, large)
        kept = Kept(FOLDER / "kept.json", pair)
        print("\n".join(table.tables(found, kept, sizes)))
        print("\n".join(["", *table.unbounded(found, MOST_PARAMETERS, MOST_ROWS)]))
        for path in chart.draw(found, FOLDER / "charts", pair):
            print(path)
        if os.environ.get("KEEP") == "yes":
            kept.keep(found)
            print(f"kept in {kept.path}")
        too_much += sum(one.is_too_much for one in found)
    print(f"\n{too_much} take more than they may" if too_much else "\nall within what they may take")
    return 0


def compared(postgres: str, small: City, large: City) -> list[comparing.Compared]:
    cities = [Asked(filled(one, BASE, postgres)) for one in (small, large)]
    found = []
    for one in comparing.pages(*cities, ROUNDS, ONLY):
        print(f"\r{one.group}: {one.name:<60}", end="", file=sys.stderr, flush=True)
        found.append(one)
    if not ONLY or ONLY in comparing.VERBS:
        print(f"\r{'verbs':<90}", end="", file=sys.stderr, flush=True)
        found += sorted(comparing.verbs(*cities, ROUNDS_OF_VERBS), key=lambda one: one.group != comparing.VERBS)
    for one in cities:
        one.close()
    if (not ONLY or ONLY in "own lines") and large.papers < 100_000:
        busy = Asked(filled(City(large.papers, MANY_OPEN, MANY_OF_BUSY), BASE, postgres))
        found += comparing.own_lines(busy, ROUNDS)
        busy.close()
    print(f"\r{'':<90}\r", end="", file=sys.stderr, flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main())
