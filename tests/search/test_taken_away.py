"""What is removed, made confidential or taken back is found by nobody from that moment on, before any task has run."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db.models import Q

from papers.access import read_principals
from papers.attaching import detach
from papers.enums import Confidentiality
from papers.models import Attachment, Paper
from search.engines.elastic_index import told_of
from search.models import ElasticsearchUpdate, IndexedText, PendingUpdate
from search.searching import find
from tests.factories.papers import add_attachment, fresh, paper_at
from tests.search.test_attachments import bring_up_to_date
from workflows.restricting.restricting import take_off_the_public

pytestmark = pytest.mark.django_db

CITIZEN = AnonymousUser()
NOBODY_THERE = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def files_kept_apart(settings, tmp_path):
    cache.clear()
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def paper(cast):
    return fresh(paper_at("deliberating", cast, title="Neubau der Hafenbrücke"))


@pytest.fixture
def annex(paper, cast):
    annex = add_attachment(paper, by=cast.council_clerk, name="a.txt", content=b"Libellen")
    bring_up_to_date()
    assert found("Libellen") == 1
    return annex


def found(text, reader=CITIZEN):
    return len(find(text, reader=reader, language="de").hits)


def test_a_detached_annex(annex, cast):
    detach(annex, by=cast.council_clerk, reason="Falsche Datei.")

    assert found("Libellen", cast.council_clerk) == 0
    assert not IndexedText.objects.filter(text__contains="Libellen").exists()


def test_an_annex_that_becomes_confidential(annex, cast):
    annex.confidentiality = "confidential"
    annex.save()

    assert found("Libellen") == 0
    assert found("Libellen", cast.member) == 1


def test_a_paper_that_becomes_confidential_takes_its_annexes_along(annex, cast, paper):
    Paper.objects.filter(pk=paper.pk).update(confidentiality="confidential")

    assert (found("Libellen"), found("Hafenbrücke")) == (0, 0)
    assert found("Libellen", cast.member) == 1


def test_a_paper_that_is_unpublished_takes_its_annexes_along(annex, cast, paper):
    paper.unpublish()

    assert (found("Libellen"), found("Hafenbrücke")) == (0, 0)
    assert found("Libellen", cast.author) == 1


# --- what the search server is told, without one: what waits is left out of its answers


@pytest.fixture
def with_a_server(settings):
    settings.ELASTICSEARCH_URL = NOBODY_THERE


def test_the_server_is_told_of_a_removal_whoever_removed_it(annex, with_a_server, django_capture_on_commit_callbacks):
    text = IndexedText.objects.get(attachment=annex)
    with django_capture_on_commit_callbacks() as waiting:
        Attachment.objects.get(pk=annex.pk).delete()

    update = ElasticsearchUpdate.objects.get(document=text.pk, gone=True)
    assert update.key == annex.paper_id  # left out of answers until it is confirmed
    assert waiting  # and asked to be told, without a verb too


def test_of_a_text_whose_paper_is_gone_the_server_is_told_nothing(annex):
    """Its texts may still be in hand while the paper is deleted."""
    document = IndexedText.objects.get(attachment=annex)
    document.paper_id = 2**40

    assert list(told_of([document])) == []


def test_a_text_whose_annex_was_just_removed_is_nobodys(annex, paper):
    document = IndexedText.objects.get(attachment=annex)
    Attachment.objects.filter(pk=annex.pk).delete()

    [(_pk, told)] = told_of([document])

    assert told["access"] == read_principals(paper, Confidentiality.CONFIDENTIAL)
    assert "public" not in told["access"]


def test_what_was_taken_off_is_nobodys_and_left_out_until_the_server_knows(annex, cast, paper):
    """The annex alone, then the paper: no token is left, and its key waits to be told."""
    document = IndexedText.objects.get(attachment=annex)
    take_off_the_public(Attachment.objects.get(pk=annex.pk), reason="Versehen.", by=cast.council_clerk)

    [(_pk, told)] = told_of([document])
    assert told["access"] == []
    assert PendingUpdate.objects.filter(Q(paper=paper) | Q(attachment=annex)).exists()
    assert (found("Libellen"), found("Libellen", cast.author), found("Libellen", cast.council_clerk)) == (0, 0, 1)

    take_off_the_public(paper, reason="Versehen.", by=cast.council_clerk)

    for document in IndexedText.objects.filter(paper=paper):
        [(_pk, told)] = told_of([document])
        assert told["access"] == []
    assert (found("Hafenbrücke"), found("Hafenbrücke", cast.author)) == (0, 0)
