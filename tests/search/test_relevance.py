"""The papers a person expects come first, on every engine."""

from __future__ import annotations

from importlib import import_module
from statistics import mean

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache

from search.engines import engine, sql
from search.models import Synonyms
from search.searching import find
from tests.search.corpus import corpus
from tests.search.loading import load
from tests.search.relevance import measure, report

pytestmark = [pytest.mark.thorough, pytest.mark.django_db]

ENOUGH, ENOUGH_OF_A_LANGUAGE = 0.93, 0.9
load_words = import_module("search.migrations.0010_everyday_words").load


@pytest.fixture
def keys(cast):
    Synonyms.objects.all().delete()
    load_words(apps, None)
    cache.clear()
    return {pk: key for batch in load(corpus()) for key, pk in batch.items()}


def ask(keys):
    def asked(query, language):
        hits = find(query, reader=AnonymousUser(), language=language, per_page=10, facets=False).hits
        return [keys[hit.paper.pk] for hit in hits if hit.paper and hit.paper.pk in keys]

    return asked


def test_what_is_meant_comes_first(keys, capsys):
    results = measure(ask(keys))

    with capsys.disabled():
        print(f"\n{report(engine().name, results)}")  # noqa: T201 - the report is what one wants to see
    assert sum(result.ndcg for result in results) / len(results) >= ENOUGH
    for language in ("de", "en", "fr", "pl"):
        own = [result.ndcg for result in results if result.judged.language == language]
        assert sum(own) / len(own) >= ENOUGH_OF_A_LANGUAGE, language


def test_a_part_of_what_matches_answers_as_well(keys, monkeypatch):
    def ndcg():
        return mean(result.ndcg for result in measure(ask(keys)))

    whole = ndcg()
    monkeypatch.setattr(sql, "CANDIDATES", 120)
    assert find("Stadt", reader=AnonymousUser(), language="de").more
    assert ndcg() >= whole - 0.0005
