"""What every block within a section says of its value: whether anything is in it, how it prints, what is wrong with it.

Blocks know no printer and no checker; both are handed to them (by ``papers.pdf``). So a new block is one class: it
stands in ``ContentBlock`` of ``sections``, and everything that reads a paper asks it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

from django.utils.html import strip_tags

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


# Plain data for the template of a document; ``t`` names its element.
Node: TypeAlias = dict[str, Any]


Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """``message`` is translated when it is shown. ``block_id`` is empty where it is a field of the paper, as its
    title."""

    code: str
    message: StrOrPromise
    block_id: str
    section: str
    severity: Severity


class Printer(Protocol):
    """Makes nodes of text."""

    def nodes_of(self, html: str, *, heading_level: int = 2) -> list[Node]: ...

    def paragraphs(self, text: str) -> list[Node]: ...

    def paragraph(self, text: str) -> Node: ...


class Checker(Protocol):
    """Knows what cannot be printed, and where the block stands."""

    def problem(
        self, code: str, message: StrOrPromise, severity: Literal["error", "warning"] = "warning"
    ) -> Problem: ...

    def characters(self, *texts: str | None) -> Iterable[Problem]: ...

    def links(self, html: str) -> Iterable[Problem]: ...

    def rich_text(self, html: str) -> Iterable[Problem]: ...

    def picture(self, image: Any) -> Iterable[Problem]: ...


# Zero width space, joiners, direction marks, soft hyphen …: characters nobody sees, and str.strip() leaves.
UNSEEN = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp"})


def says_something(text: str | None) -> bool:
    """Says whether a reader sees any of it."""
    return any(unicodedata.category(character) not in UNSEEN for character in text or "")


def markup_says_something(html: str) -> bool:
    return says_something(unescape(strip_tags(html)))


class InSection:
    def is_empty(self, value: Any) -> bool:
        """Says whether nothing was filled in; a section of such blocks alone counts as missing."""
        raise NotImplementedError

    def nodes(self, value: Any, printer: Printer) -> list[Node]:
        """Nodes are in the language that is active."""
        raise NotImplementedError

    def problems(self, value: Any, checker: Checker) -> Iterable[Problem]:
        raise NotImplementedError
