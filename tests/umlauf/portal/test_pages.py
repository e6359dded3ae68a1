"""Public pages: what they show, to whom, in which language, and at what cost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from papers.models import Measure, Membership
from search.indexing import mark_paper
from tests.factories.papers import add_attachment, draft, edit, fresh, line_of, paper_at
from workflows.routing.acting import Votes, act_on
from workflows.routing.slips import Line


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_a_released_paper_stands_in_the_list_on_home_and_on_its_page(cast, client):
    paper = paper_at("deliberating", cast, title="Radweg am Leineufer")

    assert f'href="/de/papers/{paper.slug}/"' in page_of(client, "/de/")
    assert "Radweg am Leineufer" in page_of(client, "/de/papers/")
    page = page_of(client, f"/de/papers/{paper.slug}/")
    assert page.count("data-consultation") == 5
    assert "Mitgezeichnet am" in page
    assert "Vorberatung seit" in page


@pytest.mark.parametrize("stage", ["draft", "co_signing", "checking", "releasing"])
def test_an_unreleased_paper_does_not_exist_for_visitors(cast, client, signed_in, stage):
    paper = paper_at(stage, cast, title="Geheimes Vorhaben")

    assert client.get(f"/de/papers/{paper.slug}/").status_code == 404
    assert "Geheimes Vorhaben" not in page_of(client, "/de/papers/")
    assert "Geheimes Vorhaben" not in page_of(client, "/de/")
    assert "Geheimes Vorhaben" in page_of(signed_in(cast.author), f"/de/papers/{paper.slug}/")


def test_a_reader_before_release_sees_the_version_that_circulates(cast, signed_in):
    paper = draft(cast, title="Erste Fassung")
    edit(paper, by=cast.author, title="Zweite Fassung")

    assert "Zweite Fassung" in page_of(signed_in(cast.author), f"/de/papers/{paper.slug}/")


def test_restricted_pages_are_kept_out_of_caches(cast, client, signed_in):
    public = paper_at("deliberating", cast)
    closed = paper_at("deliberating", cast, confidentiality="non_public")

    assert client.get(f"/de/papers/{closed.slug}/").status_code == 404
    assert "no-store" in signed_in(cast.member).get(f"/de/papers/{closed.slug}/").headers["Cache-Control"]
    client.logout()
    assert "no-store" not in client.get(f"/de/papers/{public.slug}/").headers.get("Cache-Control", "")


def test_without_a_translation_the_original_is_shown_and_said_to_be_one(cast, client):
    paper = paper_at("deliberating", cast, title="Radweg am Leineufer")

    page = page_of(client, f"/en/papers/{paper.slug}/")

    assert '<html lang="en"' in page
    assert 'lang="de" dir="auto">Radweg am Leineufer</h1>' in page
    assert "There is no translation into your language yet. You are reading the original (German)." in page
    assert "There is no translation" not in page_of(client, f"/de/papers/{paper.slug}/").replace("&nbsp;", " ")


def test_the_language_switch_keeps_the_page(cast, client):
    paper = paper_at("deliberating", cast)

    assert f'href="/en/papers/{paper.slug}/"' in page_of(client, f"/de/papers/{paper.slug}/")
    assert 'href="/en/papers/?kind=decision"' in page_of(client, "/de/papers/?kind=decision")


@pytest.mark.parametrize(
    ("accepts", "leads_to"),
    [
        ("en-GB,en;q=0.9", "/en/"),
        ("de", "/de/"),
        ("fr", "/fr/"),
        ("ar-EG,en;q=0.5", "/ar/"),
        ("pt", "/de/"),
        ("", "/de/"),
    ],
)
def test_only_the_bare_address_follows_the_browser(db, client, accepts, leads_to):
    assert client.get("/", headers={"accept-language": accepts}).url == leads_to
    assert client.get("/de/", headers={"accept-language": accepts}).status_code == 200


def test_filters_narrow_the_list_and_say_so(cast, client, run_on_commit):
    decision = paper_at("deliberating", cast, title="Beschluss zum Radweg")
    paper_at("completed", cast, "information", title="Bericht zum Radweg")
    with run_on_commit():
        mark_paper(decision.pk)

    for query in ("kind=decision", "state=deliberating", "committee=rat", "q=Beschluss", f"q={decision.number}"):
        page = page_of(client, f"/de/papers/?{query}")
        assert "Beschluss zum Radweg" in page, query
        assert "Bericht zum Radweg" not in page, query
        assert "diesen Filter entfernen" in page, query
    assert "Keine Vorlage passt" in page_of(client, "/de/papers/?year=2026&q=Schwimmbad")


@pytest.mark.parametrize(
    "query", ["kind=unbekannt", "year=neunzehn", "state=kaputt", "committee=%00", "page=9999", "q=%22%27%00"]
)
def test_nonsense_in_a_filter_does_no_harm(cast, client, query):
    paper_at("deliberating", cast)

    assert client.get(f"/de/papers/?{query}").status_code == 200


def test_results_with_votes_and_referrals_are_told_in_words(cast, client):
    paper = paper_at("deliberating", cast)
    act_on(
        line_of(paper, cast.org.europe_committee, "preliminary"),
        by=cast.secretary,
        outcome="recommended",
        votes=Votes(9, 2, 1),
    )

    page = page_of(client, f"/de/papers/{paper.slug}/")

    assert "9 Ja, 2 Nein, 1 Enthaltung" in page
    assert 'role="img" aria-label="9 Ja, 2 Nein, 1 Enthaltung"' in page


def test_whoever_may_act_is_led_to_the_form(cast, client, signed_in):
    paper = paper_at("deliberating", cast)
    address = reverse("workflows:act", args=[line_of(paper, cast.org.europe_committee, "preliminary").pk])

    assert address in page_of(signed_in(cast.secretary), f"/de/papers/{paper.slug}/")
    assert address not in page_of(signed_in(cast.member), f"/de/papers/{paper.slug}/")


def test_a_committee_page_shows_members_and_what_is_before_it(cast, client):
    paper_at("deliberating", cast, title="Radweg am Leineufer")
    paper_at("deliberating", cast, title="Geheimes Grundstück", confidentiality="confidential")

    page = page_of(client, cast.org.europe_committee.get_absolute_url())

    assert "Miriam Mitglied" in page
    assert "Egon Ehemalig" not in page
    assert "Radweg am Leineufer" in page
    assert "Geheimes Grundstück" not in page
    assert client.get("/de/committees/bristol/").status_code == 404


def test_a_strategy_shows_its_measures_and_only_readable_papers(cast, client):
    strategy = paper_at(
        "completed",
        cast,
        "strategy",
        slip=[Line(cast.org.planning_office, "co_sign"), Line(cast.org.council, "decision", 2)],
    )
    shown, hidden = paper_at("deliberating", cast), paper_at("deliberating", cast, confidentiality="confidential")
    measure = Measure.objects.create(
        strategy=strategy, title="Schulaustausch", state="running", indicator="120 Jugendliche im Jahr"
    )
    measure.papers.set([shown, hidden])

    page = page_of(client, f"/de/papers/{strategy.slug}/")

    assert "Schulaustausch" in page
    assert "In Umsetzung" in page
    assert "120 Jugendliche im Jahr" in page
    assert shown.number in page
    assert hidden.number not in page


# --- cost -----------------------------------------------------------------------------------------------------------


def queries_of(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.thorough
def test_lists_cost_the_same_however_long(cast, client):
    counts = {"/de/papers/": [], "/de/": [], "/de/committees/europaausschuss/": []}
    for address in counts:
        client.get(address)  # what is cached per process
    made = 0
    for rows in (1, 3, 30):
        while made < rows:
            paper_at("deliberating", cast)
            made += 1
        for address, found in counts.items():
            found.append(queries_of(client, address))
    assert counts == {address: [found[0]] * 3 for address, found in counts.items()}


@pytest.mark.thorough
def test_a_paper_costs_the_same_however_long_its_slip(cast, client):
    from papers.models import Organization

    committees = [
        Organization.objects.create(name=f"Ausschuss {n}", slug=f"ausschuss-{n}", kind="committee") for n in range(30)
    ]
    counts = []
    for lines in (1, 3, 30):
        slip = [
            Line(cast.org.planning_office, "co_sign"),
            Line(cast.org.council, "decision", 2),
            *(Line(committee, "hearing", 2) for committee in committees[:lines]),
        ]
        paper = paper_at("deliberating", cast, slip=slip)
        for number in range(lines):
            add_attachment(paper, by=cast.council_clerk, title=f"Anlage {number}")
        client.get(f"/de/papers/{paper.slug}/")
        counts.append(queries_of(client, f"/de/papers/{paper.slug}/"))
    assert counts[0] == counts[1] == counts[2]


# --- signing in -----------------------------------------------------------------------------------------------------


def test_people_sign_in_by_mail_address_whatever_its_case(cast, client):
    cast.member.set_password("ein Passwort")
    cast.member.save()

    wrong = client.post("/de/login/", {"username": cast.member.email, "password": "falsch"})
    right = client.post(
        "/de/login/", {"username": cast.member.email.upper(), "password": "ein Passwort", "next": "/de/papers/"}
    )

    assert wrong.status_code == 200
    assert cast.member.email in wrong.content.decode()  # nothing typed is lost
    assert right.url == "/de/papers/"


def test_an_ended_membership_closes_the_door(cast, signed_in):
    paper = paper_at("deliberating", cast, confidentiality="non_public")
    client = signed_in(cast.member)
    assert client.get(f"/de/papers/{paper.slug}/").status_code == 200

    Membership.objects.filter(person=cast.member).delete()

    assert client.get(f"/de/papers/{paper.slug}/").status_code == 404
    assert fresh(paper).live
