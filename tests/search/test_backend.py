"""What editors search in the admin is answered from the readers' index, and shows only pages they may see there."""

from __future__ import annotations

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from modelsearch.query import And, MatchAll, Not, Or, Phrase, PlainText
from wagtail.models import Page

from papers.access.groups import sync_groups
from papers.models import Paper
from search.backend import typed
from tests.factories.papers import paper_at
from tests.search.test_searching import bring_up_to_date, indexed, nothing_remembered  # noqa: F401

pytestmark = pytest.mark.django_db


def found(client, person, text):
    sync_groups(person)
    client.force_login(person)
    response = client.get(reverse("wagtailadmin_pages:search"), {"q": text})
    return [page.title for page in response.context["pages"]]


def test_editors_find_pages_by_everyday_words_and_their_beginnings(client, cast, indexed):  # noqa: F811
    indexed("Ausbau der Radwege am Kanal")
    indexed("Gebühren für Stellplätze")
    assert found(client, cast.admin, "Radweg") == ["Ausbau der Radwege am Kanal"]
    assert found(client, cast.admin, "Radweg Kana") == ["Ausbau der Radwege am Kanal"]
    assert found(client, cast.admin, '"Radwege am"') == ["Ausbau der Radwege am Kanal"]
    assert found(client, cast.admin, "Bahnhof") == []


def test_pages_that_are_no_papers_are_found_by_their_title(client, cast, indexed):  # noqa: F811
    index = Page.objects.get(slug="papers", locale__language_code="de")
    assert index.title in found(client, cast.admin, index.title[:4])


def test_who_links_to_a_page_finds_only_what_they_may_read(client, cast):
    draft = paper_at("draft", cast, title="Radweg im Entwurf")
    bring_up_to_date()

    def chosen_from(person):
        sync_groups(person)
        client.force_login(person)
        response = client.get(
            reverse("wagtailadmin_choose_page_search"), {"q": "Radweg", "page_type": "wagtailcore.page"}
        )
        return response.content.decode()

    assert draft.title in chosen_from(cast.author)
    assert draft.title not in chosen_from(cast.outsider)


def test_results_are_pages_in_order_of_relevance_and_can_be_sliced(cast, indexed):  # noqa: F811
    indexed("Haushalt", summary="Auch der Radweg.")
    indexed("Radweg")
    results = Paper.objects.all().autocomplete("Radweg")
    assert [paper.title for paper in results] == ["Radweg", "Haushalt"]
    assert results.count() == 2
    assert [paper.title for paper in results[1:2]] == ["Haushalt"]
    assert [paper.title for paper in Paper.objects.order_by("title").search("Radweg", order_by_relevance=False)] == [
        "Haushalt",
        "Radweg",
    ]


def test_a_page_of_results_is_searched_for_once(client, cast, indexed):  # noqa: F811
    indexed("Radweg")
    with CaptureQueriesContext(connection) as asked:
        results = Paper.objects.all().autocomplete("Radweg")
        assert [paper.title for paper in Paginator(results, 1).page(1)] == ["Radweg"]
        assert [paper.title for paper in results[:5]] == ["Radweg"]
    assert searches(asked) == 1

    with CaptureQueriesContext(connection) as asked:
        assert found(client, cast.admin, "Radweg") == ["Radweg"]
    assert searches(asked) == 2, "Wagtail asks for the pages of the chosen type, and for those of all types"


def searches(asked):
    return sum("AS MATERIALIZED" in query["sql"] for query in asked)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Rad", "Rad"),
        (And([PlainText("Rad"), Phrase("am Kanal")]), 'Rad "am Kanal"'),
        (Or([PlainText("Rad"), PlainText("Kanal")]), "Rad OR Kanal"),
        (Not(PlainText("Rad")), "-Rad"),
        (MatchAll(), ""),
    ],
)
def test_queries_of_wagtail_are_asked_as_somebody_would_type_them(query, text):
    assert typed(query) == text
