"""Who is written to, and what of a paper stands in it."""

from __future__ import annotations

import datetime
from email.utils import parseaddr

import pytest
from django.core import mail
from django.test import TestCase
from django.utils import timezone

from papers.mail.outbox import send_due
from tests.access.expected import may
from tests.access.people import OF_THE_CAST
from tests.access.words import COMMON, LEVELS, seen_in, word
from tests.factories.letters import forget_letters, tell_by_mail
from tests.factories.papers import STAGES, bring_to, draft, fresh
from umlauf.subscriptions.models import Subscription
from workflows.distribution.distributing import distribute
from workflows.models import Delivery

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def nothing_waits(cast):
    """Of papers that stand there for the other tests of the matrix; whoever is woken sends all there is."""
    forget_letters()
    Delivery.objects.update(state="sent", sent_at=timezone.now())


# people of the cast who stand where somebody of the matrix stands
LIKE = {
    "colleague": "author",
    "second_cosigner": "co-signer",
    "second_clerk": "council office",
} | {name: role for role, name in OF_THE_CAST.items()}


def role_of(address):
    name, _at, host = parseaddr(address)[1].partition("@")
    return name.replace(".", " ") if host == "matrix.test" else LIKE[name]


def texts_of(message):
    payloads = [part.get_payload(decode=True) for part in message.message().walk() if not part.is_multipart()]
    return [message.subject, *(payload.decode(errors="replace") for payload in payloads if payload[:4] != b"%PDF")]


def wrong_in(messages):
    """Everything somebody was told who may not read it."""
    return [
        (role_of(address), stage, level, part)
        for message in messages
        for address in message.recipients()
        for text in texts_of(message)
        for stage, level, part in seen_in(text)
        if not may(role_of(address), stage, level, part)
    ]


def parts_in(messages):
    return {part for message in messages for text in texts_of(message) for _stage, _level, part in seen_in(text)}


def paper_for(cast, stage, level):
    return draft(
        cast,
        title=f"{COMMON} {word(stage, level, 'title')}",
        summary=f"Zusammenfassung {word(stage, level, 'summary')}.",
        confidentiality=level,
    )


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("stage", STAGES)
def test_nobody_is_written_to_about_what_is_not_theirs(cast, stage, level):
    paper = paper_for(cast, stage, level)
    words = {name: word(stage, level, name) for name in ("remark", "reason")}

    with TestCase.captureOnCommitCallbacks(execute=True):
        bring_to(stage, paper, cast, **words)

    assert wrong_in(mail.outbox) == []
    if stage in ("co_signing", "checking", "releasing", "returned"):  # a draft has no name outside the house
        assert mail.outbox
        assert parts_in(mail.outbox) == set()


@pytest.mark.parametrize("level", LEVELS)
def test_a_distribution_tells_nobody_of_what_is_not_theirs(cast, level):
    paper = bring_to("deliberating", paper_for(cast, "deliberating", level), cast)
    mail.outbox.clear()
    everybody = [person.pk for person in cast.signed_in().values()]

    distribute(fresh(paper), by=cast.council_clerk, chosen=everybody)
    send_due.func()

    assert mail.outbox
    assert wrong_in(mail.outbox) == []


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", ["member", "outsider", None])
def test_a_subscription_tells_what_its_reader_may_read(cast, level, name):
    address = f"{name}@umlauf.test" if name else "citizen@umlauf.test"
    Subscription.objects.create(
        email=address,
        source="search",
        key=f"q={word('deliberating', level, 'title')}",
        language="de",
        user=getattr(cast, name) if name else None,
        told_until=timezone.now() - datetime.timedelta(days=1),
    )
    with TestCase.captureOnCommitCallbacks(execute=True):
        bring_to("deliberating", paper_for(cast, "deliberating", level), cast)
    mail.outbox.clear()

    tell_by_mail()

    mine = [message for message in mail.outbox if address in message.recipients()]
    assert bool(mine) == (level == "public" or (level == "non_public" and name == "member") or name == "member")
    assert wrong_in(mine) == []
