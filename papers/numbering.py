"""Paper numbers: gap-free, never given twice, under any number of clerks.

A series is what a person would read as one: patterns that differ in zeros, in the digits of the year or in the signs
between their words share a counter, so none of them can give a number another has given. The counter row is locked
until the transaction that uses the number commits; if that rolls back, so does the counter. There is no other way to a
number, and a number once given stays with its paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from papers.access.verbs import CHANGE_PATTERN, CONTINUE_SERIES
from papers.models.kind import PaperKind
from papers.models.number import NumberCounter
from papers.models.paper import Paper
from papers.number_patterns import NumberPattern, is_misread, pattern_of, slug_of, try_out

if TYPE_CHECKING:
    from papers.access import Person

NUMBERS_AT_ONCE = 500  # in the memory of whoever looks through them


@dataclass(frozen=True)
class NextNumber:
    """The number the next paper of a kind will get, if nothing else happens."""

    number: str
    sequence: int
    year: int

    @property
    def slug(self) -> str:
        return slug_of(self.number)


def assign_number(paper: Paper) -> str:
    """Give the paper its number and the address that goes with it; a paper that has one keeps it.

    Must run inside the transaction of the verb that asks, with the paper's row locked.
    """
    if paper.number:
        return paper.number
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("assign_number needs the transaction of its caller")
    following = _below(paper) if paper.superordinate_id and paper.suffix_kind else _by_pattern(paper)
    paper.slug = following.slug  # while it may still change, and by way of the page, whose sub-topics move with it
    paper.save(update_fields=["slug", "url_path"], clean=False)
    paper.write_record(number=following.number, number_year=following.year, sequence=following.sequence)
    return following.number


def _by_pattern(paper: Paper) -> NextNumber:
    pattern = pattern_of(_locked_kind(paper.kind_id).number_pattern)
    counter = _locked_counter(pattern.series, paper.date.year)
    following = _following(pattern, paper.date.year, counter.last)
    counter.last = following.sequence
    counter.save()
    return following


def _below(paper: Paper) -> NextNumber:
    """Raises ValidationError where the paper it belongs to has no number, or another paper this one."""
    parent = paper.superordinate
    if parent is None or not parent.number:
        raise ValidationError(_("The paper this one belongs to has no number yet."))
    series = f"{parent.number} {paper.suffix_kind}"
    counter = _locked_counter(series, 0)
    counter.last += 1
    counter.save()
    number = f"{series}{counter.last}"
    taken = Paper.objects.filter(number=number).first()
    if taken is not None:
        text = _("Number %(number)s already belongs to “%(title)s”: two number patterns meet here. Change one of them.")
        raise ValidationError(text % {"number": number, "title": taken.title})
    return NextNumber(number, counter.last, parent.number_year or 0)


def continue_series(*, kind: PaperKind, year: int, last: int, by: Person) -> None:
    """Let the next number of the kind's series be ``last + 1``, for a city that moves here in mid-year.

    Raises PermissionDenied for anybody but the council office, ValidationError if the series already went further.
    """
    CONTINUE_SERIES.allow(by, kind)
    with transaction.atomic():
        counter = _locked_counter(pattern_of(kind.number_pattern).series, year)
        if counter.last > last:
            raise ValidationError(
                {"last": _("Number %(last)s of this series is already given.") % {"last": counter.last}}
            )
        counter.last = last
        counter.save()


@transaction.atomic
def change_pattern(kind: PaperKind, *, pattern: str, by: Person, anew: bool = False) -> PaperKind:
    """Number the papers of the kind by another pattern from now on; nothing happens if it has that one already.

    Counting goes on where it stands, in every year; ``anew`` begins this year at one. Returns the kind as it stands in
    the database.

    Raises PermissionDenied for anybody but the council office; ValidationError on ``number_pattern`` where the pattern
    cannot be used, on ``counting`` where numbers would be given that a person reads as numbers already given.
    """
    CHANGE_PATTERN.allow(by, kind)
    kind = _locked_kind(kind.pk)
    before = kind.number_pattern
    if pattern == before:
        return kind
    check_change(kind, pattern=pattern, anew=anew)
    kind.number_pattern = pattern
    kind.clean()
    this_year = timezone.localdate().year
    for year, last in _counters_after(before, pattern, kind=kind, anew=anew, this_year=this_year).items():
        counter = _locked_counter(pattern_of(pattern).series, year)
        counter.last = max(last, counter.last)
        counter.save()
    kind.save()
    log(instance=kind, action="umlauf.number_pattern", user=by, data={"before": before, "after": pattern, "anew": anew})
    return kind


def check_change(kind: PaperKind, *, pattern: str, anew: bool = False) -> None:
    """Says beforehand what ``change_pattern`` would refuse, by the same errors. Writes nothing."""
    year = timezone.localdate().year
    try:
        try_out(pattern, year=year)
        _check_given(pattern_of(pattern), year=year)
    except ValidationError as error:
        raise ValidationError({"number_pattern": error.messages}) from error
    if not anew or not numbers_given(kind.number_pattern, year=year):
        return
    last = _last(pattern_of(pattern).series, year)
    if last:
        written = pattern_of(pattern)
        number = _given_in(year, [written, pattern_of(kind.number_pattern)], written.series) or written.written(
            last, year
        )
        text = _(
            "Counting cannot start anew with this pattern: number %(new)s would be read as %(number)s, "
            "which is given already."
        )
        new = pattern_of(pattern).written(1, year)
        raise ValidationError({"counting": text % {"new": new, "number": number}})


def numbers_given(pattern: str, *, year: int) -> int:
    """The last number of the pattern's series in that year; 0 if there is none, or if this is no pattern."""
    try:
        return _last(pattern_of(pattern).series, year)
    except ValidationError:
        return 0


def next_number(kind: PaperKind, *, pattern: str, anew: bool = False) -> NextNumber:
    """What the next paper of this year would be called if ``change_pattern`` did this now. Writes nothing; raises
    ValidationError where the pattern is none."""
    year, written = timezone.localdate().year, pattern_of(pattern)
    after = _counters_after(kind.number_pattern, pattern, kind=kind, anew=anew, this_year=year)
    return _following(written, year, max(after.get(year, 0), _last(written.series, year)))


def _counters_after(before: str, after: str, *, kind: PaperKind, anew: bool, this_year: int) -> dict[int, int]:
    """Where the new pattern's counter has to stand at least, by year.

    A series that another kind counts in has a stand of its own, and a kind that joins it goes on from there."""
    try:
        left, entered = pattern_of(before).series, pattern_of(after).series
    except ValidationError:  # the pattern before is older than the rule, and nothing was numbered by it since
        return {}
    if left == entered or _is_counted_by_others(entered, kind):
        return {}
    stands = dict(NumberCounter.objects.filter(series=left).values_list("year", "last"))
    if anew:
        stands.pop(this_year, None)
    return stands


def _is_counted_by_others(series: str, kind: PaperKind) -> bool:
    for other in PaperKind.objects.exclude(pk=kind.pk):
        try:
            if pattern_of(other.number_pattern).series == series:
                return True
        except ValidationError:
            continue
    return False


def _check_given(pattern: NumberPattern, *, year: int) -> None:
    """Numbers stay for good, so no pattern may lead to one that is read as a number given by another pattern. Raises
    ValidationError that names it."""
    # of years that are over hardly any paper is still to come, and the formal check passes over what is given
    given = Paper.objects.filter(number__regex=pattern.signs_since(year), suffix_kind="")
    rows = given.order_by().values_list("number", "sequence", "number_year")
    for number, sequence, number_year in rows.iterator(chunk_size=NUMBERS_AT_ONCE):
        read = pattern.read(number)
        if read is None or read[1] < year or read == (sequence, number_year):
            continue
        if is_misread(number, sequence or 0, number_year or 0, series=pattern.series, reader=pattern):
            new = pattern.written(*read)
            text = _("This pattern leads to number %(new)s, which would be read as %(number)s, given already.")
            raise ValidationError(text % {"new": new, "number": number})


def _following(pattern: NumberPattern, year: int, last: int) -> NextNumber:
    """The first number after ``last`` that no paper has, however it is written."""
    while True:
        last += 1
        number = pattern.written(last, year)
        if not _is_given(pattern, number, last, year):
            return NextNumber(number, last, year)


def _is_given(pattern: NumberPattern, number: str, sequence: int, year: int) -> bool:
    """Counters alone would answer, but for papers older than the rule that patterns which are read alike share one."""
    ways = (Q(number=number), Q(slug=slug_of(number)), Q(sequence=sequence, number_year=year, suffix_kind=""))
    papers = Paper.objects.originals().exclude(number=None).order_by().values_list("number", "slug")
    found, *others = (papers.filter(way) for way in ways)  # each by an index, which no database takes for all at once
    return any(
        taken == number or slug == slug_of(number) or pattern.read(taken) == (sequence, year)
        for taken, slug in found.union(*others)
    )


def _given_in(year: int, patterns: list[NumberPattern], series: str) -> str:
    """The first number of the series, as one of the patterns may have written it."""
    readers = [pattern for pattern in patterns if pattern.series == series]
    papers = Paper.objects.exclude(number=None).filter(number_year=year, suffix_kind="").order_by("sequence")
    for number, sequence in papers.values_list("number", "sequence"):
        if any(pattern.read(number) == (sequence, year) for pattern in readers):
            return str(number)
    return ""


def _last(series: str, year: int) -> int:
    found: int | None = NumberCounter.objects.filter(series=series, year=year).values_list("last", flat=True).first()
    return found or 0


def _locked_kind(pk: int) -> PaperKind:
    # a pattern does not change while a number is made by it; drafts of the kind are not kept waiting
    kind: PaperKind = PaperKind.objects.select_for_update(no_key=True).get(pk=pk)
    return kind


def _locked_counter(series: str, year: int) -> NumberCounter:
    # two clerks numbering at once wait here
    counters = NumberCounter.objects.select_for_update().filter(series=series, year=year)
    counter = counters.first()
    if counter is None:
        # another clerk may have begun the series meanwhile
        NumberCounter.objects.get_or_create(series=series, year=year)
        counter = counters.get()
    return counter


__all__ = [
    "NextNumber",
    "assign_number",
    "change_pattern",
    "continue_series",
    "next_number",
    "slug_of",
]
