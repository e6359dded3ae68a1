"""The index follows what is written, and what is searched for follows the index."""

from __future__ import annotations

import pytest
from django.db.models.signals import post_delete

from papers.models import Organization
from search import indexing
from search.models import IndexedText, PendingUpdate, Synonyms, Word
from tests.factories.papers import edit, fresh, paper_at
from tests.search.test_searching import bring_up_to_date, indexed, nothing_remembered, titles  # noqa: F401
from workflows.distribution.distributing import distribute

pytestmark = pytest.mark.django_db


def test_synonyms_widen_queries_at_once(indexed):  # noqa: F811
    indexed("Neubau im Quartier")
    assert titles("Kiez") == []
    Synonyms.objects.create(words="Quartier, Kiez, Veedel")

    assert titles("Kiez") == titles("Kieze") == ["Neubau im Quartier"]
    assert not IndexedText.objects.filter(terms_title__contains="kiez").exists()


def test_every_change_is_marked_until_the_index_knows_it(indexed, cast):  # noqa: F811
    paper = indexed("Alte Fassung")
    assert not PendingUpdate.objects.exists()
    edit(paper, by=cast.council_clerk, title="Neue Fassung")
    fresh(paper).get_latest_revision().publish(user=cast.council_clerk)
    assert {mark.paper_id for mark in PendingUpdate.objects.all()} == {paper.pk}
    assert titles("Neue") == []
    bring_up_to_date()
    assert titles("Neue") == ["Neue Fassung"]
    assert titles("Alte") == []


def test_a_distribution_is_nothing_to_index(indexed, cast):  # noqa: F811
    paper = paper_at("deliberating", cast)
    list(indexing.process_pending())

    distribute(paper, by=cast.council_clerk)

    assert not PendingUpdate.objects.exists()


def test_a_change_made_while_indexing_is_not_lost(indexed):  # noqa: F811
    paper = indexed("Erste Fassung")
    indexing.mark_paper(paper.pk)
    mark = PendingUpdate.objects.get()

    def somebody_else(**kwargs):
        indexing.mark_paper(paper.pk)

    post_delete.connect(somebody_else, sender=IndexedText)  # the old documents are gone, the new ones not yet there
    try:
        indexing.index(mark)
    finally:
        post_delete.disconnect(somebody_else, sender=IndexedText)

    assert {mark.paper_id for mark in PendingUpdate.objects.all()} == {paper.pk}
    assert mark.pk not in set(PendingUpdate.objects.values_list("pk", flat=True))


def test_what_cannot_be_indexed_holds_up_nothing(indexed, cast):  # noqa: F811
    indexed("Alles gut")
    Organization.objects.filter(pk=cast.org.bristol.pk).update(translations={"en": "nonsense"})
    indexing.mark_everything()
    bring_up_to_date()

    assert {mark.organization_id for mark in PendingUpdate.objects.all()} == {cast.org.bristol.pk}


def test_a_deleted_draft_is_gone(indexed, cast):  # noqa: F811
    paper = indexed("Wird gelöscht", "draft")
    assert titles("gelöscht", reader=cast.author)
    paper.delete()
    assert titles("gelöscht", reader=cast.author) == []


def test_words_are_learnt(indexed):  # noqa: F811
    indexed("Wörtersammlung")
    assert Word.objects.filter(word="wörtersammlung").exists()
