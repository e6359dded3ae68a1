"""When a delivery is due."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from workflows.models import Delivery

MINUTE = timedelta(minutes=1)


def make_due(delivery):
    Delivery.objects.filter(pk=delivery.pk).update(due_at=timezone.now() - timedelta(seconds=1))


def pause_of(delivery):
    return (delivery.due_at - timezone.now()).total_seconds()
