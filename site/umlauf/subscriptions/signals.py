from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from wagtail.signals import page_published

from umlauf.subscriptions.models import Frequency, Subscription
from umlauf.subscriptions.sending import tell_at_once


def tell_of_published(**kwargs: Any) -> None:
    if Subscription.objects.filter(frequency=Frequency.AT_ONCE).exists():
        transaction.on_commit(partial(tell_at_once.enqueue))


def connect() -> None:
    page_published.connect(tell_of_published, dispatch_uid="subscriptions.published")
