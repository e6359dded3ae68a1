from __future__ import annotations

from functools import partial

from django.db import transaction
from wagtail.signals import page_published

from search.events import index_updated
from umlauf.subscriptions.models import Frequency, Subscription
from umlauf.subscriptions.sending import count_delivery, tell_at_once
from workflows.distribution.outbox import delivery_came_back


def tell_of_published(**kwargs: object) -> None:
    if Subscription.objects.filter(frequency=Frequency.AT_ONCE).exists():
        transaction.on_commit(partial(tell_at_once.enqueue))


def tell_of_indexed(**kwargs: object) -> None:
    """A search finds what was published only when the index knows it."""
    if Subscription.objects.filter(frequency=Frequency.AT_ONCE).exists():
        tell_at_once.enqueue()


def connect() -> None:
    delivery_came_back.connect(count_delivery, dispatch_uid="subscriptions.came_back")
    index_updated.connect(tell_of_indexed, dispatch_uid="subscriptions.indexed")
    page_published.connect(tell_of_published, dispatch_uid="subscriptions.published")
