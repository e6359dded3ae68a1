"""Bodies are found in lists, filters and facets by the names they had, too."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from papers.models import Act, Organization
from tests.factories.papers import DATE, line_of, paper_at
from umlauf.portal.presenters.filters import PaperFilter
from umlauf.portal.presenters.search import Search, labels_of
from workflows.routing.acting import act_on
from workflows.routing.slips import Line


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def options(filtered, name):
    facet = next(facet for facet in filtered.facets if facet.name == name)
    return {option.value: option.count for option in facet.options}


@pytest.fixture
def renamed(cast):
    """The Europe committee, which was called otherwise on the day of the papers of the tests."""
    body = cast.org.europe_committee
    names = [{"name": "Ausschuss für Völkerfreundschaft", "code": "", "until": DATE.isoformat()}]
    Organization.objects.filter(pk=body.pk).update(former_names=names)
    body.refresh_from_db()
    return body


def test_a_committee_is_chosen_by_a_name_it_had(cast, renamed):
    paper_at("deliberating", cast)
    filtered = PaperFilter(cast.citizen, {"committee": "europaausschuss"})

    labels = {option.value: option.label for facet in filtered.facets for option in facet.options}

    assert "Ausschuss für Völkerfreundschaft" in labels["europaausschuss"]
    assert labels["europaausschuss"].startswith("Europaausschuss")
    assert labels["kulturausschuss"] == "Kulturausschuss"


@pytest.mark.parametrize("typed", ["ausschuss  für völkerfreundschaft", "Europaausschuss", "EUROPAAUSSCHUSS"])
def test_a_committee_is_typed_by_any_name_it_had_or_has(cast, renamed, typed):
    before = paper_at("deliberating", cast)
    paper_at("deliberating", cast, "information", slip=[Line(cast.org.culture_committee, "deliberation")])
    paper_at("deliberating", cast, confidentiality="confidential")

    assert list(PaperFilter(cast.citizen, {"q": typed}).papers) == [before]


def test_part_of_a_name_is_a_word_of_a_title(cast, renamed):
    paper_at("deliberating", cast)

    for typed in ("Völkerfreundschaft", "Ausschuss", ""):
        filtered = PaperFilter(cast.citizen, {"q": typed, "year": str(DATE.year)})
        assert filtered.papers.count() == (typed == "")


def test_a_paper_found_by_an_earlier_name_says_what_it_was_called_then(cast, client, renamed):
    slip = [Line(renamed, "decision")]
    paper = paper_at("deliberating", cast, slip=slip)
    act_on(line_of(paper, renamed, "decision"), by=cast.secretary, outcome="adopted")
    Act.objects.filter(consultation__paper=paper).update(decided_on=DATE)

    page = page_of(client, "/de/papers/?q=Ausschuss+für+Völkerfreundschaft")

    row = page[page.index(f"{paper.title}</a>") :]
    assert "Ausschuss für Völkerfreundschaft" in row
    assert "Europaausschuss" not in row


@pytest.mark.parametrize("count", [1, 3])
def test_earlier_names_cost_no_query(cast, django_assert_num_queries, count):
    bodies = [cast.org.europe_committee, cast.org.culture_committee, cast.org.council]
    for body in bodies[:count]:
        names = [{"name": "Früherer Ausschuss", "code": "", "until": DATE.isoformat()}]
        Organization.objects.filter(pk=body.pk).update(former_names=names)

    with django_assert_num_queries(8):
        filtered = PaperFilter(cast.citizen, {"q": "früherer Ausschuss"})
        assert filtered.facets
        assert filtered.keys == []


def test_facets_of_the_search_name_earlier_names_too(renamed):
    search = Search("", {"committee": [str(renamed.pk)]}, by_date=False)

    (label,) = labels_of(search)

    assert label.startswith("Europaausschuss")
    assert "Ausschuss für Völkerfreundschaft" in label


def test_the_desk_chooses_a_body_by_an_earlier_name(cast, signed_in, renamed):
    paper_at("deliberating", cast)

    page = page_of(signed_in(cast.council_clerk), "/admin/papers/")

    assert re.search(r"Europaausschuss[^<]*Ausschuss für Völkerfreundschaft[^<]*</option>", page)
