"""German compounds and their parts: "Umweltschutzbericht" is also found by "Umwelt", "Schutz" and "Bericht"."""

from __future__ import annotations

from functools import lru_cache

import simplemma

SHORTEST_COMPOUND = 8  # letters
SHORTEST_PART = 3
LINKS = ("", "s", "n", "en", "es", "e", "er", "ns")  # what German puts between two parts
MOST_PARTS = 5
# Known to the word list, but endings and not parts of compounds.
NO_PARTS = frozenset(
    (
        "ung",
        "ungen",
        "keit",
        "heit",
        "schaft",
        "lich",
        "isch",
        "ische",
        "ischen",
        "end",
        "ende",
        "enden",
        "ern",
        "ein",
        "eine",
        "aus",
        "auf",
        "ver",
        "bar",
    )
)


@lru_cache(maxsize=100_000)
def base_of(word: str) -> str:
    """The form a dictionary names: "Zentren" stand under "Zentrum", which no stemmer knows."""
    lemma: str = simplemma.lemmatize(word, lang="de")
    return lemma.lower()


@lru_cache(maxsize=100_000)
def split(word: str) -> tuple[str, ...]:
    """All its parts, those of parts included, in lower case; empty where the word is none or cannot be taken apart."""
    word = word.lower()
    if len(word) < SHORTEST_COMPOUND or not word.isalpha():
        return ()
    parts = _split(word, MOST_PARTS)
    return tuple(dict.fromkeys(found for part in parts for found in (part, *split(part)))) if len(parts) > 1 else ()


def _split(word: str, most: int) -> tuple[str, ...]:
    """The way with the fewest parts; of those the one whose shortest part is longest."""
    if not _is_word(word) and most == 1:
        return ()
    found: list[tuple[str, ...]] = []
    for end in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
        head, rest = word[:end], word[end:]
        if _is_word(rest):
            stem = _head_of(head)
            if stem:
                found.append((stem, rest))
    if found:
        return max(found, key=lambda parts: min(map(len, parts)))
    if most > 2:
        for end in range(len(word) - SHORTEST_PART, SHORTEST_PART * 2 - 1, -1):
            rest = word[end:]
            if _is_word(rest):
                heads = _split_head(word[:end], most - 1)
                if heads:
                    found.append((*heads, rest))
    return min(found, key=lambda parts: (len(parts), -min(map(len, parts)))) if found else ()


def _split_head(head: str, most: int) -> tuple[str, ...]:
    for link in LINKS:
        bare = head.removesuffix(link) if link else head
        if link and bare == head:
            continue
        parts = _split(bare, most)
        if parts:
            return parts
    return ()


def _head_of(head: str) -> str:
    """The word that a part before another stands for: "arbeits" is "arbeit"."""
    for link in LINKS:
        bare = head[: len(head) - len(link)] if link and head.endswith(link) else head
        if (not link or bare != head) and len(bare) >= SHORTEST_PART and _is_word(bare):
            return bare
    return ""


@lru_cache(maxsize=100_000)
def _is_word(word: str) -> bool:
    return len(word) >= SHORTEST_PART and word not in NO_PARTS and simplemma.is_known(word, lang="de")
