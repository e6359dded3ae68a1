"""Two clocks run at the same moment, or one while the mail of the other is still on its way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from papers.models import Organization
from tests.factories.cast import build_cast
from tests.factories.papers import paper_at, translate
from tests.factories.smtp import smtp_server
from tests.workflows.routing.concurrency.threads import at_once
from umlauf.subscriptions.models import Subscription
from umlauf.subscriptions.sending import tell

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def inbox(settings):
    with smtp_server(settings) as server:
        yield server


@pytest.fixture
def subscription(transactional_db):
    cast = build_cast()
    Organization.objects.filter(pk=cast.org.bristol.pk).update(languages=["en"])
    translate(paper_at("deliberating", cast), "en", by=cast.council_clerk)
    month_ago = timezone.now() - timedelta(days=30)
    about = {"source": "partner_city", "key": "bristol"}
    return Subscription.objects.create(email="reader@example.org", language="en", told_until=month_ago, **about)


def test_runs_at_the_same_moment_tell_once(subscription, inbox):
    assert sorted(at_once(tell, tell, tell)) == [0, 0, 1]
    assert [mail["To"] for mail in inbox.mails] == [subscription.email]


def test_a_run_while_the_mail_is_on_its_way_leaves_it_alone(subscription, inbox):
    others = []

    def another_run(mail):
        others.append(tell())
        connection.close()

    inbox.meanwhile = another_run
    assert tell() == 1
    assert others == [0]
    assert len(inbox.mails) == 1
