"""The log of deliveries: for those who may distribute the paper, with filters, and as a table to take along."""

from __future__ import annotations

import datetime
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from papers.models import Membership, Paper
from tests.factories.papers import paper_at
from workflows.distribution.distributing import distribute, note_opened
from workflows.distribution.views.deliveries import deliveries_visible_to, may_see_log
from workflows.models import Delivery, DeliveryState
from workflows.routing.slips import Line
from workflows.routing.steps import withdraw
from workflows.verbs import DISTRIBUTE

ADDRESS = "/admin/reports/deliveries/"


@pytest.fixture
def distribution(cast):
    return distribute(paper_at("deliberating", cast, title="Städtepartnerschaften"), by=cast.council_clerk)


@pytest.fixture
def of_others(cast):
    """Of a paper that only the finance committee deals with."""
    slip = [Line(cast.org.planning_office, "co_sign", 1), Line(cast.org.finance_committee, "deliberation", 1)]
    return distribute(paper_at("deliberating", cast, "information", title="Haushalt", slip=slip), by=cast.council_clerk)


def rows(response):
    return {(row.person, row.distribution_id) for row in response.context["object_list"]}


@pytest.mark.thorough
def test_the_rule_is_that_of_distributing(cast, distribution, of_others):
    for stage in ("deliberating", "completed"):
        for confidentiality in ("public", "non_public", "confidential"):
            distribute(paper_at(stage, cast, confidentiality=confidentiality), by=cast.council_clerk)
    withdrawn = paper_at("deliberating", cast)
    distribute(withdrawn, by=cast.council_clerk)
    withdraw(withdrawn, by=cast.council_clerk, reason="Der Anlass ist entfallen.")
    refused = 0
    for person in cast.signed_in().values():
        visible = set(deliveries_visible_to(person).values_list("distribution__paper", flat=True))
        readable = set(Paper.objects.originals().readable_by(person).values_list("pk", flat=True))
        wanted = {
            paper.pk
            for paper in Paper.objects.originals().filter(distributions__isnull=False)
            if DISTRIBUTE.is_for(person, paper)
        } & readable
        assert visible == wanted, person
        assert may_see_log(person) or not visible
        refused += not visible
    assert refused > 5
    assert of_others.paper_id not in deliveries_visible_to(cast.secretary).values_list("distribution__paper", flat=True)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("council_clerk", True), ("secretary", True), ("author", False), ("outsider", False), ("cosigner", False)],
)
def test_the_report_stands_in_the_menu_of_those_who_may_see_it(cast, signed_in, distribution, name, shown):
    client = signed_in(cast.people()[name])

    assert (client.get(ADDRESS).status_code == 200) is shown
    assert (ADDRESS in client.get("/admin/").content.decode()) is shown
    if not shown:
        for address in (f"{ADDRESS}results/", f"{ADDRESS}?export=csv"):
            response = client.get(address)
            assert response.status_code == 302
            assert "Städtepartnerschaften" not in response.content.decode()


def test_a_secretary_sees_those_of_their_committees_alone(cast, signed_in, distribution, of_others):
    assert {pk for _person, pk in rows(signed_in(cast.secretary).get(ADDRESS))} == {distribution.pk}
    assert {pk for _person, pk in rows(signed_in(cast.council_clerk).get(ADDRESS))} == {distribution.pk, of_others.pk}
    exported = signed_in(cast.secretary).get(f"{ADDRESS}?export=csv").getvalue().decode()
    assert "Städtepartnerschaften" in exported
    assert "Haushalt" not in exported


def test_filters(cast, signed_in, distribution, of_others):
    client = signed_in(cast.council_clerk)
    failed = distribution.deliveries.get(person=cast.member)
    Delivery.objects.filter(pk=failed.pk).update(state=DeliveryState.FAILED, problem="550 no such mailbox")
    Delivery.objects.filter(person=cast.chair).update(channel="paper")
    distribution.at = datetime.datetime(2026, 3, 1, 12, tzinfo=timezone.get_default_timezone())
    distribution.save()

    def found(**filters):
        return rows(client.get(ADDRESS, filters))

    number = distribution.paper.number
    assert {pk for _person, pk in found(number=number)} == {distribution.pk}
    running, year = number.split("/")
    assert {pk for _person, pk in found(number=f"{int(running)}-{year[2:]}")} == {distribution.pk}
    assert {pk for _person, pk in found(number="/2026")} == {distribution.pk, of_others.pk}
    assert found(number="9999/1999") == set()
    assert found(person=cast.member.email) == {(cast.member, distribution.pk)}
    assert {person for person, _pk in found(person="Miriam Mitgl")} == {cast.member}
    assert found(state="failed") == {(cast.member, distribution.pk)}
    assert {person for person, _pk in found(channel="paper")} == {cast.chair}
    assert {pk for _person, pk in found(at_from="2026-02-28", at_to="2026-03-01")} == {distribution.pk}
    assert found(at_to="2026-02-28") == set()


def test_a_number_in_full_is_that_paper_alone(cast, signed_in, distribution, of_others):
    Paper.objects.filter(pk=of_others.paper_id).update(number=f"{distribution.paper.number} S1")

    shown = rows(signed_in(cast.council_clerk).get(ADDRESS, {"number": distribution.paper.number}))

    assert {pk for _person, pk in shown} == {distribution.pk}


def test_a_row_tells_why_how_and_whether_it_was_opened(cast, signed_in, distribution):
    delivery = distribution.deliveries.get(person=cast.member)
    note_opened(delivery)

    page = signed_in(cast.council_clerk).get(ADDRESS, {"person": cast.member.email}).content.decode()

    assert "Europaausschuss (Mitglied)" in page
    assert "Städtepartnerschaften" in page
    assert f"/admin/inbox/distributions/{distribution.pk}/" in page
    delivery.refresh_from_db()
    assert delivery.opened_at is not None


def test_the_log_as_a_table(cast, signed_in, distribution):
    delivery = distribution.deliveries.get(person=cast.member)
    client = signed_in(cast.council_clerk)

    csv = client.get(f"{ADDRESS}?export=csv&person={cast.member.email}").getvalue().decode()
    sheet = load_workbook(BytesIO(client.get(f"{ADDRESS}?export=xlsx&person={cast.member.email}").getvalue())).active

    assert len(csv.splitlines()) == 2
    for value in (
        cast.member.email,
        distribution.paper.number,
        "Städtepartnerschaften",
        "Deutsch",
        "Europaausschuss (Mitglied)",
        delivery.get_state_display(),
    ):
        assert str(value) in csv
    assert [cell.value for cell in sheet[2]][2:5] == [str(cast.member), cast.member.email, distribution.paper.number]


def test_it_is_linked_from_the_list_of_people(cast, signed_in, distribution):
    page = signed_in(cast.admin).get("/admin/users/").content.decode()

    assert f"{ADDRESS}?person=member%40umlauf.test" in page


@pytest.mark.thorough
def test_the_report_takes_as_many_queries_for_thirty_as_for_one(cast, signed_in, django_user_model):
    found, made = {"council_clerk": [], "secretary": []}, 0
    paper = paper_at("deliberating", cast)
    distribute(paper, by=cast.council_clerk)
    for size in (1, 3, 30):
        while made < size:
            made += 1
            person = django_user_model.objects.create_user(f"m{made}@umlauf.test", last_name="Zuwachs")
            Membership.objects.create(person=person, organization=cast.org.europe_committee, role="member")
        distribute(paper, by=cast.council_clerk)
        for name, counts in found.items():
            client = signed_in(cast.people()[name])
            client.get(ADDRESS)
            with CaptureQueriesContext(connection) as captured:
                assert len(rows(client.get(ADDRESS, {"person": "Zuwachs"}))) == size
            counts.append(len(captured))
    assert found == {name: [counts[0]] * 3 for name, counts in found.items()}
