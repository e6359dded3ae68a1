"""The end of an organization, as the council office sets it."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from papers.models import Organization
from tests.factories.papers import draft, fresh, line_of, paper_at
from tests.shown import shown_form

pytestmark = pytest.mark.django_db
REASON = "Der Rat hat die Ausschüsse neu geordnet."


def address(organization):
    return reverse("workflows:end_organization", args=[organization.pk])


def yesterday():
    return (timezone.localdate() - datetime.timedelta(days=1)).isoformat()


def test_the_screen_lists_what_is_left_and_hands_it_over(cast, clerk):
    open_one, planned, done_with = paper_at("deliberating", cast), draft(cast), paper_at("deliberating", cast)
    body = cast.org.europe_committee
    form = shown_form(clerk, address(body))
    assert not any(done_with.number in label for label in form.labels)
    form.read(form.fill({"Reason": REASON}).send("Decide one by one: Lines of routing slips"))
    assert form.errors == []
    label = next(label for label in form.labels if done_with.number in label)
    form.fill({"Last day": yesterday(), "Successor": "Finanzausschuss", label: "is no longer needed"})

    assert form.send().headers["Location"] == f"/admin/organizations/edit/{body.pk}/"

    assert line_of(open_one, cast.org.finance_committee, "preliminary").state == "open"
    assert line_of(planned, cast.org.finance_committee, "preliminary").state == "planned"
    assert not done_with.consultations.not_cancelled().filter(role="preliminary").exists()
    assert Organization.objects.get(pk=body.pk).is_dissolved
    assert "Nothing is open, planned or drafted there." in clerk.get(address(body)).content.decode()


def test_papers_of_an_office_are_listed_too(cast, clerk):
    paper = paper_at("returned", cast, title="Nordufer")
    office = cast.org.international_office

    form = shown_form(clerk, address(office))
    form.fill({"Last day": yesterday(), "Successor": "66 Tiefbauamt"}).send()

    assert fresh(paper).originating_office == cast.org.works_office


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(cast, clerk):
    paper = paper_at("deliberating", cast)
    body = cast.org.europe_committee

    form = shown_form(clerk, address(body)).fill({"Last day": yesterday()})
    page = form.send().content.decode()

    assert "Say why what is left there is no longer needed." in page
    assert yesterday() in page
    assert line_of(paper, body, "preliminary").state == "open"


def test_what_came_up_since_the_page_was_opened_is_shown_before_anything_ends(cast, clerk):
    body = cast.org.europe_committee
    form = shown_form(clerk, address(body)).fill({"Last day": yesterday(), "Reason": REASON})
    paper = paper_at("deliberating", cast)

    page = form.send().content.decode()

    assert "More has come up here since you opened this page." in page
    assert paper.number in page
    assert line_of(paper, body, "preliminary").state == "open"


def test_the_end_is_taken_back(cast, clerk):
    body = cast.org.europe_committee
    Organization.objects.filter(pk=body.pk).update(ends_on=yesterday())

    shown_form(clerk, address(body)).send("It goes on after all")

    body.refresh_from_db()
    assert body.ends_on is None


def test_the_data_of_an_organization_lead_there_and_tell_what_happened(cast, clerk):
    body = cast.org.europe_committee
    for page in ("/admin/organizations/", f"/admin/organizations/edit/{body.pk}/"):
        assert f'href="{address(body)}"' in clerk.get(page).content.decode()

    shown_form(clerk, address(body)).fill({"Last day": "2026-02-01", "Successor": "Finanzausschuss"}).send()

    history = clerk.get(f"/admin/organizations/history/{body.pk}/").content.decode()
    assert "Ends on 1 Feb 2026; Finanzausschuss goes on" in history


@pytest.mark.parametrize("name", ["author", "secretary", "member", "outsider"])
def test_nobody_else_opens_it(cast, signed_in, name):
    client = signed_in(cast.people()[name])

    for method in ("get", "post"):
        response = getattr(client, method)(address(cast.org.europe_committee))
        assert response.status_code in (302, 403, 404)
    assert Organization.objects.get(pk=cast.org.europe_committee.pk).ends_on is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_costs_the_same_however_much_is_left(cast, clerk, django_assert_num_queries, count):
    for _number in range(count):
        paper_at("deliberating", cast)
    clerk.get(address(cast.org.europe_committee))

    with django_assert_num_queries(18):
        clerk.get(address(cast.org.europe_committee))


def test_the_open_screen_is_told_of_what_came_up_since(cast, clerk):
    body = cast.org.europe_committee
    draft(cast)
    shown = shown_form(clerk, address(body)).page.xpath("string(//input[@name='seen']/@value)")
    assert clerk.get(address(body), {"seen": shown}).json() == {"changed": []}

    draft(cast)

    assert "More has come up here" in clerk.get(address(body), {"seen": shown}).json()["changed"][0]
