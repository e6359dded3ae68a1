"""Paper numbers: gap-free, never given twice, under any number of clerks.

The counter row is locked until the transaction that uses the number commits; if that rolls back, so does the counter.
There is no other way to a number, and a number once given stays with its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from papers.access.verbs import CONTINUE_SERIES
from papers.models.number import NumberCounter
from papers.models.paper import Paper

if TYPE_CHECKING:
    from papers.access import Person
    from papers.models.kind import PaperKind


def assign_number(paper: Paper) -> str:
    """Give the paper its number and the address that goes with it; a paper that has one keeps it.

    Must run inside the transaction of the verb that asks, with the paper's row locked.
    """
    if paper.number:
        return paper.number
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("assign_number needs the transaction of its caller")
    if paper.superordinate_id and paper.suffix_kind:
        parent = paper.superordinate
        if parent is None or not parent.number:
            raise ValidationError(_("The paper this one belongs to has no number yet."))
        year = parent.number_year
        sequence = _next(series=f"{parent.number} {paper.suffix_kind}", year=0)
        number = f"{parent.number} {paper.suffix_kind}{sequence}"
    else:
        pattern = paper.kind.number_pattern
        year = paper.date.year
        sequence = _next(series=pattern, year=year)
        number = pattern.format(number=sequence, year=year)
    taken = Paper.objects.filter(number=number).exclude(pk=paper.pk).first()
    if taken is not None:
        text = _("Number %(number)s already belongs to “%(title)s”: two number patterns meet here. Change one of them.")
        raise ValidationError(text % {"number": number, "title": taken.title})
    paper.slug = slug_of(number)  # while it may still change, and by way of the page, whose sub-topics move with it
    paper.save(update_fields=["slug", "url_path"], clean=False)
    paper.write_record(number=number, number_year=year, sequence=sequence)
    return number


def slug_of(number: str) -> str:
    """``0383/2019`` → ``0383-2019``; ``0534/2022 N1`` → ``0534-2022-n1``."""
    return number.lower().replace("/", "-").replace(" ", "-")


def continue_series(*, kind: PaperKind, year: int, last: int, by: Person) -> None:
    """Let the next number of the kind's series be ``last + 1``, for a city that moves here in mid-year.

    Raises PermissionDenied for anybody but the council office, ValidationError if the series already went further.
    """
    CONTINUE_SERIES.allow(by, kind)
    with transaction.atomic():
        counter = _locked_counter(kind.number_pattern, year)
        if counter.last > last:
            raise ValidationError(
                {"last": _("Number %(last)s of this series is already given.") % {"last": counter.last}}
            )
        counter.last = last
        counter.save()


def _next(*, series: str, year: int) -> int:
    counter = _locked_counter(series, year)
    counter.last += 1
    counter.save()
    return counter.last


def _locked_counter(series: str, year: int) -> NumberCounter:
    # two clerks numbering at once wait here
    counters = NumberCounter.objects.select_for_update().filter(series=series, year=year)
    counter = counters.first()
    if counter is None:
        # another clerk may have begun the series meanwhile
        NumberCounter.objects.get_or_create(series=series, year=year)
        counter = counters.get()
    return counter
