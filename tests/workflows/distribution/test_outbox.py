"""The outbox, in front of a real mail server that refuses, drops connections and forgets."""

from __future__ import annotations

import json
from datetime import timedelta
from email.utils import parseaddr
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.core.mail import get_connection
from django.core.management import call_command
from django.db import connection
from django.template import engines
from django.urls import reverse
from django.utils import timezone

from papers.access.groups import sync_groups
from papers.models import Paper
from papers.pdf.archive import print_of
from papers.pdf.typesetting import Reason
from tests.factories.papers import paper_at
from tests.factories.smtp import smtp_server
from workflows.distribution import outbox
from workflows.distribution.bounces import record_bounce
from workflows.distribution.delivery_mail import message_id, return_address
from workflows.distribution.distributing import distribute
from workflows.distribution.views.progress import progress_of
from workflows.models import Delivery, DeliveryState
from workflows.routing.steps import withdraw

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def server(settings):
    settings.DELIVERY_FIRST_PAUSE = 30
    with smtp_server(settings) as inbox:
        yield inbox


@pytest.fixture
def delivery(cast):
    """To the member, alone."""
    distribution = distribute(paper_at("deliberating", cast), by=cast.council_clerk)
    Delivery.objects.exclude(person=cast.member).update(state=DeliveryState.SENT, sent_at=timezone.now())
    return distribution.deliveries.get(person=cast.member)


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
    Delivery.objects.filter(pk=delivery.pk).update(attempts=outbox.MOST_ATTEMPTS - 1)
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
    record_bounce(bounce_for(delivery))
    send(late)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED


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

    assert record_bounce(bounce_for(delivery, status="4.2.2")) is None, "only a delay"
    monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": BytesIO(bounce_for(delivery))}))
    call_command("record_bounce")
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED
    assert delivery.problem == "5.1.1 smtp; 550 no such user"
    assert record_bounce(b"From: somebody\n\nhello") is None
    assert record_bounce(b"\xff\xfe garbage") is None


def test_the_command_of_the_clock_sends_what_is_due(server, delivery, capsys):
    call_command("send_deliveries")
    assert "1 deliveries" in capsys.readouterr().out
    assert len(server.mails) == 1


# --- what nobody foresaw --------------------------------------------------------------------------------------------


def a_text_that_cannot_be_read(delivery, _folder=None):
    """An amount that is no number, in the text as it is stored."""
    row = {
        "label": "Umbau",
        "direction": "expense",
        "nature": "operations",
        "period": "one_off",
        "year": 2026,
        "amount": "viel",
    }
    section = {
        "key": "",
        "heading": "Kosten",
        "content": [{"type": "cost_table", "value": {"caption": "", "rows": [row], "note": ""}}],
    }
    stored = json.dumps([{"type": "section", "value": section}])
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {Paper._meta.db_table} SET body = %s WHERE page_ptr_id = %s", [stored, delivery.page_id]
        )


def a_folder_where_the_print_should_be(delivery, _folder=None):
    kept = print_of(delivery.page)
    kept.file.storage.delete(kept.file.name)
    Path(kept.file.path).mkdir()


def a_template_of_the_city_with_a_slip(delivery, folder):
    (folder / "workflows/mail").mkdir(parents=True)
    (folder / "workflows/mail/delivery.txt").write_text("{% load what_is_not_there %}")


def a_line_break_in_a_name(delivery, _folder=None):
    type(delivery.person).objects.filter(pk=delivery.person_id).update(last_name="Meier\nBcc: alle@example.org")


def an_address_that_is_none(delivery, _folder=None):
    type(delivery.person).objects.filter(pk=delivery.person_id).update(email="zwei@klammer@affen.example")


SPOILERS = {
    a_text_that_cannot_be_read: "InvalidOperation",
    a_folder_where_the_print_should_be: "IsADirectoryError",
    a_template_of_the_city_with_a_slip: "TemplateSyntaxError",
    a_line_break_in_a_name: "ValueError",
    an_address_that_is_none: "ValueError",
}


@pytest.fixture(params=SPOILERS, ids=[spoil.__name__ for spoil in SPOILERS])
def raised(request, delivery, tmp_path, monkeypatch):
    """The name of what is raised over the delivery. A folder stands before ours, in which the city keeps templates of
    its own."""
    engine = engines["django"].engine
    monkeypatch.setattr(engine, "dirs", [tmp_path, *engine.dirs])
    request.param(delivery, tmp_path)
    for loader in engine.template_loaders:
        loader.reset()
    yield SPOILERS[request.param]
    for loader in engine.template_loaders:
        loader.reset()


def test_whatever_is_raised_is_an_attempt_that_failed_and_the_last_one_ends_it(cast, server, delivery, client, raised):
    assert outbox.run(MINUTE) == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.QUEUED, 1)
    assert pause_of(delivery) == pytest.approx(30, abs=5)
    assert raised in delivery.problem
    assert not progress_of(delivery.distribution).is_finished

    Delivery.objects.filter(pk=delivery.pk).update(attempts=outbox.MOST_ATTEMPTS - 1)
    make_due(delivery)
    assert outbox.run(MINUTE) == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, outbox.MOST_ATTEMPTS)
    assert outbox.run(MINUTE) == 0
    assert server.mails == []
    assert progress_of(delivery.distribution).is_finished

    sync_groups(cast.council_clerk)
    client.force_login(cast.council_clerk)
    assert raised in client.get(reverse("deliveries"), {"state": "failed"}).text
    assert raised in client.get(reverse("workflows:distribution", args=[delivery.distribution_id])).text


def test_the_servers_log_names_the_delivery_and_the_place_and_nobody(server, delivery, raised, caplog):
    outbox.run(MINUTE)
    [record] = [record for record in caplog.records if record.name == "workflows.distribution.outbox"]
    person = type(delivery.person).objects.get(pk=delivery.person_id)
    assert record.levelname == "ERROR"
    assert str(delivery.pk) in record.getMessage()
    assert raised in caplog.text
    assert "Traceback" in caplog.text
    for secret in (person.email, person.last_name, "alle@example.org", "klammer"):
        assert secret not in caplog.text


def test_a_print_that_is_missing_from_the_archive_is_said_to_the_office(server, delivery, caplog):
    kept = print_of(delivery.page)
    kept.file.storage.delete(kept.file.name)

    outbox.run(MINUTE)

    delivery.refresh_from_db()
    assert delivery.problem == Reason.LOST.label
    assert f"the print {kept.pk} of page {kept.page_id} is missing from the archive" in caplog.text
    assert server.mails == []


def test_what_one_delivery_raises_holds_up_nobody(cast, server):
    distribution = distribute(paper_at("deliberating", cast), by=cast.council_clerk)
    a_line_break_in_a_name(distribution.deliveries.get(person=cast.member))
    outbox.run(MINUTE)
    assert (
        distribution.deliveries.filter(state=DeliveryState.SENT).count()
        == len(server.mails)
        == distribution.deliveries.count() - 1
    )


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ({"organization": "Rat", "role": "wizard"}, "Rat (wizard)"),
        ({"organization": "Rat", "role": "member", "weight": "2"}, "Rat (Mitglied)"),
    ],
)
def test_a_reason_kept_by_another_release_of_the_product_is_still_told(cast, server, delivery, client, kept, words):
    Delivery.objects.filter(pk=delivery.pk).update(reasons=[kept])
    outbox.run(MINUTE)
    [mail] = server.mails
    assert words in mail.get_body(("plain",)).get_content()
    sync_groups(cast.council_clerk)
    client.force_login(cast.council_clerk)
    assert words in client.get(reverse("deliveries")).text


def test_a_delivery_that_ends_every_worker_is_given_up(server, delivery):
    for _worker in range(outbox.MOST_ATTEMPTS):
        assert outbox.claim().pk == delivery.pk  # and is never heard of again
        make_due(delivery)
    assert not progress_of(delivery.distribution).is_finished
    assert outbox.run(MINUTE) == 1
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED
    assert delivery.problem
    assert server.mails == []
    assert progress_of(delivery.distribution).is_finished


async def busy(server, session, envelope, address, options):
    return "451 come back later"


def send(delivery):
    with get_connection() as mail:
        outbox.send(delivery, mail)


def make_due(delivery):
    Delivery.objects.filter(pk=delivery.pk).update(due_at=timezone.now() - timedelta(seconds=1))


def pause_of(delivery):
    return (delivery.due_at - timezone.now()).total_seconds()


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
