"""What the clerks did, and how long they waited for the answer."""

from __future__ import annotations

import statistics
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Sent(NamedTuple):
    """``mark``: a word nothing else holds, where the form had a place for it. ``what``: ``done``, ``refused`` (the
    record had become another) or ``error``."""

    verb: str
    by: str
    address: str
    mark: str
    what: str
    seconds: float
    said: str = ""


@dataclass
class Journal:
    def __post_init__(self) -> None:
        self.rows: list[Sent] = []
        self.lock = threading.Lock()

    def write(self, row: Sent) -> None:
        with self.lock:
            self.rows.append(row)

    def of(self, what: str) -> Iterator[Sent]:
        return (row for row in self.rows if row.what == what)

    def done(self) -> Counter[tuple[str, str]]:
        """How often each verb was done by each person."""
        return Counter((row.verb, row.by) for row in self.of("done"))

    def table(self) -> list[str]:
        verbs: dict[str, list[Sent]] = defaultdict(list)
        for row in self.rows:
            verbs[row.verb].append(row)
        lines = [f"{'verb':<16} {'done':>6} {'refused':>8} {'errors':>7} {'median':>9} {'95th':>9} {'longest':>9}"]
        for name, rows in [*sorted(verbs.items()), ("all", self.rows)]:
            counted = Counter(row.what for row in rows)
            took = sorted(row.seconds * 1000 for row in rows)
            late = took[min(len(took) - 1, len(took) * 95 // 100)] if took else 0
            lines.append(
                f"{name:<16} {counted['done']:>6} {counted['refused']:>8} {counted['error']:>7} "
                f"{statistics.median(took or [0]):>6.0f} ms {late:>6.0f} ms {max(took, default=0):>6.0f} ms"
            )
        return lines
