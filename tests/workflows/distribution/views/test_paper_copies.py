"""The list of copies on paper, ticked off by hand, and the labels for it."""

from __future__ import annotations

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.models import Membership
from tests.factories.papers import paper_at
from workflows.distribution.distributing import distribute, tick_off
from workflows.distribution.views.paper_copies import label_of
from workflows.models import DeliveryState
from workflows.routing.steps import withdraw


def on_paper(*people, address="Am Markt 1\n30159 Hannover"):
    for person in people:
        person.on_paper, person.postal_address = True, address
        person.save()


@pytest.fixture
def distribution(cast):
    on_paper(cast.member, cast.council_member)
    return distribute(paper_at("deliberating", cast, title="Städtepartnerschaften"), by=cast.council_clerk)


def address_of(distribution):
    return f"/admin/inbox/distributions/{distribution.pk}/paper-copies/"


def text_of(pdf):
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


@pytest.mark.parametrize("name", ["member", "author", "outsider"])
def test_addresses_are_for_those_who_may_distribute(cast, signed_in, distribution, name):
    client = signed_in(cast.people()[name])
    delivery = distribution.deliveries.get(person=cast.member)
    for response in (
        client.get(address_of(distribution)),
        client.get(f"{address_of(distribution)}labels.pdf"),
        client.post(address_of(distribution), {"handed_over": delivery.pk}),
    ):
        assert response.status_code in (302, 403)
        assert b"Am Markt" not in response.content
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.QUEUED


def test_the_list_names_who_gets_paper_where_and_why_and_nobody_else(cast, signed_in, distribution):
    page = signed_in(cast.secretary).get(address_of(distribution)).content.decode()

    assert str(cast.member) in page
    assert "Am Markt 1<br>30159 Hannover" in page
    assert "Europaausschuss (Mitglied)" in page
    assert str(cast.adviser) not in page


def test_ticking_changes_only_what_was_changed_on_the_screen(cast, signed_in, distribution):
    first, second = (distribution.deliveries.get(person=person) for person in (cast.member, cast.council_member))
    client = signed_in(cast.secretary)
    tick_off(second, by=cast.council_clerk)  # by somebody else, while the list was open

    client.post(address_of(distribution), {"handed_over": [first.pk]})

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.handed_over_by) == (DeliveryState.SENT, cast.secretary)
    assert (second.state, second.handed_over_by) == (DeliveryState.SENT, cast.council_clerk)

    client.post(address_of(distribution), {"before": [first.pk, second.pk], "handed_over": [second.pk]})

    first.refresh_from_db()
    assert (first.state, first.sent_at, first.handed_over_by) == (DeliveryState.QUEUED, None, None)


def test_a_mail_is_not_ticked_off(cast, signed_in, distribution):
    mailed = distribution.deliveries.get(person=cast.adviser)

    signed_in(cast.secretary).post(address_of(distribution), {"handed_over": [mailed.pk, "x", "0"]})

    mailed.refresh_from_db()
    assert mailed.state == DeliveryState.QUEUED


def test_who_may_no_longer_read_it_is_named_and_gets_no_label(cast, signed_in):
    on_paper(cast.member, cast.council_member)
    distribution = distribute(paper_at("deliberating", cast, confidentiality="non_public"), by=cast.council_clerk)
    Membership.objects.filter(person=cast.member).update(since="1999-01-01", until="2000-01-01")
    client = signed_in(cast.council_clerk)

    shown = client.get(address_of(distribution)).context["rows"]
    rows = {row["copy"].person: row["may_read"] for row in shown}
    labels = text_of(client.get(f"{address_of(distribution)}labels.pdf").content)

    assert rows == {cast.member: False, cast.council_member: True}
    assert str(cast.council_member) in labels
    assert str(cast.member) not in labels


def test_nobody_gets_a_label_for_a_withdrawn_paper(cast, signed_in, distribution):
    withdraw(distribution.paper, by=cast.council_clerk, reason="Der Anlass ist entfallen.")
    client = signed_in(cast.council_clerk)

    assert not any(row["may_read"] for row in client.get(address_of(distribution)).context["rows"])
    assert client.get(f"{address_of(distribution)}labels.pdf").url == address_of(distribution)


def test_labels_are_of_those_left_and_tagged(cast, signed_in, distribution):
    client = signed_in(cast.secretary)

    response = client.get(f"{address_of(distribution)}labels.pdf")

    assert response.headers["Content-Type"] == "application/pdf"
    assert "private" in response.headers["Cache-Control"] or "no-cache" in response.headers["Cache-Control"]
    document = pypdfium2.PdfDocument(response.content)
    assert len(document) == 1
    assert [round(side / 72 * 25.4) for side in document[0].get_size()] == [210, 297]
    assert b"/MarkInfo" in response.content or document.is_tagged()
    assert {str(cast.member), str(cast.council_member)} <= set(text_of(response.content).replace("\r", "").split("\n"))

    tick_off(distribution.deliveries.get(person=cast.member), by=cast.secretary)
    assert str(cast.member) not in text_of(client.get(f"{address_of(distribution)}labels.pdf").content)


def test_a_sheet_has_twenty_four_labels(cast, signed_in, distribution):
    from papers.pdf.typesetting import typeset

    for count, sheets in ((24, 1), (25, 2)):
        pdf = typeset(
            {"lang": "de", "title": "Etiketten", "labels": [["Name", "Straße 1", "30159 Hannover"]] * count},
            template="labels.typ",
        )
        assert len(pypdfium2.PdfDocument(pdf)) == sheets


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        ("Am Markt 1\r\n\r\n 30159  Hannover ", ["Miriam Mitglied", "Am Markt 1", "30159 Hannover"]),
        ("Miriam Mitglied\nAm Markt 1", ["Miriam Mitglied", "Am Markt 1"]),
        ("", ["Miriam Mitglied"]),
    ],
)
def test_a_label_has_the_name_once_and_no_empty_lines(cast, distribution, address, lines):
    copy = distribution.deliveries.get(person=cast.member)
    copy.person.postal_address = address

    assert label_of(copy) == lines


def test_nobody_on_paper_is_said(cast, signed_in):
    distribution = distribute(paper_at("deliberating", cast), by=cast.council_clerk)
    client = signed_in(cast.secretary)

    assert client.get(address_of(distribution)).context["rows"] == []
    assert client.get(f"{address_of(distribution)}labels.pdf").url == address_of(distribution)


def test_the_list_takes_as_many_queries_for_thirty_as_for_one(cast, signed_in, django_user_model):
    client = signed_in(cast.council_clerk)
    paper = paper_at("deliberating", cast)
    found, made = [], 0
    for size in (1, 3, 30):
        while made < size:
            made += 1
            person = django_user_model.objects.create_user(
                f"m{made}@umlauf.test", on_paper=True, postal_address="Am Markt 1"
            )
            Membership.objects.create(person=person, organization=cast.org.europe_committee, role="member")
        distribution = distribute(paper, by=cast.council_clerk)
        for earlier in paper.distributions.exclude(pk=distribution.pk):
            earlier.deliveries.update(distribution=distribution)
        client.get(address_of(distribution))
        with CaptureQueriesContext(connection) as captured:
            assert len(client.get(address_of(distribution)).context["rows"]) == size
        found.append(len(captured))
    assert found == [found[0]] * 3
