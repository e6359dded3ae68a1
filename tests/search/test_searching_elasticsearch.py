"""What depends on the engine, on a real Elasticsearch; and that nothing is lost while it is away."""

from __future__ import annotations

import os
from uuid import uuid4

import pytest
from django.core.management import call_command

from papers.access import held_principals, may_read, read_principals, readable_rule
from papers.models import Paper
from search import indexing
from search.engines import elastic_index
from search.models import ElasticsearchUpdate, IndexedText, Rebuild
from search.searching import find
from tests.factories.papers import add_attachment, edit, fresh, paper_at
from tests.search.extraction.files import pdf
from tests.search.test_results import (  # noqa: F401
    before_the_council,
    test_a_correction_takes_the_wrong_text_out,
    test_result_and_votes_are_found,
    test_the_amended_text_is_found_at_once,
    test_whoever_may_not_read_the_paper_does_not_find_what_was_resolved,
)
from tests.search.test_searching import (  # noqa: F401
    CITIZEN,
    bring_up_to_date,
    indexed,
    nothing_remembered,
    test_boolean_soup_is_no_error,
    test_did_you_mean,
    test_every_word_of_a_query_may_be_misspelt,
    test_everyday_words_find_it_and_nothing_else,
    test_facets_count_and_narrow_down,
    test_no_query_is_an_error,
    test_numbers_are_found_however_they_are_typed,
    test_only_words_of_what_one_may_read_are_meant,
    test_organizations_are_found,
    test_phrases_exclusion_and_alternatives,
    test_suggestions_while_typing,
    test_what_stands_in_the_title_comes_first,
    titles,
)

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db]

NOBODY_THERE = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def server(settings):
    settings.ELASTICSEARCH_URL = os.environ["ELASTICSEARCH_URL"]
    settings.ELASTICSEARCH_INDEX = f"test-{uuid4().hex[:12]}"
    # an index for each
    settings.LANGUAGES = [(code, name) for code, name in settings.LANGUAGES if code in ("de", "en")]
    elastic_index.ensure_indices()
    yield
    settings.ELASTICSEARCH_URL = os.environ["ELASTICSEARCH_URL"]
    elastic_index.client().indices.delete(
        index=[name for one in elastic_index.aliases() for name in elastic_index.client().indices.get_alias(name=one)]
    )


def stood_in():
    from search.engines import Request, engine
    from search.query import parse

    return engine().search(Request(parse("x", ["de"]), CITIZEN)).in_place


def test_elasticsearch_answers(indexed):  # noqa: F811
    indexed("Radweg")
    assert titles("Radwege") == ["Radweg"]
    assert not stood_in()


def test_nothing_is_lost_while_it_is_away(indexed, cast, settings):  # noqa: F811
    paper = indexed("Alte Fassung")
    url = settings.ELASTICSEARCH_URL
    settings.ELASTICSEARCH_URL = NOBODY_THERE
    edit(paper, by=cast.council_clerk, title="Neue Fassung")
    fresh(paper).get_latest_revision().publish(user=cast.council_clerk)
    bring_up_to_date()
    assert titles("Neue") == ["Neue Fassung"], "the database stands in"
    assert stood_in()
    assert ElasticsearchUpdate.objects.exists()
    assert indexing.lag() is not None

    settings.ELASTICSEARCH_URL = url
    assert titles("Alte") == [], "what it has not heard of is left out"
    indexing.send_out()
    assert titles("Neue") == ["Neue Fassung"]
    assert titles("Alte") == []
    assert not stood_in()
    assert not ElasticsearchUpdate.objects.exists()


def test_what_became_confidential_a_moment_ago_is_in_no_hit_and_no_count(indexed, cast):  # noqa: F811
    indexed("Offene Vergabe")
    paper = indexed("Geheime Vergabe")
    paper.confidentiality = "confidential"
    paper.save()
    assert indexing.lag() is not None, "the server has not heard of it"

    found = find("Vergabe", reader=CITIZEN, language="de")
    assert [str(hit.title) for hit in found.hits] == ["Offene Vergabe"]
    assert found.total == 1
    assert sum(count for _value, count in found.facets["state"]) == 1
    bring_up_to_date()
    assert find("Vergabe", reader=CITIZEN, language="de").total == 1
    assert find("Vergabe", reader=cast.council_clerk, language="de").total == 2


def test_a_rebuild_swaps_without_a_gap(indexed, cast):  # noqa: F811
    indexed("Radweg eins")
    before = elastic_index.client().indices.get_alias(name=elastic_index.alias("de"))
    IndexedText.objects.filter(title="Radweg eins").update(terms_title="umgeschrieben")
    progress = elastic_index.rebuild()
    next(progress)
    assert titles("Radwege") == ["Radweg eins"], "the old one answers until the new one is complete"
    list(progress)
    after = elastic_index.client().indices.get_alias(name=elastic_index.alias("de"))
    assert set(before).isdisjoint(after)
    assert titles("umgeschrieben") == ["Radweg eins"]
    call_command("rebuild_index")
    assert titles("Radwege") == ["Radweg eins"]


def test_an_interrupted_rebuild_goes_on_where_it_stopped(indexed, cast, monkeypatch):  # noqa: F811
    monkeypatch.setattr(elastic_index, "BATCH", 5)
    indexed("Radweg eins")
    interrupted = elastic_index.rebuild()
    first = next(interrupted)
    interrupted.close()
    assert titles("Radwege") == ["Radweg eins"]
    indexed("Radweg zwei")

    progress = list(elastic_index.rebuild(resume=True))
    assert progress[0][0] > first[0] == 5
    assert set(titles("Radwege")) == {"Radweg eins", "Radweg zwei"}
    assert not Rebuild.objects.exists()


def test_a_paper_is_counted_once_however_many_documents_it_has(indexed, cast, settings, tmp_path):  # noqa: F811
    settings.MEDIA_ROOT = tmp_path
    indexed("Radweg am Kanal")
    paper = indexed("Radweg am Bahnhof")
    assert counts("Radweg") == (2, 2)
    annex = add_attachment(
        paper, by=cast.council_clerk, title="Radweg", name="radweg.pdf", content=pdf("Radweg", "noch ein Radweg")
    )
    bring_up_to_date()
    assert IndexedText.objects.filter(paper=paper).count() == 3
    assert counts("Radweg") == (2, 2), "the text, and two pages of the annex"
    annex.delete()
    bring_up_to_date()
    assert counts("Radweg") == (2, 2)


def counts(words):
    """In all, and by state."""
    found = find(words, reader=CITIZEN, language="de")
    return found.total, sum(count for _state, count in found.facets["state"])


@pytest.mark.parametrize("stage", ["draft", "co_signing", "checking", "deliberating", "completed", "withdrawn"])
def test_tokens_say_what_the_rule_says(cast, stage):
    for level in ("public", "non_public", "confidential"):
        paper = paper_at(stage, cast, confidentiality=level)
        tokens = set(read_principals(paper))
        for name, person in cast.people().items():
            own = held_principals(person)
            assert (own is None or bool(tokens & set(own))) == may_read(person, paper), (stage, level, name)
            assert Paper.objects.filter(readable_rule(person), pk=paper.pk).exists() == may_read(person, paper)


def test_what_is_taken_away_while_new_indices_are_built_does_not_come_back(indexed, cast, monkeypatch):  # noqa: F811
    """A text is copied, then changed before the indices are swapped: removed, or made confidential."""
    monkeypatch.setattr(elastic_index, "BATCH", 1000)
    removed, hidden = indexed("Radweg eins"), indexed("Radweg zwei")
    progress = elastic_index.rebuild()
    next(progress)  # all is copied

    indexing.forget(IndexedText.objects.filter(paper=removed))
    IndexedText.objects.filter(paper=removed).delete()
    Paper.objects.filter(pk=hidden.pk).update(confidentiality="confidential")
    indexing.mark_paper(hidden.pk)
    indexing._send_later(IndexedText.objects.filter(paper=hidden))
    elastic_index.send()
    list(progress)

    indices = elastic_index.aliases()
    query = {"bool": {"filter": [{"terms": {"access": ["public"]}}]}}
    hits = elastic_index.client().search(index=indices, query=query, docvalue_fields=["key"], size=100)["hits"]["hits"]
    assert {removed.pk, hidden.pk}.isdisjoint({hit["fields"]["key"][0] for hit in hits})
    assert not Rebuild.objects.exists()


def test_what_is_copied_never_takes_the_place_of_what_is_newer(indexed):  # noqa: F811
    paper = indexed("Radweg eins")
    [(pk, old)] = elastic_index.told_of(IndexedText.objects.filter(paper=paper))
    index = f"{elastic_index.alias('de')}-neu"
    elastic_index.create(index)
    elastic_index.feeder().index(index=index, id=str(pk), document=old | {"access": ["nobody"]}, refresh=True)

    elastic_index._copy([{"_op_type": "create", "_index": index, "_id": pk, **old}])

    elastic_index.feeder().indices.refresh(index=index)
    asked = {"term": {"access": "nobody"}}
    assert elastic_index.client().count(index=index, query=asked)["count"] == 1
    elastic_index.feeder().indices.delete(index=index)
