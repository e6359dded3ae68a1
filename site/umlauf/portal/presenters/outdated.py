"""Which parts of a translation its original has left behind, as its page names them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from papers.models import Paper
    from papers.translation.freshness import Freshness


@dataclass(frozen=True)
class OutdatedPart:
    """``anchor`` is empty for what has no place of its own on the translated page."""

    path: str
    heading: str
    anchor: str
    language: str


def _named_parts(paper: Paper) -> Iterator[tuple[str, str, str, str]]:
    language = str(paper.locale.language_code)
    yield "title", _("Title"), "", str(get_language())
    yield "summary", _("Summary"), "", str(get_language())
    yield "vision", _("Vision"), "", str(get_language())
    for name, anchor, title in (
        ("goals", "goals", "title"),
        ("fields_of_action", "fields", "title"),
        ("body", "section-{}", "heading"),
    ):
        for number, block in enumerate(getattr(paper, name, ()), start=1):
            yield f"{name}.{block.id}", str(block.value[title]), anchor.format(number), language


def outdated_parts(paper: Paper, original: Paper, freshness: Freshness | None) -> list[OutdatedPart]:
    """Parts come in the order of the page; those the original got since come last, in the original's words."""
    parts = dict(freshness.parts) if freshness else {}
    named = [*_named_parts(paper), *_named_parts(original.specific)]
    return [OutdatedPart(*part) for part in named if parts.pop(part[0], None)]
