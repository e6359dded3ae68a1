"""The hand-written papers of ``topics.toml`` and, behind them, routine papers."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tests.search.corpus.routine_words import (
    COMMITTEES,
    DISTRICTS,
    MONTHS,
    PASSING,
    ROUTINE_HEADINGS,
    ROUTINE_MENTIONS,
    ROUTINE_SENTENCES,
    ROUTINE_SUMMARIES,
    ROUTINE_TITLES,
)

HERE = Path(__file__).parents[1]
LANGUAGES = ("en", "fr", "pl")
SIZE = 400
FIRST_YEAR = 2019
LAST_YEAR = 2026

# Numbers of a year begin here and leave gaps, for not every paper of the year is in the corpus.
FIRST_NUMBER = 17
STEP = 23


@dataclass(frozen=True)
class CorpusSection:
    """One headed section of a paper."""

    heading: str
    text: str


@dataclass(frozen=True)
class CorpusTranslation:
    """What a paper says in another language, shorter than the original."""

    title: str
    summary: str
    text: str


@dataclass(frozen=True)
class CorpusPaper:
    """A paper as search sees it."""

    key: str
    number: str
    kind: str  # information, decision, motion, question or strategy
    title: str
    summary: str
    sections: tuple[CorpusSection, ...]
    year: int
    translations: Mapping[str, CorpusTranslation] = field(default_factory=dict)

    @property
    def body(self) -> str:
        """Return headings and texts of all sections."""
        return "\n\n".join(f"{section.heading}\n{section.text}" for section in self.sections)


@cache
def corpus() -> list[CorpusPaper]:
    """Return the hand-written papers in the order of their file, then routine papers up to ``SIZE``."""
    return [*_hand_written(), *_routine(SIZE - len(_hand_written()))]


# Hand-written papers


@cache
def topics() -> list[dict[str, Any]]:
    """Return ``topics.toml`` as it is."""
    return tomllib.loads((HERE / "topics.toml").read_text(encoding="utf-8"))["topics"]


@cache
def _hand_written() -> tuple[CorpusPaper, ...]:
    entries = [paper for topic in topics() for paper in topic["papers"]]
    counted: Counter[int] = Counter()
    numbers = {}
    for entry in entries:
        numbers[entry["key"]] = _number(counted[entry["year"]], entry["year"])
        counted[entry["year"]] += 1

    def resolved(text: str) -> str:
        return re.sub(r"\{number:([\w-]+)\}", lambda match: numbers[match[1]], text)

    return tuple(
        CorpusPaper(
            key=entry["key"],
            number=numbers[entry["key"]],
            kind=entry["kind"],
            title=entry["title"],
            summary=entry["summary"],
            sections=tuple(
                CorpusSection(section["heading"], resolved(section["text"])) for section in entry["sections"]
            ),
            year=entry["year"],
            translations={
                language: CorpusTranslation(**entry[language]) for language in LANGUAGES if language in entry
            },
        )
        for entry in entries
    )


def _number(position: int, year: int) -> str:
    return f"{FIRST_NUMBER + STEP * position:04}/{year}"


# Routine papers: no query is about them, yet they hold the words of many queries in passing. They mention the numbers
# of one another only.


def _routine(count: int) -> list[CorpusPaper]:
    random = Random(1848)
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    counted = Counter(paper.year for paper in _hand_written())
    papers: list[CorpusPaper] = []
    for position in range(count):
        year = years[position % len(years)]
        title, kind = ROUTINE_TITLES[position % len(ROUTINE_TITLES)]

        def filled(text: str, year: int = year, position: int = position) -> str:
            one, two, three = random.sample(PASSING, 3)
            return text.format(
                year=year,
                position=position % 90 + 3,
                quarter=position % 4 + 1,
                district=DISTRICTS[position % len(DISTRICTS)],
                committee=random.choice(COMMITTEES),
                amount=f"{random.randrange(4, 900)}.{random.randrange(1000):03}",
                day=random.randrange(1, 29),
                month=random.choice(MONTHS),
                number=random.choice(papers).number if papers else _number(0, FIRST_YEAR - 1),
                one=one,
                two=two,
                three=three,
            )

        sentences = [filled(sentence) for sentence in random.sample(ROUTINE_SENTENCES, 6)]
        sentences.insert(random.randrange(1, 6), filled(random.choice(ROUTINE_MENTIONS)))
        headings = random.sample(ROUTINE_HEADINGS, 2)
        half = random.randrange(3, 5)
        papers.append(
            CorpusPaper(
                key=f"routine-{position + 1:03}",
                number=_number(counted[year], year),
                kind=kind,
                title=filled(title),
                summary=" ".join(filled(sentence) for sentence in random.sample(ROUTINE_SUMMARIES, 2)),
                sections=(
                    CorpusSection(headings[0], " ".join(sentences[:half])),
                    CorpusSection(headings[1], " ".join(sentences[half:])),
                ),
                year=year,
            )
        )
        counted[year] += 1
    return papers


# Papers for benchmarks
