"""Whatever of the record the index is made from: a change of it marks the papers it concerns, whoever makes it."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from papers.models import Act, Attachment, Consultation, Measure, Organization, Paper, PrintedPaper, Strategy, Version
from search import indexing
from search.engines.elastic_index import told_of
from search.indexed_texts import indexed_texts_of, indexed_texts_of_attachment, indexed_texts_of_organization
from search.models import ElasticsearchUpdate, IndexedText, PendingUpdate
from search.sources import LINKS, ROWS
from tests.factories.papers import add_attachment, draft, edit, fresh, paper_at, translate

pytestmark = pytest.mark.django_db

NOBODY_THERE = "http://127.0.0.1:9"

# Tables that are read for the index and change only together with one that is watched, or never.
OTHERS = {
    "search_document": "the index itself",
    "wagtailcore_revision": "a draft's text; saving it saves its page",
    "wagtailcore_comment": "comes with a draft's text and is not indexed",
    "wagtailcore_locale": "which language a tree is in does not change",
}


@pytest.fixture
def measured(cast, settings, tmp_path):
    """A paper that carries out a measure and concerns a city, with an attachment; all of it indexed."""
    settings.MEDIA_ROOT = tmp_path
    paper = paper_at("completed", cast, title="Radweg am Kanal")
    strategy = paper_at("draft", cast, "strategy", title="Fahrradstrategie")
    measure = Measure.objects.create(strategy=strategy, field_of_action="a", title="Netz ausbauen")
    measure.papers.add(paper)
    paper.partner_cities.add(cast.org.bristol)
    paper.save()
    add_attachment(paper, by=cast.council_clerk, name="karte.txt", content=b"Eine Karte")
    up_to_date()
    return fresh(paper)


def up_to_date():
    for _left in indexing.process_pending():
        pass
    assert not PendingUpdate.objects.exists()
    ElasticsearchUpdate.objects.all().delete()


def marked():
    return {mark.paper_id for mark in PendingUpdate.objects.exclude(paper=None)}


def test_every_table_the_index_is_made_from_is_watched(cast, measured, run_on_commit):
    stages = ("draft", "co_signing", "withdrawn", "returned_after_release", "confirming")
    papers = [paper_at(stage, cast) for stage in stages] + [measured, Strategy.objects.get()]
    with run_on_commit():
        translate(measured, "en")
    up_to_date()

    with CaptureQueriesContext(connection) as asked:
        for paper in papers:
            indexed_texts_of(fresh(paper))
        indexed_texts_of_organization(Organization.objects.get(pk=cast.org.bristol.pk))
        indexed_texts_of_attachment(Attachment.objects.get(), ["Eine Karte"])
        assert len(dict(told_of(IndexedText.objects.all()))) == IndexedText.objects.count()

    read = {table for query in asked for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
    watched = {model._meta.db_table for model in (*ROWS, *LINKS, Organization)}
    assert "papers_measure" in read
    assert read - watched == set(OTHERS)
    assert {model for model in apps.get_models() if issubclass(model, Paper)} <= set(ROWS)


CHANGES = {
    "paper saved": (Paper, lambda cast, paper: paper.save()),
    "strategy saved": (Strategy, lambda cast, paper: Strategy.objects.get().save()),
    "its page saved": (Page, lambda cast, paper: Page.objects.get(pk=paper.pk).save()),
    "taken back": (Paper, lambda cast, paper: paper.unpublish()),
    "published": (Paper, lambda cast, paper: paper.get_latest_revision().publish()),
    "line saved": (Consultation, lambda cast, paper: paper.consultations.first().save()),
    "line deleted": (Consultation, lambda cast, paper: paper.consultations.filter(latest_act=None).first().delete()),
    "act recorded": (Act, lambda cast, paper: record_again(paper)),
    "version saved": (Version, lambda cast, paper: paper.versions.first().save()),
    "attachment deleted": (Attachment, lambda cast, paper: paper.attachments.get().delete()),
    "measure moved": (Measure, lambda cast, paper: move_measure("b")),
    "measure deleted": (Measure, lambda cast, paper: Measure.objects.get().delete()),
    "measure deleted with its strategy": (Measure, lambda cast, paper: Strategy.objects.get().delete()),
    "measure linked": (Measure.papers.through, lambda cast, paper: link_anew(paper)),
    "measure unlinked": (Measure.papers.through, lambda cast, paper: Measure.objects.get().papers.remove(paper)),
    "measure linked to nothing": (Measure.papers.through, lambda cast, paper: Measure.objects.get().papers.clear()),
    "city unlinked": (Paper.partner_cities.through, lambda cast, paper: cast.org.bristol.papers_concerning.clear()),
    "city deleted": (Paper.partner_cities.through, lambda cast, paper: delete_city(paper)),
}


def record_again(paper):
    act = Act.objects.filter(consultation__paper=paper).first()
    act.pk = None
    act.save()


def move_measure(field):
    measure = Measure.objects.get()
    measure.field_of_action = field
    measure.save()


def link_anew(paper):
    Measure.objects.create(strategy=Strategy.objects.get(), title="Zweite").papers.set([paper])


def delete_city(paper):
    city = Organization.objects.create(name="Perpignan", slug="perpignan", kind="partner_city")
    Paper.partner_cities.through.objects.create(paper=paper, organization=city)
    up_to_date()
    city.delete()


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_marks_the_papers_it_concerns(cast, measured, change):
    _source, make = CHANGES[change]

    make(cast, measured)

    assert (Strategy.objects.get().pk if change == "strategy saved" else measured.pk) in marked()


def test_every_source_has_a_change_that_is_tried():
    assert {source for source, _make in CHANGES.values()} == {*ROWS, *LINKS}


def test_organizations_and_attachments_are_marked_for_themselves(cast, measured):
    cast.org.bristol.save()
    attachment = Attachment.objects.get()
    attachment.save()

    marks = set(PendingUpdate.objects.filter(paper=None).values_list("organization", "attachment"))
    assert marks == {(cast.org.bristol.pk, None), (None, attachment.pk)}


def test_elasticsearch_is_told_of_a_measure(cast, measured, settings):
    settings.ELASTICSEARCH_URL = NOBODY_THERE
    move_measure("b")
    up_to_date_but_unsent()

    told = ElasticsearchUpdate.objects.filter(gone=False).values_list("document", flat=True)
    texts = IndexedText.objects.filter(paper__in=[measured.pk, Strategy.objects.get().pk])
    assert set(told) == set(texts.values_list("pk", flat=True))
    of_paper = texts.filter(paper=measured)
    assert {tuple(facts["field"]) for _pk, facts in told_of(of_paper)} == {("b",)}


def up_to_date_but_unsent():
    for _left in indexing.process_pending():
        pass


@pytest.mark.parametrize("what", ["paper", "translation", "attachment", "organization", "strategy", "everything"])
def test_elasticsearch_is_told_of_what_is_gone_with_something_else(cast, measured, settings, what, run_on_commit):
    with run_on_commit():
        translation = translate(measured, "en")
    new = draft(cast, title="Ein Entwurf")
    add_attachment(new, by=cast.author, name="b.txt", content=b"Noch eine Karte")
    organization = Organization.objects.create(name="Kurzlebig", slug="kurzlebig", kind="committee")
    up_to_date()
    settings.ELASTICSEARCH_URL = NOBODY_THERE
    PrintedPaper.objects.all().delete()  # what was printed is kept, and holds its page
    before = set(IndexedText.objects.values_list("pk", flat=True))

    match what:
        case "paper":
            new.delete()
        case "translation":
            translation.delete()
        case "attachment":
            new.attachments.get().delete()
        case "organization":
            organization.delete()
        case "strategy":
            Strategy.objects.get().delete()
        case "everything":
            Page.objects.filter(pk__in=[new.pk, translation.pk]).delete()
    gone = before - set(IndexedText.objects.values_list("pk", flat=True))
    assert gone
    assert gone <= set(ElasticsearchUpdate.objects.filter(gone=True).values_list("document", flat=True))
    if what == "translation":
        assert marked() == {measured.pk}, "it may stand alone now"

    up_to_date_but_unsent()
    assert not PendingUpdate.objects.exists(), "what is marked and gone is nothing to index"


def test_attachments_follow_number_and_date_of_their_paper(cast, settings, tmp_path):
    """They are found by words of the number and the title, and stand where its date does."""
    settings.MEDIA_ROOT = tmp_path
    paper = draft(cast, title="Radweg am Kanal")
    attachment = add_attachment(paper, by=cast.author, name="a.txt", content=b"Eine Karte")
    up_to_date()

    Paper.objects.filter(pk=paper.pk).update(number="0815/2026")
    edit(paper, by=cast.author, summary="Anders.")
    up_to_date()
    assert "n815y2026" in IndexedText.objects.get(attachment=attachment).terms_parts.split()

    paper = fresh(paper)
    paper.date = paper.date.replace(year=2020)
    paper.save()
    up_to_date()
    assert IndexedText.objects.get(attachment=attachment).date.year == 2020
