"""Which documents a request may find, whatever it asks for: the access rule, and the filters somebody chose."""

from __future__ import annotations

from datetime import MAXYEAR, date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q

from papers.access import attachment_rule, readable_rule
from papers.models import Attachment, Consultation, Measure, Paper
from papers.one_by_one import there_is
from search.engines.base import keys_in
from search.models import IndexedText

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from search.engines.base import Request

OF_RELEASED = Q(page=F("paper")) | there_is(Paper.objects.filter(pk=OuterRef("page"), live=True))  # or an original


def conditions(request: Request) -> QuerySet[IndexedText]:
    """Documents that may be found. No joins: only conditions on each row. A document's ``paper`` is always an
    original."""
    papers = Paper.objects.filter(readable_rule(request.reader), pk=OuterRef("paper"))
    for name, values in request.filters.items():
        papers = _FILTERS[name](papers, values) if name in _FILTERS else papers
    if request.since is not None:
        papers = papers.filter(Q(last_published_at__gt=request.since) | Q(released_at__gt=request.since))
    rule = Q()  # what takes no other row comes first
    if request.filters.get("year"):
        rule &= _of_years(keys_in(request.filters["year"]))
    if request.filters.get("language"):
        rule &= Q(language__in=request.filters["language"])
    if request.filters.get("part"):
        rule &= Q(attachment__isnull="text" in request.filters["part"])
    rule &= there_is(papers) & OF_RELEASED
    rule &= Q(attachment__isnull=True) | there_is(
        Attachment.objects.filter(attachment_rule(request.reader), pk=OuterRef("attachment"))
    )
    if not any(request.filters.values()) and request.since is None:
        rule |= Q(paper__isnull=True)
    return IndexedText.objects.filter(rule).order_by()


def _of_years(years: list[int]) -> Q:
    """As ranges of days, for which nothing has to be taken out of a date; years that follow one another are one."""
    rule = Q(pk=None)
    for _place, run in groupby(
        enumerate(sorted({year for year in years if 0 < year < MAXYEAR})), lambda pair: pair[1] - pair[0]
    ):
        found = [year for _number, year in run]
        rule |= Q(date__gte=date(found[0], 1, 1), date__lt=date(found[-1] + 1, 1, 1))
    return rule


_FILTERS: dict[str, Any] = {
    "kind": lambda papers, values: papers.filter(kind__in=keys_in(values)),
    "office": lambda papers, values: papers.filter(originating_office__in=keys_in(values)),
    "state": lambda papers, values: papers.filter(state__in=values),
    "committee": lambda papers, values: papers.filter(
        Exists(_lines().filter(paper=OuterRef("pk"), organization__in=keys_in(values)).exclude(state="cancelled"))
    ),
    "outcome": lambda papers, values: papers.filter(
        Exists(_lines().filter(paper=OuterRef("pk"), latest_act__outcome__in=values))
    ),
    "city": lambda papers, values: papers.filter(
        Exists(Paper.partner_cities.through.objects.filter(paper=OuterRef("pk"), organization__in=keys_in(values)))
    ),
    "field": lambda papers, values: papers.filter(Exists(_measures(values))),
}


def _lines() -> Any:
    return Consultation.objects.exclude(role="co_sign")


def _measures(values: list[str]) -> Any:
    return Measure.papers.through.objects.filter(paper=OuterRef("pk"), measure__field_of_action__in=values)
