from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from search.models import PendingUpdate
from tests.factories.papers import paper_at
from umlauf import health
from workflows.distribution.distributing import distribute
from workflows.models import Delivery


@pytest.mark.django_db
def test_pending_migrations_are_asked_for_until_they_are_there(client):
    health._migrations_applied.cache_clear()
    recorder = MigrationRecorder(connection)
    newest = MigrationLoader(connection).graph.leaf_nodes("accounts")[0]
    recorder.record_unapplied(*newest)

    response = client.get("/health/")
    assert (response.status_code, response.json()) == (
        503,
        {
            "status": "unavailable",
            "checks": {"database": "ok", "migrations": "pending"},
            "search_lag_seconds": None,
            "outbox_lag_seconds": None,
        },
    )
    assert "no-store" in response.headers["Cache-Control"]

    recorder.record_applied(*newest)
    assert client.get("/health/").status_code == 200


@pytest.mark.django_db
def test_what_waits_to_be_found_is_told(client):
    assert client.get("/health/").json()["search_lag_seconds"] == 0
    PendingUpdate.objects.create(paper=None)
    with time_machine.travel(timezone.now(), tick=False):
        PendingUpdate.objects.update(since=timezone.now() - timedelta(minutes=5))
        assert client.get("/health/").json()["search_lag_seconds"] == 300


@pytest.mark.django_db
def test_what_waits_in_the_outbox_is_told(client, cast):
    assert client.get("/health/").json()["outbox_lag_seconds"] == 0
    distribute(paper_at("deliberating", cast), by=cast.council_clerk)
    with time_machine.travel(timezone.now(), tick=False):
        Delivery.objects.update(due_at=timezone.now() - timedelta(minutes=5))
        assert client.get("/health/").json()["outbox_lag_seconds"] == 300
