"""The public list by words of titles: which papers have them, what is told of others, and what it costs."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from papers.models import Paper
from tests.factories.papers import add_attachment, edit, fresh, paper_at, translate
from umlauf.portal.presenters import filters
from umlauf.portal.presenters.filters import PaperFilter
from workflows.restricting.restricting import take_off_the_public
from workflows.routing.steps import return_to_author

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


@pytest.fixture
def written(cast, run_on_commit):
    """``written(title, stage, …)``: a paper the index knows."""

    def write(title, stage="deliberating", **fields):
        with run_on_commit():
            paper = paper_at(stage, cast, title=title, **fields)
            Paper.objects.get(pk=paper.pk).save()
        return paper

    return write


def found(cast, typed, reader="citizen", **chosen):
    filtered = PaperFilter(cast.people()[reader], {"q": typed, **chosen})
    papers = set(filtered.papers)
    assert len(papers) == filtered.total
    return papers


@pytest.mark.parametrize(
    "typed", ["Radweg", "radwege", "RADW", "Kanal Radweg", "am Radweg", "\0 Radweg ", "Radweg -Brücke"]
)
def test_a_paper_is_listed_by_words_of_its_title_in_whatever_form(cast, written, typed):
    paper = written("Radwege am Kanal", summary="Am Hafen.")
    written("Brücke am Hafen", summary="Ein Radweg.")

    assert found(cast, typed) == {paper}


@pytest.mark.parametrize("typed", ["Hafen", "Lageplan", "Radweg Brücke", "Radweg -Kanal", "-", "%", "kein"])
def test_nothing_else_of_a_paper_is_asked(cast, written, typed, run_on_commit):
    paper = written("Radwege am Kanal", summary="Am Hafen.")
    with run_on_commit():
        add_attachment(paper, by=cast.council_clerk, title="Lageplan")

    assert found(cast, typed) == set()


def test_a_number_is_found_before_the_index_knows_the_paper(cast):
    paper = paper_at("deliberating", cast)

    assert found(cast, paper.number) == {paper}


def test_a_word_of_a_released_translation_finds_its_original(cast, written, run_on_commit):
    paper = written("Radwege am Kanal")
    with run_on_commit():
        translate(fresh(paper), "en")
        translate(fresh(paper), "fr", publish=False)

    with translation.override("en"):
        assert found(cast, "[en]") == {paper}
        assert found(cast, "[fr]") == set()


def test_what_is_not_released_or_not_for_everybody_is_found_by_no_word(cast, written):
    written("Geheime Radwege", confidentiality="confidential")
    written("Innere Radwege", confidentiality="non_public")
    for stage in ("draft", "co_signing", "checking", "releasing"):
        written("Künftige Radwege", stage)

    assert found(cast, "Radwege") == set()
    assert {paper.title for paper in found(cast, "Radwege", "member")} == {"Geheime Radwege", "Innere Radwege"}
    assert {paper.title for paper in found(cast, "Radwege", "other_member")} == {"Innere Radwege"}
    assert found(cast, "künftig", "council_clerk") == set()


def test_a_title_that_is_to_replace_the_released_one_finds_nothing(cast, written, run_on_commit):
    paper = written("Radwege am Kanal")
    with run_on_commit():
        return_to_author(fresh(paper), by=cast.council_clerk, reason="Anders.")
        edit(fresh(paper), by=cast.author, title="Schwebebahn am Kanal")

    assert found(cast, "Schwebebahn") == set()
    assert found(cast, "Radweg") == {paper}


def test_what_is_taken_off_is_not_found_whatever_the_index_still_knows(cast, written):
    paper = written("Radwege am Kanal")

    take_off_the_public(fresh(paper), reason="Ein Grund.", by=cast.council_clerk)

    assert found(cast, "Radweg") == set()


def test_of_a_word_in_many_titles_the_newest_are_shown_and_filters_lead_on(cast, written, client, monkeypatch):
    monkeypatch.setattr(filters, "MOST_COUNTED", 2)
    papers = [written(f"Radweg {number}") for number in range(3)]
    strategy = written("Radwege überall", slug="strategy")

    page = client.get("/de/papers/?q=Radweg").content.decode()
    filtered = PaperFilter(cast.citizen, {"q": "Radweg", "kind": "decision"})
    fewer = PaperFilter(cast.citizen, {"q": "Radweg", "kind": "strategy"})

    assert page.count('class="umlauf-row umlauf-row--paper"') == 2
    assert f"/de/papers/{strategy.slug}/" in page
    assert f"/de/papers/{papers[0].slug}/" not in page
    assert '<option value="decision" lang="de" dir="auto">Beschlussdrucksache</option>' in page
    assert (filtered.total, filtered.holds_more) == (2, True)
    assert (list(fewer.keys), fewer.total, fewer.holds_more) == ([strategy.pk], 1, False)


def test_a_word_costs_the_same_however_many_titles_have_it(cast, written, client):
    costs = []
    for more in (1, 2):
        for number in range(more):
            written(f"Radweg {more} {number}")
        client.get("/de/papers/?q=Radweg")
        caches["counts"].clear()
        with CaptureQueriesContext(connection) as asked:
            client.get("/de/papers/?q=Radweg")
        costs.append(len(asked))

    assert costs[0] == costs[1]
