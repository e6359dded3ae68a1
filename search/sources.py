"""What of the record the index is made from, and which papers a changed row of it concerns.

Verbs write a log entry, which marks their paper. Not everything is a verb on that paper, though: a measure belongs to a
strategy and is counted among the papers that carry it out, Wagtail deletes a page with all that hangs on it, and an
import saves rows. So every model is named here whose rows are read for ``indexed_texts`` or for what Elasticsearch is
told of a paper; signals watches all of them. A test compares them with the tables that are really read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model
from wagtail.models import Page

from papers.models import Act, Attachment, Consultation, Measure, Paper, Strategy, Version


def original_of(page: Page) -> list[int]:
    """The list is empty if it is the page of something else."""
    paper = page if isinstance(page, Paper) else page.specific
    return [paper.original.pk] if isinstance(paper, Paper) else []


def papers_of_measure(measure: Measure) -> Iterable[int]:
    """Those that carry it out, and the strategy, whose page shows it."""
    keys: Iterable[int] = Paper.objects.originals().filter(carries_out=measure).values_list("pk", flat=True)
    return {*keys, measure.strategy_id}


# By model: primary keys of the originals that a row concerns. Asked when it was saved, and before it is deleted.
ROWS: dict[type[Model], Callable[[Any], Iterable[int]]] = {
    Page: original_of,
    Paper: original_of,
    Strategy: original_of,
    Consultation: lambda line: [line.paper_id],
    Act: lambda act: [act.consultation.paper_id],
    Version: lambda version: [version.paper_id],
    Attachment: lambda attachment: [attachment.paper.original.pk],
    Measure: papers_of_measure,
}

# Rows that say of a paper and something else that they belong together.
LINKS: tuple[type[Model], ...] = (Measure.papers.through, Paper.partner_cities.through)


def linked_papers(link: type[Model], row: Model, others: set[int] | None) -> Iterable[int]:
    """Primary keys of the originals at either end of it: ``row`` is one end, ``others`` are at the other, None for all
    that are."""
    if isinstance(row, Paper):
        return original_of(row)
    ends = {field.related_model: field.attname for field in link._meta.fields if field.is_relation}
    if others is None:
        mine = next(name for model, name in ends.items() if model is not Paper)
        others = set(link._default_manager.filter(**{mine: row.pk}).values_list(ends[Paper], flat=True))
    keys: Iterable[int] = Paper.objects.originals().filter(pk__in=others).values_list("pk", flat=True)
    return keys
