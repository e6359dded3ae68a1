"""Asks two cities the same in turn, small, large, small, large …, so that a machine that is slower for a while is
slower for both. What counts is the median of the ratios of all pairs."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.benchmarks.pages.asking import Asked

ENOUGH = 20.0  # seconds for one question, once there are three pairs
OF_SECRETARIES = ("few own lines", "many own lines")
VERBS, FOLLOWING = "verbs", "what follows on verbs"
MOST_OF_VERBS = 1.2

Times = tuple[float, float]  # by the clock, and of processors; seconds
Pair = tuple[Times, Times]


@dataclass
class Compared:
    """One question in two cities. ``small`` and ``large``: what was counted there (``measuring.Counted``)."""

    group: str
    name: str
    most: float
    small: dict[str, Any]
    large: dict[str, Any]
    pairs: list[Pair] = field(default_factory=list)

    @property
    def fails(self) -> bool:
        return any(one.get("status", 200) != 200 for one in (self.small, self.large))

    def seconds(self, city: int, clock: int) -> float:
        return statistics.median(pair[city][clock] for pair in self.pairs)

    def ratio(self, clock: int) -> float:
        return statistics.median(large[clock] / small[clock] for small, large in self.pairs)

    @property
    def growth(self) -> float:
        """Of the time of processors: whoever else uses the machine does not count."""
        return self.ratio(1)

    @property
    def is_too_much(self) -> bool:
        return self.fails or self.growth > self.most


def pages(small: Asked, large: Asked, rounds: int, words: str = "") -> Iterator[Compared]:
    """``words``: only questions whose names hold them."""
    theirs = {one["group"] + one["name"]: one for one in large.asked(do="list")}
    for city in (small, large):
        city.asked(do="freeze")
    for question in small.asked(do="list"):
        group, name = question["group"], question["name"]
        if group in OF_SECRETARIES or group + name not in theirs or words not in f"{group}: {name}":
            continue
        asked = f"{group}: {name}"
        if found := _compared(group, name, question["most"], (small, asked), (large, asked), rounds):
            yield found
        elif not question["optional"]:
            raise SystemExit(f"{asked} is not there")


def own_lines(city: Asked, rounds: int) -> Iterator[Compared]:
    """Secretaries of one city: who has few lines, and who has many."""
    few, many = OF_SECRETARIES
    for question in city.asked(do="list"):
        if question["group"] == few:
            name = question["name"]
            found = _compared(
                "own lines", name, question["most"], (city, f"{few}: {name}"), (city, f"{many}: {name}"), rounds
            )
            if found:
                yield found


def _compared(
    group: str, name: str, most: float, small: tuple[Asked, str], large: tuple[Asked, str], rounds: int
) -> Compared | None:
    cities = (small, large)
    for city, asked in cities:
        city.asked(do="time", name=asked)  # what a process looks up once
    counted = [city.asked(do="count", name=asked) for city, asked in cities]
    if all(one["status"] == 404 for one in counted):
        return None
    found = Compared(group, name, most, counted[0], counted[1])
    _pairs(found, rounds, lambda: tuple(tuple(city.asked(do="time", name=asked)) for city, asked in cities))
    return found


def _pairs(found: Compared, rounds: int, ask: Callable[[], Any]) -> None:
    started = time.monotonic()
    for turn in range(rounds):
        found.pairs.append(ask())
        if turn >= 2 and time.monotonic() - started > ENOUGH:
            return


def verbs(small: Asked, large: Asked, rounds: int) -> list[Compared]:
    cities = (small, large)
    counted = [city.asked(do="count verbs") for city in cities]
    found = {}
    for name in counted[0]:
        verb, _colon, follows = name.partition(": ")
        group = FOLLOWING if follows else VERBS
        found[name] = Compared(group, verb, MOST_OF_VERBS, counted[0][name], counted[1][name])
    for _turn in range(rounds):
        times = [city.asked(do="verbs") for city in cities]
        for name, one in found.items():
            one.pairs.append((times[0][name], times[1][name]))
    return list(found.values())
