"""What the outbox sends, and what becomes of it at the mail server."""

from __future__ import annotations

from email.utils import parseaddr
from io import BytesIO

import pytest
import time_machine
from django.core.mail import get_connection
from django.core.management import call_command
from django.utils import timezone

from papers.mail.envelope import message_id, return_address
from papers.mail.outbox import MOST_ATTEMPTS
from papers.mail.outbox import send as send_row
from papers.mail.returning import record_return
from papers.models import Letter
from tests.factories.papers import paper_at
from tests.workflows.distribution.outbox.moments import (
    MINUTE,
    make_due,
    pause_of,
)
from workflows.distribution import outbox
from workflows.distribution.distributing import distribute
from workflows.models import Delivery, DeliveryState
from workflows.routing.steps import withdraw

pytestmark = pytest.mark.django_db


def test_everybody_gets_a_message_of_their_own(cast, server):
    distribution = distribute(paper_at("deliberating", cast), by=cast.council_clerk)
    count = distribution.deliveries.count()
    assert outbox.run(MINUTE) == count > 3
    assert {parseaddr(mail["To"])[1] for mail in server.mails} == {
        one.person.email for one in distribution.deliveries.all()
    }
    assert len({mail["Message-ID"] for mail in server.mails}) == count
    assert all(one.state == DeliveryState.SENT and one.sent_at for one in distribution.deliveries.all())
    assert outbox.run(MINUTE) == 0


def test_an_address_that_does_not_exist_fails_with_the_servers_words_and_holds_up_nobody(cast, server):
    distribution = distribute(paper_at("deliberating", cast), by=cast.council_clerk)
    server.refused.add(cast.member.email)
    outbox.run(MINUTE)
    failed = distribution.deliveries.get(person=cast.member)
    assert (failed.state, failed.problem) == (DeliveryState.FAILED, "550 no such mailbox")
    assert len(server.mails) == distribution.deliveries.count() - 1


def test_a_server_that_is_busy_is_asked_again_after_a_pause_that_doubles(server, delivery, monkeypatch):
    monkeypatch.setattr(server, "handle_RCPT", busy)
    with time_machine.travel(timezone.now(), tick=False):
        outbox.run(MINUTE)
        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempts, delivery.problem) == (DeliveryState.QUEUED, 1, "451 come back later")
        assert pause_of(delivery) == 30
        assert outbox.run(MINUTE) == 0, "not before its time"

        make_due(delivery)
        outbox.run(MINUTE)
        delivery.refresh_from_db()
        assert pause_of(delivery) == 60

    monkeypatch.undo()
    make_due(delivery)
    outbox.run(MINUTE)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.problem, len(server.mails)) == (DeliveryState.SENT, "", 1)


def test_it_is_given_up_after_many_attempts(server, delivery, monkeypatch):
    monkeypatch.setattr(server, "handle_RCPT", busy)
    Delivery.objects.filter(pk=delivery.pk).update(attempts=MOST_ATTEMPTS - 1)
    outbox.run(MINUTE)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.problem) == (DeliveryState.FAILED, "451 come back later")


def test_no_server_at_all_is_a_pause_too(settings, delivery):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    outbox.run(MINUTE)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.QUEUED
    assert "refused" in delivery.problem


def test_a_dropped_connection_loses_nothing(server, delivery, monkeypatch):
    async def drop(peer, session, envelope):
        peer.transport.abort()
        return "250 OK"

    monkeypatch.setattr(server, "handle_DATA", drop)
    outbox.run(MINUTE)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.QUEUED
    monkeypatch.undo()
    make_due(delivery)
    outbox.run(MINUTE)
    assert len(server.mails) == 1


def test_what_a_dead_worker_had_claimed_is_sent_after_its_lease_under_the_same_name(server, delivery):
    claimed = outbox.claim()
    assert claimed.pk == delivery.pk
    assert outbox.claim() is None, "it belongs to that worker"
    assert outbox.run(MINUTE) == 0
    send(claimed)  # the worker sent it, and dies before it writes that down
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.SENDING, sent_at=None)
    make_due(delivery)
    assert outbox.run(MINUTE) == 1
    first, second = server.mails
    assert first["Message-ID"] == second["Message-ID"] == message_id(delivery)


def test_a_worker_that_comes_back_too_late_overwrites_nothing(server, delivery):
    late = outbox.claim()
    make_due(delivery)
    outbox.run(MINUTE)
    record_return(bounce_for(delivery))
    send(late)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.returned) == (DeliveryState.SENT, "failed")


def test_a_withdrawn_paper_is_not_sent_any_more_and_the_office_reads_why_in_its_own_language(server, delivery, cast):
    type(cast.member).objects.filter(pk=cast.member.pk).update(preferred_language="fr")
    withdraw(delivery.distribution.paper, by=cast.council_clerk, reason="Erledigt")
    outbox.run(MINUTE)
    delivery.refresh_from_db()
    assert (delivery.state, server.mails) == (DeliveryState.REFUSED, [])
    assert delivery.problem == "Die Vorlage wurde zurückgezogen."


def test_what_comes_back_is_recorded_with_its_reason(settings, server, delivery, capsys, monkeypatch):
    settings.BOUNCE_ADDRESS = "bounces@stadt.example"
    outbox.run(MINUTE)
    assert return_address(delivery) == f"bounces+{delivery.token}@stadt.example"
    assert server.mails[0]["From"] == settings.DEFAULT_FROM_EMAIL

    monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": BytesIO(bounce_for(delivery))}))
    call_command("record_bounce")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.returned, delivery.problem) == (DeliveryState.SENT, "failed", "")
    assert delivery.returned_words == "5.1.1 smtp; 550 no such user"
    assert delivery.sent_at < delivery.returned_at
    assert f"failed: delivery {delivery.pk}" in capsys.readouterr().out


def test_the_command_of_the_clock_sends_what_is_due(server, delivery, capsys):
    Letter.objects.all().delete()
    call_command("send_mail")
    assert "1 mails" in capsys.readouterr().out
    assert len(server.mails) == 1


def send(delivery):
    with get_connection() as mail:
        send_row(delivery, mail)


def bounce_for(delivery, status="5.1.1"):
    return f"""From: MAILER-DAEMON@stadt.example
To: bounces+{delivery.token}@stadt.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.stadt.example

Final-Recipient: rfc822; nobody@example.org
Action: failed
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--b--
""".encode()


async def busy(server, session, envelope, address, options):
    return "451 come back later"
