"""Mails that wait ask once more, and those concerned are told by number and link."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from papers.models import Attachment
from tests.factories.letters import send_letters, tell_by_mail
from tests.umlauf.portal.taken_back.looking import (
    TITLE,
    WHY,
    WORDS,
    stricter,
    taken_off,
)
from umlauf.subscriptions.models import Subscription
from workflows.distribution import outbox
from workflows.distribution.distributing import distribute

pytestmark = pytest.mark.django_db


def said():
    return " ".join(f"{one.subject} {one.body} {[name for name, *_rest in one.attachments]}" for one in mail.outbox)


@pytest.mark.parametrize("take_back", [stricter, taken_off])
def test_mails_that_wait_bring_it_to_nobody_who_may_not_read_it(cast, paper, take_back):
    distribute(paper, by=cast.council_clerk)
    Subscription.objects.create(
        email="buergerin@example.org", source="search", key=f"q={TITLE}", language="de",
        told_until=timezone.now() - timedelta(days=9), confirmed_at=timezone.now(),
    )  # fmt: skip
    mail.outbox.clear()

    take_back(paper, cast)
    outbox.run(timedelta(minutes=2))
    tell_by_mail()
    send_letters()

    assert not any(word in said() for word in WORDS)
    assert not any(message.attachments for message in mail.outbox)
    told_by_link = " ".join(str(message.to) for message in mail.outbox if "/delivered/" in message.body)
    assert (cast.member.email in told_by_link) == (take_back is stricter)
    assert not told_by_link or take_back is stricter


def test_a_mail_that_would_have_brought_it_did(cast, paper):
    distribute(paper, by=cast.council_clerk)
    mail.outbox.clear()

    outbox.run(timedelta(minutes=2))

    assert TITLE in said()
    assert any(message.attachments for message in mail.outbox)


@pytest.mark.parametrize("take_back", [stricter, taken_off])
def test_office_and_secretaries_are_told_by_number_and_link(cast, paper, take_back):
    send_letters()
    mail.outbox.clear()

    take_back(paper, cast)
    send_letters()

    told_to = " ".join(str(message.to) for message in mail.outbox)
    assert all(person.email in told_to for person in (cast.author, cast.secretary, cast.chair))
    assert cast.member.email not in told_to
    assert all(paper.number in message.subject for message in mail.outbox)
    assert all(f"/papers/{paper.slug}/" in message.body for message in mail.outbox)
    assert not any(word in said() for word in (*WORDS, WHY))


def test_the_personal_link_of_a_mail_opens_no_more(cast, paper, signed_in):
    delivery = distribute(paper, by=cast.council_clerk).deliveries.get(person=cast.member)
    taken_off(paper, cast)

    client = signed_in(cast.member)
    assert client.get(f"/de/delivered/{delivery.token}/").status_code == 410
    assert TITLE not in client.get("/de/received/").content.decode()
    assert signed_in(cast.outsider).get(f"/de/delivered/{delivery.token}/").status_code == 404


def test_annexes_of_a_taken_off_paper_are_read_by_nobody(cast, paper):
    taken_off(paper, cast)

    assert not Attachment.objects.readable_by(cast.author).exists()
    assert Attachment.objects.readable_by(cast.council_clerk).exists()
