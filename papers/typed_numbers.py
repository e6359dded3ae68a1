"""Which papers somebody may mean who types a number, or its beginning."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from papers.models import Paper
from papers.number_patterns import YEAR, readings_of, slug_of


def paper_numbered(number: str, among: QuerySet[Paper]) -> Paper:
    """The one that is meant. Raises ValidationError where there is none or more than one."""
    found = among.filter(number=number).first()
    if found is not None:
        return found
    alike = list(among.filter(pk__in=keys_of_numbered_like(number))[:2])
    if len(alike) == 1:
        return alike[0]
    if alike:
        raise ValidationError(_("Several papers have a number like this; write it as it stands on the paper."))
    raise ValidationError(_("There is no paper with this number."))


def keys_of_numbered_like(text: str) -> Any:
    """Primary keys of papers for every reading of a number, for ``pk__in``: ``1/26`` is ``0001/2026``. None, where it
    is no number."""
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
