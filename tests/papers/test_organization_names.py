"""A body is called in its papers what it was called when they were made."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils.translation import override
from lxml import html

from papers.models import Organization
from papers.pdf.content import content_of
from search.searching import find
from tests.factories.papers import line_of, paper_at
from tests.shown import shown_form
from workflows.timeline import timeline_of

pytestmark = pytest.mark.django_db
LAST_DAY = datetime.date(2026, 12, 31)


def renamed(organization, name, *, until=LAST_DAY, **fields):
    before = Organization.objects.get(pk=organization.pk)
    organization.name = name
    for field, value in fields.items():
        setattr(organization, field, value)
    organization.keep_name(before, until=until)
    organization.save()
    return organization


def test_each_day_has_its_name(cast):
    office = cast.org.international_office
    Organization.objects.filter(pk=office.pk).update(translations={"en": {"name": "International office"}})
    office.refresh_from_db()
    renamed(office, "Europabüro", code="16", translations={"en": {"name": "Europe office"}})
    renamed(office, "Weltbüro", until=datetime.date(2027, 6, 30), translations={})

    assert office.label_on(LAST_DAY) == "15.2 Büro für Internationales"
    assert office.label_on(LAST_DAY + datetime.timedelta(days=1)) == "16 Europabüro"
    assert office.name_on(datetime.date(2027, 7, 1)) == "Weltbüro"
    assert office.name_on(LAST_DAY, "en") == "International office"
    assert office.name_on(LAST_DAY, "fr") == "Büro für Internationales"
    assert [office.has_name_in(language, LAST_DAY) for language in ("de", "en", "fr")] == [True, True, False]


@pytest.fixture
def decided(cast):
    """A paper of 2026, with bodies that have other names since."""
    paper = paper_at("completed", cast)
    day = line_of(paper, cast.org.council, "decision").latest_act.decided_on
    renamed(cast.org.international_office, "Europabüro", code="16", until=max(day, paper.date))
    renamed(cast.org.council, "Stadtrat", until=day)
    return paper


def test_page_print_and_timeline_keep_the_name_of_the_time(cast, decided, client, signed_in):
    page = html.fromstring(client.get(reverse("paper", args=[decided.slug])).content.decode())
    text = " ".join(page.text_content().split())
    assert "15.2 Büro für Internationales" in text
    assert "Rat" in [" ".join(who.text_content().split()) for who in page.xpath("//*[@class='umlauf-routing__who']")]
    assert "Europabüro" not in text
    assert "Stadtrat" not in text

    printed = content_of(decided)
    assert printed["office"] == "15.2 Büro für Internationales"
    assert printed["signature"]["office"] == "15.2"
    assert "Rat" in [committee["name"] for committee in printed["committees"]]

    acts = [entry.text for entry in timeline_of(decided) if entry.kind == "act"]
    assert any(text.startswith("Rat: ") for text in acts)
    listed = signed_in(cast.author).get("/admin/papers/").content.decode()
    assert "15.2 Büro für Internationales" in listed


def test_what_is_open_waits_for_the_body_as_it_is_called_now(cast, client):
    paper = paper_at("deliberating", cast)
    renamed(cast.org.europe_committee, "Europa- und Weltausschuss", until=datetime.date(2026, 1, 31))

    assert line_of(paper, cast.org.europe_committee, "preliminary").organization_name == "Europa- und Weltausschuss"


@pytest.mark.parametrize("word", ["Kulturausschuss", "Kunstausschuss"])
def test_both_names_find_it(cast, word, django_capture_on_commit_callbacks, signed_in):
    with django_capture_on_commit_callbacks(execute=True):
        committee = renamed(cast.org.culture_committee, "Kunstausschuss", until=datetime.date(2026, 1, 31))

    hits = find(word, reader=cast.citizen, language="de").hits
    assert [hit.organization for hit in hits if hit.organization] == [committee]

    listed = signed_in(cast.council_clerk).get("/admin/organizations/", {"q": word}).content.decode()
    assert "Kunstausschuss" in listed
    assert "Finanzausschuss" not in listed


def test_its_page_tells_the_history(cast, client):
    committee = renamed(cast.org.culture_committee, "Kunstausschuss", until=datetime.date(2026, 1, 31))
    committee.successors.add(cast.org.europe_committee)
    cast.org.finance_committee.successors.add(committee)

    with override("en"):
        page = html.fromstring(client.get(committee.get_absolute_url()).content.decode())
    (history,) = page.xpath("//section[h2[@id='history']]")
    text = " ".join(history.text_content().split())

    assert [" ".join(row.text_content().split()) for row in history.xpath(".//li")] == [
        "Kunstausschuss since 1 Feb 2026",
        "Kulturausschuss until 31 Jan 2026",
    ]
    assert text.index("Finanzausschuss") < text.index("Europaausschuss")


def test_one_without_a_past_tells_none(cast, client):
    assert 'id="history"' not in client.get(cast.org.culture_committee.get_absolute_url()).content.decode()


# --- the screen -------------------------------------------------------------------------------------------------------


@pytest.fixture
def clerk(cast, signed_in):
    cast.council_clerk.preferred_language = "en"
    cast.council_clerk.save()
    return signed_in(cast.council_clerk)


def address(organization):
    return f"/admin/organizations/edit/{organization.pk}/"


def test_a_name_that_is_changed_from_a_day_on_is_remembered(cast, clerk):
    committee = cast.org.culture_committee
    form = shown_form(clerk, address(committee))
    form.fill({"Name": "Kunstausschuss", "First day of the new name or code": "2026-02-01"}).saved()

    committee.refresh_from_db()
    assert committee.name == "Kunstausschuss"
    assert [(entry["name"], entry["until"]) for entry in committee.former_names] == [("Kulturausschuss", "2026-01-31")]


def test_a_misspelt_name_is_not(cast, clerk):
    committee = cast.org.culture_committee
    shown_form(clerk, address(committee)).fill({"Name": "Kunstausschuss"}).saved()

    committee.refresh_from_db()
    assert (committee.name, committee.former_names) == ("Kunstausschuss", [])


def test_earlier_names_are_entered_corrected_and_taken_away(cast, clerk):
    committee = cast.org.culture_committee
    form = shown_form(clerk, address(committee))
    form.fill({"Earlier name 1": "Theaterausschuss", "Last day of earlier name 1": "2019-12-31"}).saved()
    committee.refresh_from_db()
    committee.former_names[0]["translations"] = {"en": {"name": "Theatre committee"}}
    committee.save()

    form = shown_form(clerk, address(committee))
    form.fill({"Earlier name 2": "Museumsausschuss", "Last day of earlier name 2": "2009-12-31"}).saved()
    committee.refresh_from_db()
    assert [entry["name"] for entry in committee.former_names] == ["Museumsausschuss", "Theaterausschuss"]
    assert committee.name_on(datetime.date(2015, 1, 1), "en") == "Theatre committee"

    form = shown_form(clerk, address(committee))
    form.fill({"Earlier name 1": "", "Last day of earlier name 1": ""}).saved()
    committee.refresh_from_db()
    assert [entry["name"] for entry in committee.former_names] == ["Theaterausschuss"]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"Earlier name 1": "Theaterausschuss"}, "until which day"),
        ({"Last day of earlier name 1": "2019-12-31"}, "which name ended"),
        ({"Earlier name 1": "Theaterausschuss", "Last day of earlier name 1": "31.12.2999"}, "in the future"),
        ({"First day of the new name or code": "2026-02-01"}, "Neither the name nor the code"),
        ({"Name": "Kunst", "First day of the new name or code": "2999-02-01"}, "on its first day"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(cast, clerk, typed, problem):
    form = shown_form(clerk, address(cast.org.culture_committee)).fill(typed)
    answer = form.send()
    page = answer.content.decode()

    assert problem in page
    for value in typed.values():
        assert value in page
    cast.org.culture_committee.refresh_from_db()
    assert (cast.org.culture_committee.name, cast.org.culture_committee.former_names) == ("Kulturausschuss", [])


def test_a_copy_begins_without_a_past(cast, clerk):
    committee = renamed(cast.org.culture_committee, "Kunstausschuss", until=datetime.date(2026, 1, 31))

    form = shown_form(clerk, f"/admin/organizations/copy/{committee.pk}/")
    form.fill({"Name": "Sportausschuss", "Slug": "sport"}).saved()

    copy = Organization.objects.get(slug="sport")
    assert (copy.former_names, list(copy.successors.all())) == ([], [])
