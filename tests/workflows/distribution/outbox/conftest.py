from __future__ import annotations

import pytest
from django.utils import timezone

from tests.factories.papers import paper_at
from tests.factories.smtp import smtp_server
from workflows.distribution.distributing import distribute
from workflows.models import Delivery, DeliveryState


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
