"""Names are not stop words, whichever stemmer they pass."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache

from search.analysis import is_stop_word, term_of
from search.indexing import process_pending
from search.searching import find
from tests.factories.papers import fresh, paper_at

pytestmark = pytest.mark.django_db

LANGUAGES = ("de", "en", "fr", "pl", "cs", "es", "it", "tr", "de-x-leicht")


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


@pytest.mark.parametrize("name", ["Demir", "Deren", "Derin", "Werder", "Manchester", "Sicherheit", "Sinem", "Wille"])
def test_no_stemmer_makes_a_stop_word_of_it(name):
    stop_words = ("dem", "der", "werden", "manche", "sich", "sein", "will", "sind")

    for language in LANGUAGES:
        assert term_of(name, language) not in {term_of(word, "de") for word in stop_words}, language


def test_stop_words_and_forms_of_a_word_keep_their_term():
    assert term_of("dem", "fr") == term_of("Dem", "de") == "dem"
    assert term_of("Sicherheiten", "de") == term_of("Sicherheit", "de")
    assert term_of("Wege", "de") == term_of("Weg", "de") == "weg"
    assert not is_stop_word("Weg", "de")


@pytest.mark.parametrize("language", ["de", "en", "fr"])
@pytest.mark.parametrize("name", ["Demir", "Manchester", "Werder"])
def test_a_name_finds_who_is_meant_and_nobody_else(cast, name, language):
    named = fresh(paper_at("deliberating", cast, title=f"Ehrung von Serap {name}"))
    text = "Dem Rat und manchem wird sich zeigen, was werden will."
    paper_at("deliberating", cast, title="Zu dem Bericht", summary=text)
    for _left in process_pending():
        pass

    assert [hit.paper for hit in find(name, reader=AnonymousUser(), language=language).hits] == [named]


def test_a_word_like_a_stop_word_is_marked_in_compounds_and_the_stop_word_is_not(cast):
    paper_at("deliberating", cast, title="Bericht zur Verkehrssicherheit, die sich zeigt")
    for _left in process_pending():
        pass

    (hit,) = find("Sicherheit", reader=AnonymousUser(), language="de").hits
    assert [word for word, is_marked in hit.title.segments if is_marked] == ["Verkehrssicherheit"]
