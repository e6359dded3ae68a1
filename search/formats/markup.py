"""Text out of elements, without building a tree of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from search.formats.pages import Pages


@dataclass(frozen=True)
class Markup:
    """Local names of the elements that matter; elsewhere than in ``texts`` there is no text to read."""

    texts: frozenset[str]
    blocks: frozenset[str]  # begin and end a line
    breaks: dict[str, str]
    skipped: frozenset[str]
    page: str = ""


class TextOf:
    """What lxml's parsers report to, so that no tree is built."""

    def __init__(self, markup: Markup, answer: Pages) -> None:
        self.markup = markup
        self.answer = answer
        self.texts = self.skipped = self.pages = 0

    def hides(self, name: str, attributes: Any) -> bool:
        """Asked once for every element that is not inside one that is left out."""
        return False

    def start(self, tag: str, attributes: Any) -> None:
        name = tag.rpartition("}")[2]
        if self.skipped or name in self.markup.skipped or self.hides(name, attributes):
            self.skipped += 1
            return
        self.texts += name in self.markup.texts
        self.pages += name == self.markup.page
        if name in self.markup.blocks:
            self.answer.add("\n")
        elif name in self.markup.breaks:
            self.answer.add(self.markup.breaks[name])

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if self.skipped:
            self.skipped -= 1
            if name == self.markup.page and not self.skipped and not self.pages:
                self.answer.end_page()  # a hidden one counts
            return
        self.texts -= name in self.markup.texts
        if name in self.markup.blocks:
            self.answer.add("\n")
        if name == self.markup.page:
            self.pages -= 1
            if not self.pages:
                self.answer.end_page()

    def data(self, text: str) -> None:
        if self.texts and not self.skipped:
            self.answer.add(text)

    def close(self) -> None:
        """Asked for by lxml."""
