"""The stem of a word: what stays of it in all forms a language bends it into. The glossary and the search compare words
by it."""

from __future__ import annotations

import threading

import Stemmer

# Snowball's name of each language; words of any other are their own stems.
STEMMERS = {
    "ar": "arabic",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "hi": "hindi",
    "it": "italian",
    "nl": "dutch",
    "pl": "polish",
    "ru": "russian",
    "tr": "turkish",
}

_local = threading.local()  # stemmers are not made for threads, so each has its own


def stem(word: str, language: str) -> str:
    """``word`` in lower case. A variety such as plain German is stemmed as its language."""
    name = STEMMERS.get(language.split("-")[0])
    if name is None:
        return word
    stemmers = _local.__dict__.setdefault("stemmers", {})
    if name not in stemmers:
        stemmers[name] = Stemmer.Stemmer(name)
    return str(stemmers[name].stemWord(word))
