"""Words like one that was typed, out of however many there are."""

from __future__ import annotations

from itertools import product

import pytest

from search.models import IndexedText, Word
from search.spelling import CANDIDATES, learn, similar, word_of

pytestmark = pytest.mark.django_db


def know(*words):
    learn([IndexedText(title=" ".join(words))])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Hochwaserschutz", "hochwasserschutz"),  # a letter missing
        ("Hochwassersschutz", "hochwasserschutz"),  # one too many
        ("Hohcwasserschutz", "hochwasserschutz"),  # two changed places, in the beginning
        ("Hochwasserschuzt", "hochwasserschutz"),  # and in the end
        ("Ohchwasserschutz", "hochwasserschutz"),
        ("Leime", "leine"),  # a wrong one, in the middle
        ("Stdat", "stadt"),
        ("Rdwege", "radwege"),
        ("Strasenbau", "straßenbau"),
        ("Wiekszość", "większość"),
        ("Горадской", "городской"),
        ("المجلص", "المجلس"),
    ],
)
def test_a_word_with_a_mistake_is_like_the_right_one(typed, meant):
    know("Hochwasserschutz", "Straßenbau", "większość", "городской", "المجلس", "Leine", "Stadt", "Radwege")
    know("ganz", "andere", "Wörter", "Schutz")

    assert similar([typed]) == {typed: [meant]}


def test_what_is_known_or_too_short_has_nothing_like_it():
    know("Radweg", "Rad")

    assert similar(["Radweg", "radweg", "Rad", "Rat", "x" * 100]) == {"Radweg": [], "radweg": []}


def test_one_statement_looks_at_a_fixed_number_of_words_for_each(django_assert_num_queries):
    letters = "abdegiklmnoprstu"
    Word.objects.bulk_create([word_of(f"vers{''.join(letters)}ung") for letters in product(letters, repeat=3)])
    know("Versicherung", "Verwaltung")

    with django_assert_num_queries(1):
        found = similar(["Versichrung", "Verwaltng", "versabung", "xyzzyx"])

    assert found["Verwaltng"][0] == "verwaltung"
    assert found["Versichrung"][0] == "versicherung"
    assert len(found["versabung"]) == CANDIDATES
    assert found["xyzzyx"] == []
