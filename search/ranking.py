"""The order of what was found, the same whichever engine found it.

Engines choose candidates by their own measures, which differ. The best of them are weighed here again: where a word
stands counts most, then how much of the title the query covers, then how often it is said in how long a text; newer
papers, the reader's language and papers before their attachments come first among equals."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from math import exp, log, log1p
from typing import TYPE_CHECKING, Any

from search.indexed_texts import TITLE_ENDS

if TYPE_CHECKING:
    from search.query import Group, Query

TITLE, TITLE_PART, HEAD, BODY, PART = 8.0, 5.5, 3.0, 1.2, 0.9
OPTIONAL = 0.15
USUAL_LENGTH = 4000  # characters of terms


def scored(documents: Collection[Any], query: Query, *, language: str, today: date) -> dict[int, float]:
    """Returns scores by primary key. ``documents``: rows with the fields that are read here. Where not all words are in
    all documents, those in few of them count more."""
    forms = [_forms(group) for group in query.groups]
    worths = {document.id: _worths(document, forms) for document in documents}
    weights = [
        (OPTIONAL if group.optional else 1.0)
        * (1 + log((len(documents) + 1) / (1 + sum(found[place] > 0 for found, _covered in worths.values()))))
        for place, group in enumerate(query.groups)
    ]
    scores = {}
    for document in documents:
        found, covered = worths[document.id]
        total = sum(weight * worth for weight, worth in zip(weights, found, strict=True))
        scores[document.id] = total * _factors(document, covered, language, today)
    return scores


def _worths(document: Any, forms: list[list[str]]) -> tuple[list[float], set[str]]:
    """What each group of the query is worth in the document, and the terms of its title that the query covers."""
    of_title, _bar, of_others = document.terms_parts.partition(TITLE_ENDS)
    texts = (document.terms_title, document.terms_head, document.terms_body, of_title, of_others)
    title, head, body, title_parts, parts = (f" {text} " for text in texts)
    length = 1 + len(body) / USUAL_LENGTH
    covered: set[str] = set()
    found = []
    for options in forms:
        best = 0.0
        for option in options:
            in_title = option in title
            if in_title:
                covered.update(option.split())
            worth = (
                (TITLE if in_title else TITLE_PART if option in title_parts else 0.0)
                + HEAD * min(2, head.count(option)) / 2
                + BODY * log1p(body.count(option)) / length
                + PART * log1p(parts.count(option)) / (1 + 0.2 * length)
            )
            best = max(best, worth)
        found.append(best)
    return found, covered


def _factors(document: Any, covered: set[str], language: str, today: date) -> float:
    words = set(document.terms_title.split())
    factor = 1 + 0.6 * (len(covered & words) / len(words) if words else 0)
    if document.attachment_id:
        factor *= 0.6
    if document.language == language:
        factor *= 1.15
    elif document.language.split("-")[0] == language.split("-")[0]:
        factor *= 1.05
    if document.date:
        factor *= 1 + 0.1 * exp(-max(0, (today - document.date).days) / 1000)
    return factor


def _forms(group: Group) -> list[str]:
    """Writes them as they are counted in a text of terms: whole terms between spaces; a prefix only with the space
    before it."""
    return [f" {' '.join(option)} " for option in group.options] + [f" {prefix}" for prefix in group.prefixes]
