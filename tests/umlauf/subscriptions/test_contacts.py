"""People of a partner city who subscribed with their log-in get the papers that concern it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from papers.models import Organization
from tests.factories.papers import paper_at
from umlauf.subscriptions.models import Subscription
from workflows.distribution import outbox
from workflows.distribution.distributing import distribute

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(cast):
    Organization.objects.filter(pk=cast.org.bristol.pk).update(slug="bristol")
    paper = paper_at("deliberating", cast)
    paper.partner_cities.set([cast.org.bristol.pk])
    paper.save()
    return paper


def subscribe(person, city="bristol"):
    return Subscription.objects.create(email=person.email, user=person, source="partner_city", key=city, language="de")


def test_a_subscribed_contact_gets_the_paper_and_may_end_that_with_one_click(paper, cast):
    subscription = subscribe(cast.outsider)
    delivery = distribute(paper, by=cast.council_clerk).deliveries.get(person=cast.outsider)
    assert "Bristol" in delivery.reasons[0]["source"]
    outbox.run(timedelta(minutes=1))
    (message,) = [one for one in mail.outbox if cast.outsider.email in one.to[0]]
    end = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    Client().post(end.removeprefix("http://testserver"), {"List-Unsubscribe": "One-Click"})
    assert not Subscription.objects.filter(pk=subscription.pk).exists()


def test_a_seat_in_a_committee_cannot_be_ended_with_a_click(paper, cast):
    subscribe(cast.member)
    distribute(paper, by=cast.council_clerk)
    outbox.run(timedelta(minutes=1))
    (message,) = [one for one in mail.outbox if f"<{cast.member.email}>" in one.to[0]]
    assert "List-Unsubscribe" not in message.extra_headers


def test_who_subscribed_to_another_city_or_has_no_rights_gets_nothing(cast, paper):
    subscribe(cast.outsider, city="rouen")
    assert not distribute(paper, by=cast.council_clerk).deliveries.filter(person=cast.outsider).exists()
    secret = paper_at("deliberating", cast, confidentiality="confidential")
    secret.partner_cities.set([cast.org.bristol.pk])
    secret.save()
    subscribe(cast.outsider)
    assert not distribute(secret, by=cast.council_clerk).deliveries.filter(person=cast.outsider).exists()
