"""A subscription follows its person: their address of today, their rights of today, and nothing once the account is
closed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from papers.models import Membership, Organization
from tests.factories.letters import tell_by_mail
from tests.factories.papers import paper_at
from umlauf.subscriptions.models import Subscription
from umlauf.subscriptions.subscribing import confirm
from umlauf.subscriptions.tokens import Wish

pytestmark = pytest.mark.django_db

NEW = "new.address@umlauf.test"


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


@pytest.fixture
def non_public(cast):
    Organization.objects.filter(pk=cast.org.bristol.pk).update(slug="bristol")
    paper = paper_at("deliberating", cast, confidentiality="non_public")
    paper.partner_cities.set([cast.org.bristol.pk])
    paper.save()
    mail.outbox.clear()
    return paper


def wish(person, email=""):
    return Wish(email or person.email, "partner_city", "bristol", "de", "daily", person.pk)


def long_ago(subscription):
    Subscription.objects.filter(pk=subscription.pk).update(told_until=timezone.now() - timedelta(days=9))


def addressees():
    return [address for message in mail.outbox for address in message.to]


def move(person):
    old, person.email = person.email, NEW
    person.save()
    return old


def test_news_follow_the_address_of_the_account(cast, non_public):
    long_ago(confirm(wish(cast.member)))
    move(cast.member)

    assert tell_by_mail() == 1
    assert addressees() == [NEW]


@pytest.mark.parametrize("ends", ["account", "membership"])
def test_what_a_person_may_no_longer_read_is_not_told(cast, non_public, ends):
    long_ago(confirm(wish(cast.member)))
    if ends == "account":
        type(cast.member).objects.filter(pk=cast.member.pk).update(is_active=False)
    else:
        Membership.objects.filter(person=cast.member).update(since="2019-01-01", until="2020-01-01")

    assert tell_by_mail() == 0
    assert addressees() == []


def test_a_closed_account_is_told_nothing_public_either(cast):
    Organization.objects.filter(pk=cast.org.bristol.pk).update(slug="bristol")
    paper = paper_at("deliberating", cast)
    paper.partner_cities.set([cast.org.bristol.pk])
    paper.save()
    long_ago(confirm(wish(cast.member)))
    type(cast.member).objects.filter(pk=cast.member.pk).update(is_active=False)

    assert tell_by_mail() == 0


def test_an_address_that_left_the_account_before_it_was_confirmed_has_no_rights(cast, non_public):
    asked = wish(cast.member)
    move(cast.member)
    subscription = confirm(asked)
    long_ago(subscription)

    assert subscription.user is None
    assert tell_by_mail() == 0


def test_whoever_has_the_old_address_now_takes_nothing_over(cast, non_public):
    kept = confirm(wish(cast.member))
    old = move(cast.member)
    confirm(Wish(old, "partner_city", "bristol", "fr", "weekly"))
    for subscription in Subscription.objects.all():
        long_ago(subscription)

    kept.refresh_from_db()
    assert (kept.user, kept.language) == (cast.member, "de")
    assert Subscription.objects.count() == 2
    tell_by_mail()
    assert addressees() == [NEW]


def test_asking_again_at_the_new_address_is_the_same_subscription(cast):
    confirm(wish(cast.member))
    move(cast.member)
    confirm(Wish(NEW, "partner_city", "bristol", "en", "weekly", cast.member.pk))

    assert Subscription.objects.get().language == "en"
