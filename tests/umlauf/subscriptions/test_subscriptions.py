"""Double opt-in, news in the reader's language and rights, one click to end it."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from typing import ClassVar

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends import locmem
from django.core.management import call_command
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from papers.models import Letter, Paper
from tests.factories.letters import send_letters, tell_by_mail
from tests.factories.papers import fresh, paper_at, translate
from tests.factories.smtp import smtp_server
from umlauf.subscriptions.models import Frequency, Subscription, Told
from umlauf.subscriptions.sending import tell
from umlauf.subscriptions.subscribing import confirm, end
from umlauf.subscriptions.tokens import Wish

pytestmark = pytest.mark.django_db

FORM = "/en/subscriptions/partner_city/bristol/"


@pytest.fixture
def inbox(settings):
    with smtp_server(settings) as server:
        yield server


def subscribe(client, email="reader@example.org", frequency="daily", language="en"):
    answer = client.post(FORM, {"email": email, "frequency": frequency, "language": language})
    send_letters()
    return answer


def link_in(mail) -> str:
    return re.search(r"https?://[^/]+(/\S+/subscriptions/\S+)", mail.get_content()).group(1)


def subscription(bristol, **kwargs) -> Subscription:
    long_ago = timezone.now() - timedelta(days=30)
    return Subscription.objects.create(
        **{
            "email": "reader@example.org",
            "source": "partner_city",
            "key": bristol.slug,
            "language": "en",
            "told_until": long_ago,
            **kwargs,
        }
    )


@pytest.fixture
def translated(cast, bristol, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = translate(paper_at("deliberating", cast, title="Radweg am Leineufer"), "en", by=cast.council_clerk)
    return fresh(page)


def test_from_the_city_to_news_in_the_letter_box_and_back_out(
    cast, bristol, inbox, client, django_capture_on_commit_callbacks
):
    assert FORM in client.get("/en/partners/bristol/").text
    assert "A mail is on its way to reader@example.org" in subscribe(client, frequency="at_once").text
    assert not Subscription.objects.exists(), "nothing is kept before the address is confirmed"
    (question,) = inbox.mails
    assert question["To"] == "reader@example.org"
    link = link_in(question)
    client.get(link)
    assert not Subscription.objects.exists(), "opening the link, as gateways do, is no consent"
    client.post(link)
    assert Subscription.objects.get().frequency == Frequency.AT_ONCE

    with django_capture_on_commit_callbacks(execute=True):
        translate(paper_at("deliberating", cast, title="Radweg am Leineufer"), "en", by=cast.council_clerk)

    news = inbox.mails[-1]
    assert news["Subject"] == "News about Bristol"
    assert "[en] Radweg am Leineufer" in news.get_content()
    assert re.search(r"https?://[^/]+/en/papers/", news.get_content())
    assert news["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    one_click = re.search(r"https?://[^/]+(/\S+)>", news["List-Unsubscribe"].replace("\n", "")).group(1)
    assert link_in(news) == one_click
    client.get(one_click)
    assert Subscription.objects.exists()
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(one_click, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()
    assert stranger.post(one_click).status_code == 200, "twice does no harm"


def test_each_news_is_told_once(bristol, translated, inbox):
    subscription(bristol)
    assert tell_by_mail() == 1
    Subscription.objects.update(told_until=timezone.now() - timedelta(days=2))
    Paper.objects.filter(pk=translated.pk).update(last_published_at=timezone.now() - timedelta(days=3))
    Paper.objects.update(released_at=timezone.now() - timedelta(days=3))
    assert tell_by_mail() == 0
    assert Subscription.objects.get().told_until > timezone.now() - timedelta(minutes=1)


@pytest.mark.parametrize(
    ("frequency", "hours", "told"),
    [("at_once", 0, 1), ("daily", 20, 0), ("daily", 24, 1), ("weekly", 24, 0), ("weekly", 24 * 7, 1)],
)
def test_as_often_as_wished(bristol, translated, inbox, frequency, hours, told):
    subscription(bristol, frequency=frequency, told_until=timezone.now() - timedelta(hours=hours))
    Paper.objects.filter(pk=translated.pk).update(last_published_at=timezone.now() + timedelta(seconds=5))
    assert tell_by_mail() == told


def test_a_paper_in_two_of_the_citys_languages_is_told_once_in_the_readers(
    cast, bristol, translated, inbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        translate(fresh(translated.original), "fr", by=cast.council_clerk)
    subscription(bristol, language="fr")
    tell_by_mail()
    assert "[fr] Radweg" in inbox.mails[-1].get_content()
    assert "[en] Radweg" not in inbox.mails[-1].get_content()
    assert inbox.mails[-1]["Subject"] == "Actualités : Bristol"


def test_nobody_is_told_what_they_may_not_read(cast, bristol, translated, inbox):
    Paper.objects.filter(translation_key=translated.translation_key).update(confidentiality="non_public")
    subscription(bristol)
    assert tell_by_mail() == 0
    Subscription.objects.all().delete()
    member = cast.council_clerk
    subscription(bristol, email=member.email, user=member)
    assert tell_by_mail() == 1


async def away_is_busy(otherwise, server, session, envelope, address, options):
    return (
        "451 come back later"
        if address.startswith("away")
        else await otherwise(server, session, envelope, address, options)
    )


def test_a_broken_letter_box_holds_up_nobody_and_is_told_later(bristol, translated, inbox, monkeypatch):
    subscription(bristol, email="away@example.org")
    subscription(bristol, email="here@example.org")
    monkeypatch.setattr(inbox, "handle_RCPT", partial(away_is_busy, inbox.handle_RCPT))
    assert tell_by_mail() == 2
    assert [mail["To"] for mail in inbox.mails] == ["here@example.org"]
    monkeypatch.undo()
    Letter.objects.update(due_at=timezone.now())
    send_letters()
    assert [mail["To"] for mail in inbox.mails] == ["here@example.org", "away@example.org"]


def test_what_somebody_else_is_telling_is_left_alone_until_they_count_as_dead(bristol, translated, inbox, settings):
    soon = timezone.now() + timedelta(seconds=settings.DELIVERY_LEASE)
    subscription(bristol, claimed_until=soon)
    assert tell_by_mail() == 0
    with time_machine.travel(soon + timedelta(seconds=1)):
        assert tell_by_mail() == 1
        assert tell_by_mail() == 0
    assert Subscription.objects.get().claimed_until is None


def test_news_sent_again_is_recognised_as_the_same_message(bristol, translated, inbox):
    """Whoever sent it died before they wrote it down."""
    subscription(bristol)
    tell()
    waiting = Letter.objects.filter(kind="subscription.news")
    about = waiting.get().about
    send_letters()
    waiting.update(state="sending", sent_at=None, about=about, due_at=timezone.now())
    send_letters()
    first, again = [mail for mail in inbox.mails if mail["To"] == "reader@example.org"]
    assert first["Message-ID"] == again["Message-ID"]


class Underway(locmem.EmailBackend):
    """Something happens while the first mail is on its way."""

    meanwhile: ClassVar[list] = []

    def send_messages(self, messages):
        if self.meanwhile:
            self.meanwhile.pop()()
        return super().send_messages(messages)


def test_what_is_published_while_the_mail_is_on_its_way_is_told_by_one_of_its_own(cast, bristol, translated, settings):

    def publish():
        with TestCase.captureOnCommitCallbacks(execute=True):
            translate(paper_at("deliberating", cast, title="Radweg am Maschsee"), "en", by=cast.council_clerk)

    settings.EMAIL_BACKEND = f"{__name__}.Underway"
    subscription(bristol, frequency=Frequency.AT_ONCE)
    Underway.meanwhile.append(publish)

    assert tell_by_mail(Frequency.AT_ONCE) == 1
    bodies = [message.body for message in mail.outbox if message.to == ["reader@example.org"]]
    assert [("Leineufer" in body, "Maschsee" in body) for body in bodies] == [(False, True), (True, False)]


def test_a_subscription_ended_while_its_mail_is_on_its_way_leaves_nothing_behind(bristol, translated, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Underway"
    told = subscription(bristol)
    Underway.meanwhile.append(lambda: end(told.pk))

    assert tell_by_mail() == 1
    assert not Subscription.objects.exists()
    assert not Told.objects.exists()


def test_asking_again_changes_language_and_frequency(bristol):
    wish = Wish("Reader@Example.org", "partner_city", "bristol", "en", "daily")
    confirm(wish)
    confirm(Wish("reader@example.org", "partner_city", "bristol", "fr", "weekly"))
    kept = Subscription.objects.get()
    assert (kept.email, kept.language, kept.frequency) == ("reader@example.org", "fr", "weekly")


def test_nobodys_letter_box_is_filled_by_pressing_the_button(bristol, inbox, client):
    first, second = subscribe(client), subscribe(client)
    assert len(inbox.mails) == 1
    assert "A mail is on its way" in first.text
    assert "A mail is on its way" in second.text, "and nobody learns who subscribed"


def test_the_rights_of_an_account_count_only_for_its_own_address(cast, bristol, inbox, client):
    client.force_login(cast.council_clerk)
    subscribe(client, email="elsewhere@example.org")
    client.post(link_in(inbox.mails[-1]))
    assert Subscription.objects.get(email="elsewhere@example.org").user is None
    subscribe(client, email=cast.council_clerk.email)
    client.post(link_in(inbox.mails[-1]))
    assert Subscription.objects.get(email=cast.council_clerk.email).user == cast.council_clerk


def test_bad_input_is_named_at_its_field(bristol, client):
    screen = client.post(FORM, {"email": "no address", "frequency": "daily", "language": "en"})
    assert 'id="email-error"' in screen.text
    assert "no address" in screen.text
    assert (
        client.post(FORM, {"email": "a@example.org", "frequency": "hourly", "language": "en"}).text.count("kern-error")
        == 1
    )


def test_the_command_for_the_clock(bristol, translated, inbox, capsys):
    subscription(bristol)
    call_command("send_subscriptions")
    assert capsys.readouterr().out == "1 mails sent\n"


def test_a_city_that_no_longer_exists_is_told_of_no_more(bristol, inbox):
    subscription(bristol, key="atlantis")
    assert tell_by_mail() == 0


def test_a_run_claims_by_the_row_alone(db):
    """Of a row that another run changed while this one waited for it PostgreSQL looks again at what is asked of it, and
    not at a subquery: both would tell."""
    Subscription.objects.create(
        email="reader@example.org",
        language="en",
        source="partner_city",
        key="bristol",
        told_until=timezone.now() - timedelta(days=30),
    )

    with CaptureQueriesContext(connection) as asked:
        tell()

    claims = [query["sql"] for query in asked if query["sql"].startswith("UPDATE")]
    assert claims
    assert not any("SELECT" in claim or "JOIN" in claim for claim in claims)
