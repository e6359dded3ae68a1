"""An address that refuses mail is not written to for ever: its subscription rests, and its page says so."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from papers.mail.returning import record_return
from papers.models import Letter, Organization, Paper
from tests.factories.letters import send_letters, tell_by_mail
from tests.factories.papers import paper_at
from tests.factories.smtp import smtp_server
from tests.papers.mail import samples
from umlauf.subscriptions.models import Subscription
from umlauf.subscriptions.sending import MOST_BOUNCES, NEWS
from umlauf.subscriptions.subscribing import confirm
from umlauf.subscriptions.tokens import Wish, end_token
from workflows.distribution.distributing import distribute
from workflows.distribution.recipients import recipients_of
from workflows.models import Delivery

pytestmark = pytest.mark.django_db

WISH = Wish("reader@example.org", "partner_city", "bristol", "de", "daily")


@pytest.fixture
def subscription(cast):
    """To the news of a city that has some."""
    cache.clear()
    Organization.objects.filter(pk=cast.org.bristol.pk).update(slug="bristol")
    paper = paper_at("deliberating", cast)
    paper.partner_cities.set([cast.org.bristol.pk])
    paper.save()
    return confirm(WISH)


def told(subscription):
    """A letter with its news, as it was sent."""
    subscription.told.all().delete()
    Subscription.objects.filter(pk=subscription.pk).update(told_until=timezone.now() - timedelta(days=500))
    if not tell_by_mail():
        return None
    return Letter.objects.get(kind=NEWS)


def comes_back(subscription, sample=samples.REFUSED):
    letter = told(subscription)
    record_return(samples.as_it_came(sample, letter.token))
    subscription.refresh_from_db()


def test_after_a_number_of_bounces_it_rests_and_is_told_nothing(subscription):
    for number in range(1, MOST_BOUNCES + 1):
        assert subscription.rests_since is None
        comes_back(subscription)
        assert subscription.bounces == number

    assert subscription.rests_since is not None
    assert told(subscription) is None


def test_one_report_that_comes_twice_counts_once(subscription):
    letter = told(subscription)
    for _time in range(MOST_BOUNCES):
        record_return(samples.as_it_came(samples.REFUSED, letter.token))
    subscription.refresh_from_db()
    assert (subscription.bounces, subscription.rests_since) == (1, None)


@pytest.mark.parametrize("name", ["ABSENCE", "DELAYED", "HUMAN", "RELAYED", "EXIM_DELAY", "NOTHING_OF_OURS"])
def test_nothing_but_a_final_failure_counts(subscription, name):
    comes_back(subscription, getattr(samples, name))
    assert subscription.bounces == 0


def test_a_refusal_by_the_server_counts_as_one_that_came_back(subscription, settings):
    with smtp_server(settings) as server:
        server.refused.add("reader@example.org")
        letter = told(subscription)
    subscription.refresh_from_db()
    assert (letter.state, subscription.bounces) == ("failed", 1)


def test_a_letter_box_that_was_full_once_a_year_does_not_rest(subscription):
    for month in range(0, 12, 3):
        with time_machine.travel(timezone.now() + timedelta(days=30 * month)):
            comes_back(subscription)
    assert (subscription.bounces, subscription.rests_since) == (1, None)


@pytest.fixture
def resting(subscription):
    since = timezone.now() - timedelta(days=3)
    Subscription.objects.update(bounces=MOST_BOUNCES, bounced_at=since, rests_since=since)
    subscription.refresh_from_db()
    return subscription


def test_its_page_says_so_and_takes_it_up_again(resting, client):
    page = f"/en/subscriptions/end/{end_token(resting.pk)}/"
    assert "has been resting since" in client.get(page).text

    answer = client.post(page, {"resume": "1"})

    assert "You will get these mails again." in answer.text
    resting.refresh_from_db()
    assert (resting.bounces, resting.rests_since) == (0, None)
    assert resting.told_until > timezone.now() - timedelta(minutes=1), "what was missed is on the site"
    assert "has been resting since" not in client.get(page).text
    assert client.post(page, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()


def test_the_page_of_the_news_says_so_to_its_person_alone(resting, cast, client):
    page = "/en/subscriptions/partner_city/bristol/"
    Subscription.objects.update(user=cast.member)
    assert "has been resting since" not in client.get(page).text
    client.force_login(cast.author)
    assert "has been resting since" not in client.get(page).text
    client.force_login(cast.member)
    assert "has been resting since" in client.get(page).text


def test_confirming_the_address_anew_wakes_it(resting):
    confirm(WISH)
    resting.refresh_from_db()
    assert (resting.bounces, resting.rests_since) == (0, None)


def test_no_address_is_kept_with_a_letter(subscription):
    letter = told(subscription)
    assert [message.to for message in mail.outbox] == [["reader@example.org"]]
    assert (letter.state, letter.address, letter.person, letter.about) == ("sent", "", None, {})


def test_a_subscription_that_ended_meanwhile_is_told_nothing(subscription, settings):
    with smtp_server(settings) as server:

        async def busy(*args):
            return "451 come back later"

        server.handle_RCPT, kept = busy, server.handle_RCPT
        letter = told(subscription)
        assert (letter.state, letter.attempts) == ("queued", 1)
        subscription.delete()
        server.handle_RCPT = kept
        Letter.objects.update(due_at=timezone.now())
        send_letters()
        letter.refresh_from_db()
        assert (letter.state, letter.about, server.mails) == ("refused", {}, [])


def test_a_report_about_a_subscription_that_ended_changes_nothing(subscription):
    letter = told(subscription)
    subscription.delete()
    record_return(samples.as_it_came(samples.REFUSED, letter.token))
    record_return(samples.as_it_came(samples.REFUSED, uuid4()))
    assert not Subscription.objects.exists()


def test_papers_a_contact_gets_by_their_subscription_count_and_rest_with_it(subscription, cast):
    Subscription.objects.update(user=cast.outsider, bounces=MOST_BOUNCES - 1, bounced_at=timezone.now())
    paper = subscription_paper()
    delivery = distribute(paper, by=cast.council_clerk).deliveries.get(person=cast.outsider)
    Delivery.objects.filter(pk=delivery.pk).update(state="sent", sent_at=timezone.now())

    record_return(samples.as_it_came(samples.KNOWN_BY_MESSAGE_ID, delivery.token))

    subscription.refresh_from_db()
    assert subscription.rests_since is not None
    assert cast.outsider not in [recipient.person for recipient in recipients_of(paper, delivery.version)]


def test_a_paper_that_somebody_has_a_seat_for_does_not_count(subscription, cast):
    Subscription.objects.update(user=cast.outsider)
    delivery = distribute(subscription_paper(), by=cast.council_clerk).deliveries.get(person=cast.member)
    record_return(samples.as_it_came(samples.REFUSED, delivery.token))
    subscription.refresh_from_db()
    assert subscription.bounces == 0


def subscription_paper():
    return Paper.objects.get(partner_cities__slug="bristol", live=True).original
