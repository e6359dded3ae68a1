"""Everyday words find what councils write; the list is loaded once and belongs to the council office."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.core.cache import cache

from search.everyday_words import GROUPS
from search.models import Synonyms
from tests.search.test_searching import indexed, nothing_remembered, titles  # noqa: F401

pytestmark = pytest.mark.django_db

load = import_module("search.migrations.0010_everyday_words").load
EVERYDAY = (
    ("Neubau einer Kindertagesstätte", "Kindergärten"),
    ("Verlängerung der Stadtbahn", "Tram"),
    ("Bericht zur Bibliothek", "Bücherei"),
    ("Entschädigung der Ratsmitglieder", "Stadtrat"),
    ("Konzept für den Abfall", "Müll"),
    ("Sanierung des Hallenbads", "Schwimmbad"),
    ("Förderung des Bikes", "Fahrräder"),
)


def shipped():
    Synonyms.objects.all().delete()
    load(apps, None)
    cache.clear()


def test_there_are_enough_groups_and_each_is_one():
    assert len(GROUPS) >= 120
    assert len(set(GROUPS)) == len(GROUPS)
    for group in GROUPS:
        Synonyms(words=group).full_clean()


@pytest.mark.parametrize(("title", "everyday"), EVERYDAY)
def test_everyday_words_find_it(indexed, title, everyday):  # noqa: F811
    shipped()
    indexed(title)

    assert titles(everyday) == [title]


def test_what_the_council_office_wrote_stays_as_it_is():
    Synonyms.objects.all().delete()
    Synonyms.objects.create(words="Tram, Elektrische")

    load(apps, None)

    assert [row.words for row in Synonyms.objects.filter(words__icontains="tram,")] == ["Tram, Elektrische"]
    assert not Synonyms.objects.filter(words__contains="Stadtbahn").exists()
    assert Synonyms.objects.filter(words__startswith="Kita").exists()
