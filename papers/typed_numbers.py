"""Which papers somebody may mean who types a number, or its beginning."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Q

from papers.models import Paper
from papers.number_patterns import YEAR, readings_of, slug_of


def numbered_like(text: str) -> Q:
    """Condition on papers for every reading of a number: ``1/26`` is ``0001/2026``. Nothing, where it is no number."""
    return reduce(or_, ways_of_being_numbered(text), Q(pk__in=[]))


def keys_of_numbered_like(text: str) -> Any:
    """The same as primary keys, for ``pk__in``: each reading is found by an index."""
    ways = [Q(number=text), *ways_of_being_numbered(text)]
    found = [Paper.objects.order_by().filter(way).values("pk") for way in ways]
    return found[0].union(*found[1:], all=True)


def ways_of_being_numbered(text: str) -> list[Q]:
    """The readings one by one, each of which a database finds by an index; it would walk through all papers for any of
    them at once."""
    slug = slug_of(text)
    found = [Q(slug=slug, number__isnull=False)] if slug else []
    for number, year, behind in readings_of(text):
        kind, of_kind = behind[:1].upper(), int(behind[1:] or 0)
        if behind:
            parent = Q(superordinate__sequence=number, superordinate__suffix_kind="", suffix_kind=kind)
            found.append(parent & Q(sequence=of_kind, number_year=year))
        else:
            found.append(Q(sequence=number, number_year=year, suffix_kind=""))
    return found


def ways_of_beginning(text: str) -> list[Q]:
    """Conditions on papers whose number begins as is typed, or is of the year that is. Each is found by an index."""
    slug = slug_of(text)
    if not slug:
        return []
    begun = Q(slug__startswith=slug)
    if connection.vendor == "sqlite":  # its LIKE knows of no index
        begun = Q(slug__gte=slug, slug__lt=f"{slug}~")
    found = [begun & Q(number__isnull=False)]
    return [*found, Q(number_year=int(slug), number__isnull=False)] if YEAR.fullmatch(slug) else found
