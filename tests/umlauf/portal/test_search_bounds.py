"""Whatever is asked of the search, by whomever: a fixed number of statements answers it, of a size that does not grow
with what was typed."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from papers.enums import Outcome, PaperState
from search.engines.base import FACETS
from search.everyday_words import GROUPS
from search.indexing import process_pending
from tests.factories.papers import add_attachment, paper_at

pytestmark = pytest.mark.django_db

# statements of the longest way there is: all words, then most, then half of them, then what else could be meant
CEILINGS = {
    "/de/search/": 20,
    "/ar/search/": 20,
    "/de/search/suggestions/": 9,  # four of them say who is signed in
    "/de/search/feed/": 14,
    "/de/search/results.csv": 16,
    "/de/search/results.xlsx": 16,
}
LONGEST_STATEMENT = 50_000  # characters, with all that is put into it

TITLES = ("Ausbau der Radwege", "Radwege am Kanal", "Hochwasserschutz an der Leine", "Umweltschutzbericht der Stadt")
KNOWN = ("radwege", "hochwasserschutz", "umweltschutzbericht", "kanal", "ausbau", "leine", "stadt", "vergabe", "anlage")
STRANGE = (
    *('"', "-", "OR", "OR OR", "*", "(", ")", ":", "AND", "NEAR(", "0001/2026", "1/20", "\0"),
    *("日本語の計画", "नगर", "الرادار"),
)


@pytest.fixture(scope="module")
def shelf(company, django_db_blocker):
    """More than one of everything that a list could ask for row by row."""
    with django_db_blocker.unblock(), translation.override(django_settings.LANGUAGE_CODE):
        papers = [paper_at("deliberating", company, title=title) for title in TITLES]
        for paper in papers[:2]:
            add_attachment(paper, by=company.council_clerk, name="a.txt", content=b"Radwege Anlage Ausbau")
        paper_at("deliberating", company, title="Geheime Vergabe der Radwege", confidentiality="confidential")
        paper_at("draft", company, title="Entwurf zum Radwegenetz")
        for _left in process_pending():
            pass


def misspelt(word, place, letter):
    place %= len(word)
    return word[:place] + letter + word[place + 1 :]


LETTERS = st.sampled_from("aeiourstn")
MISSPELT = st.builds(misspelt, st.sampled_from(KNOWN), st.integers(0, 30), LETTERS)
WORD = st.one_of(MISSPELT, st.sampled_from(KNOWN), st.sampled_from(STRANGE), st.text(max_size=12))
WORDS = st.one_of(
    st.lists(WORD, max_size=10).map(" ".join),
    st.lists(WORD, max_size=300).map(" ".join),
    st.lists(MISSPELT, min_size=1, max_size=200).map(" OR ".join),
    st.lists(MISSPELT, min_size=1, max_size=200).map("/".join),
    st.lists(MISSPELT, min_size=1, max_size=100).map('"{}"'.format),
    st.lists(MISSPELT, min_size=1, max_size=100).map(" -".join),
    st.lists(MISSPELT.map("{0} OR {0}x OR y{0}".format), min_size=1, max_size=8).map(" ".join),
    st.text(max_size=3000),
)
VALUE = st.one_of(
    st.integers(0, 40).map(str),
    st.text(max_size=5),
    st.sampled_from([*PaperState.values, *Outcome.values, "de", "text", "attachment"]),
)
FILTERS = st.dictionaries(st.sampled_from(FACETS), st.lists(VALUE, max_size=70), max_size=3)
ALIKE = " OR ".join(group.split(",")[0] for group in sorted(GROUPS, key=len, reverse=True))  # many words for each
MISSPELT_ALL = " ".join(f"{word}x" for word in KNOWN * 20)


@pytest.mark.thorough
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    address=st.sampled_from(list(CEILINGS)),
    person=st.sampled_from(["", "member", "council_clerk"]),
    words=WORDS,
    filters=FILTERS,
    page=st.integers(0, 99_999),
)
@example("/de/search/", "", MISSPELT_ALL, {}, 1)
@example("/de/search/suggestions/", "member", "1", {}, 0)
@example("/de/search/", "", ALIKE, {}, 1)
@example("/de/search/", "member", "radwegw hochwaserschutz kanall", {}, 1)
@example("/de/search/results.csv", "council_clerk", "radwege", {}, 1)
@example("/de/search/", "council_clerk", "", {"language": ["de"]}, 99_999)
def test_every_answer_takes_a_fixed_number_of_statements(shelf, cast, address, person, words, filters, page):
    cache.clear()
    client = Client()
    if person:
        client.force_login(getattr(cast, person))
    query = urlencode({"q": words, "page": page, **filters}, doseq=True)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"{address}?{query}")

    assert answer.status_code in ((200, 404) if "feed" in address else (200,))
    statements = [entry["sql"] for entry in asked]
    assert len(statements) <= CEILINGS[address], "\n".join(statement[:150] for statement in statements)
    assert max(map(len, statements), default=0) <= LONGEST_STATEMENT
