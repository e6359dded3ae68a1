"""Elasticsearch answers as well as the database, and nearly always with the same paper first."""

from __future__ import annotations

import pytest

from search.engines import elastic_index
from tests.search.relevance import measure
from tests.search.test_relevance import ask, keys, test_what_is_meant_comes_first  # noqa: F401
from tests.search.test_searching_elasticsearch import server  # noqa: F401

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db]

MAY_DIFFER = 0.05


@pytest.fixture(autouse=True)
def fed(settings, server, keys):  # noqa: F811
    settings.LANGUAGES = [*settings.LANGUAGES, ("fr", "French"), ("pl", "Polish")]
    list(elastic_index.rebuild())


def test_the_engines_agree_on_what_comes_first(keys, settings):  # noqa: F811
    by_server = measure(ask(keys))
    settings.ELASTICSEARCH_URL = ""
    by_database = measure(ask(keys))

    different = [
        one.judged.query for one, other in zip(by_server, by_database, strict=True) if one.found[:1] != other.found[:1]
    ]
    assert len(different) <= MAY_DIFFER * len(by_database), different
