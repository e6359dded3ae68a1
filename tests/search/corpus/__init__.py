"""The papers that search is judged on, and a generator of any number of papers to measure it with.

``corpus`` returns the hand-written papers of ``topics.toml`` and, behind them, routine papers whose words are
everywhere: a council talks about the city, the administration, the budget, measures and committees all the time.
``generate`` makes papers for benchmarks only. They read like German, but say nothing; how often a word occurs follows
Zipf's law, and the long tail consists of compounds, as in real papers."""

from tests.search.corpus.generated import generate
from tests.search.corpus.word_lists import RARE
from tests.search.corpus.written import (
    HERE,
    LANGUAGES,
    SIZE,
    CorpusPaper,
    CorpusSection,
    CorpusTranslation,
    corpus,
    topics,
)

__all__ = [
    "HERE",
    "LANGUAGES",
    "RARE",
    "SIZE",
    "CorpusPaper",
    "CorpusSection",
    "CorpusTranslation",
    "corpus",
    "generate",
    "topics",
]
