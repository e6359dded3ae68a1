"""How good the answers are: nDCG@10 and recall over judged queries."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from math import log2
from pathlib import Path

JUDGEMENTS = Path(__file__).parent / "judgements.toml"
DEPTH = 10


@dataclass(frozen=True)
class Judged:
    """``expects`` maps keys of corpus papers to grades, 3 for exactly what is meant."""

    language: str
    query: str
    expects: dict[str, int]


@dataclass(frozen=True)
class Measured:
    judged: Judged
    found: list[str]  # keys, the first ten

    @property
    def ndcg(self) -> float:
        gained = _gain([self.judged.expects.get(key, 0) for key in self.found[:DEPTH]])
        best = _gain(sorted(self.judged.expects.values(), reverse=True)[:DEPTH])
        return gained / best if best else 1.0

    @property
    def recall(self) -> float:
        relevant = {key for key, grade in self.judged.expects.items() if grade >= 2}
        return len(relevant & set(self.found)) / min(DEPTH, len(relevant)) if relevant else 1.0


def judgements() -> list[Judged]:
    """Those that need other words for the same thing count on the words that are shipped."""
    data = tomllib.loads(JUDGEMENTS.read_text())
    return [Judged(row["language"], row["query"], row["expects"]) for row in data["queries"]]


def measure(ask: Callable[[str, str], list[str]]) -> list[Measured]:
    """``ask(query, language)`` gives keys in order."""
    return [Measured(judged, ask(judged.query, judged.language)) for judged in judgements()]


def report(engine: str, results: list[Measured]) -> str:
    lines = [
        f"{engine}: nDCG@10 {_mean([result.ndcg for result in results]):.3f}, recall "
        f"{_mean([result.recall for result in results]):.3f}"
    ]
    for language in sorted({result.judged.language for result in results}):
        own = [result for result in results if result.judged.language == language]
        lines.append(f"  {language}: {len(own)} queries, nDCG@10 {_mean([result.ndcg for result in own]):.3f}")
    for result in sorted(results, key=lambda result: result.ndcg)[:8]:
        lines.append(
            f"  {result.ndcg:.2f} “{result.judged.query}” found {result.found[:4]}, expected "
            f"{list(result.judged.expects)[:4]}"
        )
    return "\n".join(lines)


def _gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)
