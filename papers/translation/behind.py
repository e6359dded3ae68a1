"""Which released translations say less or something else than their original, kept in their row, so that the backlog
finds them without comparing all there are.

It follows from the two texts, and is written when one of them is published; ``check_record`` compares. What a reader is
told on a page is always compared anew."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from papers.models import Paper
from papers.translation.freshness import freshness_of_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from papers.models.paper import PaperQuerySet
    from papers.translation.freshness import Freshness

AT_ONCE = 100  # texts that are compared


def settle(page: Paper) -> None:
    """``page``: with the text that was published just now."""
    if page.translation_of_id is not None:
        _write([page], _behind([page], [page.original.specific]))
    elif page.first_published_at != page.last_published_at:  # nothing is translated before it is released
        translations = list(released_translations().filter(translation_of=page.pk))
        if translations:
            _write(translations, _behind(translations, [page]))


def differing() -> Iterator[Paper]:
    """Released translations whose row says something else than the texts."""
    pages = released_translations().order_by("pk").iterator(AT_ONCE)
    while some := list(islice(pages, AT_ONCE)):
        originals = Paper.objects.filter(pk__in={page.translation_of_id for page in some}).specific()
        behind = _behind(some, originals)
        yield from (page for page in some if page.is_behind != (page.pk in behind))


def released_translations() -> PaperQuerySet:
    found: PaperQuerySet = Paper.objects.translations().filter(live=True).defer("body")
    return found


def _behind(translations: Sequence[Paper], originals: Iterable[Paper]) -> set[int]:
    """Primary keys. What was not made by translating is behind if its original was published after it."""
    of_key = {original.translation_key: original for original in originals}
    freshness = freshness_of_many(translations, of_key)
    return {page.pk for page in translations if _is_behind(page, of_key[page.translation_key], freshness)}


def _is_behind(page: Paper, original: Paper, freshness: dict[int, Freshness]) -> bool:
    fresh = freshness.get(page.pk)
    if fresh is None:
        known = page.last_published_at and original.last_published_at
        return bool(known and page.last_published_at < original.last_published_at)
    return not fresh.is_current or bool(fresh.untranslated)


def _write(translations: Sequence[Paper], behind: set[int]) -> None:
    for page in translations:
        if page.is_behind != (page.pk in behind):
            page.write_record(is_behind=page.pk in behind)
