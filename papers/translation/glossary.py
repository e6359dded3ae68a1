"""The council's terms in a text, and whether a translation renders them as the glossary says.

Words are compared by their stems (Snowball), so that “Ausschüsse” is found as “Ausschuss”, and “komisji” counts as
“komisja”. Languages that have no stemmer, or put no spaces between words, are searched for the rendering as it is
written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from papers.models import GlossaryTerm
from papers.stems import stem

WITHOUT_SPACES = frozenset({"ja", "zh-hans", "zh-hant", "th"})
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
ALIKE = 0.75  # from here on, what stands in the text is taken for an attempt at the rendering


@dataclass(frozen=True)
class Finding:
    """``instead``: what stands there and looks like a slip of the pen; empty where nothing does."""

    term: GlossaryTerm
    renderings: tuple[str, ...]
    instead: str = ""

    def __str__(self) -> str:
        wanted = _(" or ").join(_("“%(word)s”") % {"word": rendering} for rendering in self.renderings)
        if self.instead:
            return _("“%(term)s” was rendered “%(instead)s”, the glossary says %(wanted)s.") % {
                "term": self.term,
                "instead": self.instead,
                "wanted": wanted,
            }
        return _("“%(term)s”: the glossary says %(wanted)s, which is not in the translation.") % {
            "term": self.term,
            "wanted": wanted,
        }


class Glossary:
    """The terms that have a rendering in one language. One query."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.entries = [
            (term, term.renderings_in(language))
            for term in GlossaryTerm.objects.order_by("term")
            if term.renderings_in(language)
        ]
        self._needles = [
            (_stems(settings.LANGUAGE_CODE, _words(term.term)), term, tuple(renderings))
            for term, renderings in self.entries
        ]

    def in_text(self, text: str) -> list[tuple[GlossaryTerm, tuple[str, ...]]]:
        """Terms of the original's text (may hold markup) with their renderings. Of overlapping terms the longest:
        “Drucksache” is not looked for where “Informationsdrucksache zur Kenntnis” stands."""
        haystack = _stems(settings.LANGUAGE_CODE, _words(strip_tags(text)))
        taken: set[int] = set()
        found = []
        for needle, term, renderings in sorted(self._needles, key=lambda entry: -len(entry[0])):
            places = [
                place
                for place in _places(needle, haystack)
                if not taken.intersection(range(place, place + len(needle)))
            ]
            if places:
                found.append((term, renderings))
                taken.update(position for place in places for position in range(place, place + len(needle)))
        return sorted(found, key=lambda entry: entry[0].term)

    def findings(self, original: str, translation: str) -> list[Finding]:
        """Terms of the original that the translation does not render as the glossary says."""
        text = strip_tags(translation)
        return [
            Finding(term, renderings, self._attempt(renderings, text))
            for term, renderings in self.in_text(original)
            if not any(self._stands_in(rendering, text) for rendering in renderings)
        ]

    def _stands_in(self, rendering: str, text: str) -> bool:
        if self.language in WITHOUT_SPACES:
            return rendering in text
        return bool(_places(_stems(self.language, _words(rendering)), _stems(self.language, _words(text))))

    def _attempt(self, renderings: Sequence[str], text: str) -> str:
        if self.language in WITHOUT_SPACES:
            return ""
        words = _words(text)
        best, likeness = "", ALIKE
        for rendering in renderings:
            length = len(_words(rendering))
            for start in range(len(words) - length + 1):
                candidate = " ".join(words[start : start + length])
                ratio = SequenceMatcher(None, candidate.casefold(), rendering.casefold()).ratio()
                if ratio >= likeness:
                    best, likeness = candidate, ratio
        return best


def pairs_for(language: str) -> dict[str, str]:
    """Term to preferred rendering, as machine translators take it."""
    return {term.term: renderings[0] for term, renderings in Glossary(language).entries}


def _places(needle: Sequence[str], haystack: Sequence[str]) -> list[int]:
    length = len(needle)
    return (
        [start for start in range(len(haystack) - length + 1) if list(haystack[start : start + length]) == list(needle)]
        if length
        else []
    )


def _words(text: str) -> list[str]:
    return WORD.findall(text)


def _stems(language: str, words: Iterable[str]) -> list[str]:
    return [stem(word.lower(), language) for word in words]
