"""Wagtail's page chooser costs what it shows, and finds what is there."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from papers.admin import chooser
from papers.enums import PaperState
from search.indexing import process_pending
from search.models import IndexedText
from tests.factories.papers import draft, paper_at, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast, signed_in):
    """``asked(address, query)`` as the author: the answer and how many statements it took."""
    client = signed_in(cast.author)

    def ask(address, **query):
        client.get(address, query)
        with CaptureQueriesContext(connection) as statements:
            answer = client.get(address, query)
        assert answer.status_code == 200
        return answer, len(statements)

    return ask


def indexed():
    for _left in process_pending():
        pass
    cache.clear()


def browsed(paper):
    return f"/admin/choose-page/{paper.get_parent().pk}/"


SEARCH = "/admin/choose-page/search/"


@pytest.mark.parametrize("search", [False, True])
def test_it_takes_as_many_statements_however_many_pages_it_shows(cast, asked, search):
    def ask():
        indexed()
        return asked(SEARCH, q="Radweg") if search else asked(browsed(first))

    first = paper_at("deliberating", cast, title="Radweg")
    _answer, few = ask()
    for number in range(6):
        paper_at("draft" if number % 2 else "deliberating", cast, title=f"Radweg {number}")
    answer, many = ask()

    assert answer.content.decode().count("data-parent-id") >= 7
    assert many == few


def test_translations_take_no_more(cast, asked):
    def page():
        return translate(paper_at("deliberating", cast, title="Radweg"), "en")

    first = page()
    _answer, few = asked(browsed(first))
    for _number in range(3):
        page()
    answer, many = asked(browsed(first))

    assert answer.content.decode().count("data-parent-id") >= 4
    assert many == few


def test_no_more_are_counted_than_are_listed(cast, asked, monkeypatch):
    papers = [draft(cast, title=f"Radweg {number}") for number in range(4)]
    monkeypatch.setattr(chooser, "MOST_LISTED", 3)
    answer, _statements = asked(browsed(papers[0]))

    assert answer.context["pagination_page"].paginator.count == 3


def test_each_row_knows_its_parent_and_its_state(cast, asked):
    paper = paper_at("co_signing", cast, title="Radweg")
    indexed()

    for answer in (asked(browsed(paper))[0], asked(SEARCH, q="Radweg")[0]):
        (row,) = [row for row in answer.context["table"].data if row.pk == paper.pk]
        assert row.get_parent().pk == paper.get_parent().pk
        assert row.status_string == str(PaperState.CO_SIGNING.label)


@pytest.mark.parametrize(("known", "typed"), [(True, "Radw"), (False, "Radw"), (False, "adweg")])
def test_a_paper_is_found_by_its_title_before_the_index_knows_it(cast, asked, known, typed):
    paper = paper_at("deliberating", cast, title="Radweg am Kanal")
    if known:
        indexed()
    else:
        IndexedText.objects.all().delete()

    answer, _statements = asked(SEARCH, q=typed)
    assert [row.pk for row in answer.context["pages"]] == [paper.pk]


def test_other_pages_are_found_by_any_part_of_their_title(cast, asked):
    index = Page.objects.get(slug="papers", locale__language_code="de")
    indexed()

    answer, _statements = asked(SEARCH, q=index.title[1:4])
    assert index.pk in [row.pk for row in answer.context["pages"]]
