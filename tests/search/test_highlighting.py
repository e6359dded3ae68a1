"""Which words of a text are marked, however they are written."""

from __future__ import annotations

import pytest

from search.highlighting import Marker, passages
from search.query import parse

LANGUAGES = ["de", "en", "fr", "pl", "cs", "ar", "ru", "da", "ja"]


@pytest.mark.parametrize(
    ("query", "text", "language", "words"),
    [
        (
            "Radwege",
            "Der Radweg und die Radwegebrücke; des Radweges, unterwegs",
            "de",
            ["Radweg", "Radwegebrücke", "Radweges"],
        ),
        (
            "Straße",
            "in der STRASSE, Straßen und Rosenstraße, Strassen",
            "de",
            ["STRASSE", "Straßen", "Rosenstraße", "Strassen"],
        ),
        ("oeuvre", "l'œuvre et OEUVRE", "fr", ["œuvre", "OEUVRE"]),
        ("lodz", "w Łodzi, Łódź lodz", "pl", ["Łodzi", "Łódź", "lodz"]),
        ("Fuß", "zu Fuß, fuss", "de", ["Fuß", "fuss"]),
        ("Äpfel", "Apfel Äpfel", "de", ["Apfel", "Äpfel"]),
        ("мост", "через Мост", "ru", ["Мост"]),
        ("مدينة", "في المدينة", "ar", ["المدينة"]),
        ("2024", "im Jahr 2024", "de", ["2024"]),
        ("0383/2019", "Drucksache 383-2019 neu", "de", ["Drucksache 383-2019"]),
        ("-Rad", "mit dem Rad", "de", []),
    ],
)
def test_words_are_marked_however_they_are_written(query, text, language, words):
    marker = Marker(parse(query, [language, *LANGUAGES]))
    assert [text[start:end] for start, end, _term in marker.places(text, language)] == words


def test_two_passages_with_the_most_different_words():
    text = "Radweg. " + "Lücke " * 60 + "Radweg am Kanal. " + "Lücke " * 60 + "Kanal"
    first, second = passages(text, Marker(parse("Radweg Kanal", LANGUAGES)), "de")
    assert "Radweg am Kanal" in str(first)
    assert [word for word, marked in first.segments if marked] == ["Radweg", "Kanal"]
    assert "Lücke Kanal" not in str(first)
    assert str(second).startswith("Radweg.")
