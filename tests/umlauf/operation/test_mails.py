"""The council office sees what became of every mail, of whichever kind, and nobody reads there what one said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from papers.mail import outbox
from papers.mail.plain_words import REFUSED
from papers.models import Letter
from tests.factories.letters import forget_letters, send_letters
from tests.factories.papers import paper_at
from tests.factories.smtp import smtp_server
from umlauf.accounts import letters
from umlauf.operation.mails import mails
from workflows.distribution.distributing import distribute
from workflows.models import Delivery

ADDRESS = "/admin/reports/mails/"


@pytest.fixture
def server(settings):
    with smtp_server(settings) as inbox:
        yield inbox


@pytest.fixture
def failed(cast, server):
    """A mail about an account whose letter box does not exist."""
    forget_letters()
    letters.send("password_changed", cast.member)
    server.refused.add(cast.member.email)
    send_letters()
    return Letter.objects.get()


@pytest.fixture
def office(cast, signed_in):
    return signed_in(cast.council_clerk)


def test_letters_and_deliveries_stand_in_one_list_newest_first(cast, office):
    paper = paper_at("deliberating", cast, title="Quastenflosser", confidentiality="confidential")
    distribution = distribute(paper, by=cast.council_clerk)
    letters.send("reset", cast.member)

    response = office.get(ADDRESS)

    rows = response.context["object_list"]
    assert {row["table"] for row in rows} == {"letter", "delivery"}
    assert [row["at"] for row in rows] == sorted((row["at"] for row in rows), reverse=True)
    assert sum(row["table"] == "delivery" for row in rows) == distribution.deliveries.count()
    page = response.text
    assert "Link für ein neues Passwort" in page or "Link for a new password" in page
    assert cast.member.email in page
    assert paper.number in page
    assert "Quastenflosser" not in page


def test_why_a_mail_did_not_get_through_is_said_and_it_is_sent_again_by_a_button(cast, office, server, failed):
    assert (failed.state, failed.problem) == ("failed", "550 no such mailbox")
    page = office.get(ADDRESS).text
    assert "550 no such mailbox" in page
    assert str(REFUSED) in page
    again = f"{ADDRESS}{failed.pk}/again/"
    assert again in page

    server.refused.clear()
    assert office.post(again, follow=True).status_code == 200
    send_letters()

    failed.refresh_from_db()
    assert (failed.state, failed.problem) == ("sent", "")
    assert len(server.mails) == 1
    assert again not in office.get(ADDRESS).text
    office.post(again)
    failed.refresh_from_db()
    assert failed.state == "sent", "what did not fail is not sent twice"


def test_what_came_back_stands_beside_what_was_sent(cast, office):
    delivery = distribute(paper_at("deliberating", cast), by=cast.council_clerk).deliveries.get(person=cast.member)
    now = timezone.now()
    Delivery.objects.filter(pk=delivery.pk).update(
        state="sent", sent_at=now, returned="failed", returned_at=now, returned_words="5.1.1 gone"
    )

    response = office.get(ADDRESS, {"returned": "failed"})

    [row] = response.context["object_list"]
    assert (row["table"], row["state"], row["returned_words"]) == ("delivery", "sent", "5.1.1 gone")
    assert f"/admin/inbox/deliveries/{delivery.pk}/again/" in response.text


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ({"kind": "account.reset"}, {"account.reset"}),
        ({"kind": "delivery"}, {"delivery"}),
        ({"person": "Mitglied nobody"}, set()),
        ({"state": "failed"}, set()),
        ({"at_to": "2020-01-01"}, set()),
        ({"kind": "account.reset", "person": "member@umlauf.test", "state": "queued"}, {"account.reset"}),
    ],
)
def test_it_can_be_asked_for_some_of_them(cast, office, asked, kinds):
    distribute(paper_at("deliberating", cast), by=cast.council_clerk)
    letters.send("reset", cast.member)

    assert {row["of_kind"] for row in office.get(ADDRESS, asked).context["object_list"]} == kinds


@pytest.mark.parametrize("name", ["secretary", "author", "outsider", "liaison"])
def test_nobody_else_sees_it_or_sends_again(cast, signed_in, failed, name):
    client = signed_in(cast.people()[name])

    for path in (ADDRESS, f"{ADDRESS}results/", f"{ADDRESS}?export=csv"):
        response = client.get(path)
        assert response.status_code != 200
        assert cast.member.email not in response.text
    assert ADDRESS not in client.get("/admin/").text
    client.post(f"{ADDRESS}{failed.pk}/again/")
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_it_takes_as_many_queries_for_three_as_for_one(cast, office):
    paper = paper_at("deliberating", cast)
    forget_letters()
    counts = []
    for people in ([cast.member], [cast.author, cast.liaison]):
        for person in people:
            letters.send("reset", person)
            Letter.objects.update(belongs_to=f"paper:{paper.pk}")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            office.get(f"{ADDRESS}results/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_it_can_be_taken_along_as_a_table(cast, office, failed):
    rows = b"".join(office.get(ADDRESS, {"export": "csv"}).streaming_content).decode().splitlines()

    assert len(rows) == 2
    assert cast.member.email in rows[1]
    assert "550 no such mailbox" in rows[1]


def test_after_eight_weeks_a_letter_is_forgotten_and_a_delivery_kept(cast, failed, capsys):
    distribute(paper_at("deliberating", cast), by=cast.council_clerk)
    letters.send("reset", cast.member)
    Letter.objects.update(posted_at=timezone.now() - timedelta(weeks=9))
    waiting = Letter.objects.unfinished().count()

    call_command("prune_letters")

    assert not Letter.objects.filter(pk=failed.pk).exists()
    assert Letter.objects.count() == waiting > 0, "what waits is not forgotten"
    assert Delivery.objects.exists()
    assert "1 mails forgotten" in capsys.readouterr().out
    assert {row["table"] for row in mails()} == {"delivery"}


def test_the_lag_counts_letters(cast, client):
    forget_letters()
    letters.send("reset", cast.member)
    Letter.objects.update(due_at=timezone.now() - timedelta(minutes=5))

    assert 300 <= client.get("/health/").json()["outbox_lag_seconds"] < 330
    assert outbox.is_stuck()
    send_letters()
    assert client.get("/health/").json()["outbox_lag_seconds"] == 0
    assert len(mail.outbox) == 1


def test_what_another_server_said_is_text_in_the_report(cast, office):
    letters.send("reset", cast.member)
    words = "=1+1 <b>550</b> <script>alert(1)</script>"
    now = timezone.now()
    waiting = Letter.objects.filter(kind="account.reset")
    waiting.update(state="sent", sent_at=now, returned="failed", returned_at=now, returned_words=words)

    page = office.get(ADDRESS).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page
