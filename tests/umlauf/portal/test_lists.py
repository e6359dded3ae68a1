"""The list of papers, the front page and the pages of organizations: what they count, whom they name, and what they
cost."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone, translation

from papers.models import Measure, Membership, Organization
from tests.factories.papers import DATE, finish_open, line_of, paper_at
from umlauf.portal.presenters.filters import PaperFilter
from umlauf.portal.views.paper_list import PER_PAGE
from workflows.routing.acting import Votes, act_on
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


# --- filters --------------------------------------------------------------------------------------------------------


def test_every_filter_counts_what_it_would_leave(cast):
    paper_at("deliberating", cast)
    paper_at("deliberating", cast, "information")
    paper_at("completed", cast, "information")
    paper_at("deliberating", cast, confidentiality="confidential")

    filtered = PaperFilter(cast.citizen, {"kind": "information"})

    assert filtered.papers.count() == 2
    assert options(filtered, "kind") == {"information": 2, "decision": 1}  # as if no kind were chosen
    assert options(filtered, "state") == {"deliberating": 1, "completed": 1}
    assert options(filtered, "committee") == {"europaausschuss": 2, "kulturausschuss": 2}
    assert options(filtered, "year") == {str(DATE.year): 2}


def test_counts_do_not_betray_what_a_reader_may_not_read(cast):
    paper_at("deliberating", cast, confidentiality="confidential")

    assert options(PaperFilter(cast.citizen, {}), "committee") == {}
    assert options(PaperFilter(cast.other_member, {}), "kind") == {}
    assert options(PaperFilter(cast.member, {}), "kind") == {"decision": 1}


def test_each_chip_leads_to_the_list_without_its_filter(cast):
    paper_at("deliberating", cast)

    filtered = PaperFilter(cast.citizen, {"q": "Vorlage & mehr", "kind": "decision", "committee": "rat", "page": "3"})

    assert [(chip.value, chip.query) for chip in filtered.chips] == [
        ("Vorlage & mehr", "kind=decision&committee=rat"),
        ("Beschlussdrucksache", "q=Vorlage+%26+mehr&committee=rat"),
        ("Rat", "q=Vorlage+%26+mehr&kind=decision"),
    ]
    assert filtered.query == "q=Vorlage+%26+mehr&kind=decision&committee=rat"


@pytest.mark.parametrize("typed", ["0001/2026", "1/2026", "1/26", "1-26", "2026/1"])
def test_a_paper_is_listed_by_every_way_of_writing_its_number(cast, typed):
    paper, _other = [paper_at("deliberating", cast) for _paper in range(2)]
    hidden = paper_at("deliberating", cast, confidentiality="confidential")
    running = hidden.number.split("/")[0]

    assert list(PaperFilter(cast.citizen, {"q": typed}).papers) == [paper]
    assert list(PaperFilter(cast.citizen, {"q": f"{int(running)}/26"}).papers) == []


def test_a_chosen_filter_stays_in_sight_when_nothing_is_left(cast, client):
    paper_at("deliberating", cast)

    page = page_of(client, "/de/papers/?kind=decision&q=gibtesnicht")

    assert '<option value="decision" lang="de" dir="auto" selected>Beschlussdrucksache (0)</option>' in page
    assert 'href="?q=gibtesnicht"' in page


def test_what_a_visitor_typed_is_text_and_nothing_else(cast, client):
    page = page_of(client, "/de/papers/?q=%3Cscript%3Ealert(1)%3C/script%3E%22")

    assert "<script" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.thorough
def test_pages_keep_the_filters(cast, client):
    for _ in range(PER_PAGE + 1):
        paper_at("deliberating", cast)

    first, second = page_of(client, "/de/papers/?kind=decision"), page_of(client, "/de/papers/?kind=decision&page=2")

    assert 'href="?kind=decision&amp;page=2"' in first
    assert first.count('class="umlauf-row umlauf-row--paper"') == PER_PAGE
    assert 'href="?kind=decision&amp;page=1"' in second
    assert second.count('class="umlauf-row umlauf-row--paper"') == 1


def test_a_row_tells_where_a_paper_is_or_what_came_out(cast, client):
    paper_at("deliberating", cast, title="Unterwegs")
    decided = paper_at("deliberating", cast, title="Entschieden")
    finish_open(decided, cast, "preliminary", "hearing")
    act_on(line_of(decided, cast.org.council, "decision"), by=cast.chair, outcome="adopted", votes=Votes(40, 3, 2))

    page = page_of(client, "/de/papers/")
    under_way, done = page[page.index("Unterwegs") :][:1500], page[page.index("Entschieden") :][:1500]

    assert "Europaausschuss" in under_way
    assert "In Beratung" in under_way
    assert "Beschlossen" in done
    assert "40 Ja, 3 Nein, 2 Enthaltungen" in done


# --- front page -----------------------------------------------------------------------------------------------------


def test_home_names_what_is_before_which_committee(cast, client):
    for number in range(5):
        paper_at("deliberating", cast, title=f"Vorhaben {number}")
    paper_at("deliberating", cast, title="Vertrauliches Vorhaben", confidentiality="confidential")

    context = client.get("/de/").context

    assert [(agenda.organization.name, len(agenda.papers), agenda.more) for agenda in context["agendas"]] == [
        ("Europaausschuss", 3, 2),
        ("Kulturausschuss", 3, 2),
    ]
    assert "Vertrauliches Vorhaben" not in page_of(client, "/de/")
    client.force_login(cast.member)
    assert [(len(agenda.papers), agenda.more) for agenda in client.get("/de/").context["agendas"]] == [(3, 3), (3, 3)]


def test_home_tells_the_latest_decisions(cast, client):
    paper_at("completed", cast, title="Beschlossenes Vorhaben")
    paper_at("completed", cast, title="Vertraulich Beschlossenes", confidentiality="confidential")

    assert [line.paper.title for line in client.get("/de/").context["decisions"]] == ["Beschlossenes Vorhaben"]


def test_home_draws_the_strategies_that_have_measures(cast, client):
    strategy = paper_at("deliberating", cast, "strategy", title="Internationale Stadt")
    paper_at("deliberating", cast, "strategy", title="Ohne Maßnahmen")
    Measure.objects.create(strategy=strategy, title="Austausch", state="done")
    Measure.objects.create(strategy=strategy, title="Europawoche", state="running")

    strategies = client.get("/de/").context["strategies"]

    assert [(row["page"].title, row["bar"].text) for row in strategies] == [
        ("Internationale Stadt", "Maßnahmen: Umgesetzt 1, In Umsetzung 1")
    ]


def test_an_empty_city_still_has_a_home(db, client):
    page = page_of(client, "/en/")

    assert "Nothing has been released yet." in page
    assert "What the council is working on" in page


# --- organizations --------------------------------------------------------------------------------------------------


def test_organizations_are_grouped_and_partner_cities_are_elsewhere(cast, client):
    Organization.objects.create(
        name="Alter Ausschuss",
        slug="alter-ausschuss",
        kind="committee",
        ends_on=timezone.localdate() - datetime.timedelta(days=1),
    )

    groups = [
        (kind, [organization.name for organization in rows])
        for kind, _heading, rows in client.get("/de/committees/").context["groups"]
    ]

    assert [kind for kind, _names in groups] == ["council", "committee", "faction", "office"]
    assert dict(groups)["committee"] == ["Europaausschuss", "Finanzausschuss", "Kulturausschuss"]
    assert client.get("/de/committees/bristol/").status_code == 404
    assert "aufgelöst am" in page_of(client, "/de/committees/alter-ausschuss/")


def test_an_organization_that_will_be_dissolved_still_exists(cast, client):
    Organization.objects.filter(slug="europaausschuss").update(ends_on=timezone.localdate())

    page = page_of(client, "/de/committees/europaausschuss/")

    assert "besteht bis" in page
    assert "aufgelöst am" not in page


def test_members_stand_in_the_order_of_their_roles_with_their_terms(cast, client):
    Membership.objects.filter(person=cast.member).update(until=timezone.localdate(), voting_right=True)

    members = client.get("/de/committees/europaausschuss/").context["memberships"]

    assert [(membership.role, str(membership.person)) for membership, _name in members] == [
        ("member", "Miriam Mitglied"),
        ("secretary", "Gerda Geschäftsführerin"),
        ("adviser", "Berta Beraterin"),
    ]
    page = page_of(client, "/de/committees/europaausschuss/")
    assert "mit Stimmrecht" in page
    assert " bis " in page
    assert "Nora Nachrückerin" not in page


def test_what_a_body_only_receives_is_not_before_it(cast, client):
    slip = [
        Line(cast.org.planning_office, "co_sign"),
        Line(cast.org.europe_committee, "deliberation"),
        Line(cast.org.finance_committee, "information"),
    ]
    paper_at("deliberating", cast, "information", slip=slip, title="Zur Kenntnis für Finanzen")

    context = client.get("/de/committees/finanzausschuss/").context

    assert list(context["waiting"]) == []
    assert [line.paper.title for line in context["received"]] == ["Zur Kenntnis für Finanzen"]


def test_an_office_shows_its_own_papers(cast, client):
    paper_at("deliberating", cast, title="Aus dem Büro")
    paper_at("deliberating", cast, title="Vertraulich aus dem Büro", confidentiality="confidential")

    context = client.get("/de/committees/buero-fuer-internationales/").context

    assert [paper.title for paper in context["drafted"]] == ["Aus dem Büro"]
