"""The words there are, for "did you mean". A word is offered only after a search for it, with the reader's rights,
found something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import cache
from rapidfuzz import fuzz, process

from search.analysis import WORD, fold
from search.models import IndexedText, Word

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 4  # letters
ALIKE = 75  # per cent
CANDIDATES = 5
KEPT = 300  # seconds


def learn(documents: Iterable[IndexedText]) -> None:
    found: dict[str, Word] = {}
    for document in documents:
        for word in WORD.findall(f"{document.title} {document.text}"):
            if len(word) >= SHORTEST and word.isalpha():
                found.setdefault(word.lower(), Word(word=word.lower()[:80]))
    Word.objects.bulk_create(found.values(), ignore_conflicts=True, batch_size=500)


def similar(word: str) -> list[str]:
    """Known words that look like it, the most similar first."""
    if len(word) < SHORTEST:
        return []
    folded = fold(word.lower())
    matches = process.extract(folded, _known(), scorer=fuzz.ratio, limit=CANDIDATES, score_cutoff=ALIKE)
    return [known for _folded, _score, known in matches if known != word.lower()]


def _known() -> dict[str, str]:
    known = cache.get("search.spelling")
    if known is None:
        known = {word: fold(word) for word in Word.objects.values_list("word", flat=True)}
        cache.set("search.spelling", known, KEPT)
    return known
