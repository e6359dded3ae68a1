from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from search.models import Pending
from umlauf import health


@pytest.mark.django_db
def test_pending_migrations_are_asked_for_until_they_are_there(client):
    health._migrations_applied.cache_clear()
    recorder = MigrationRecorder(connection)
    newest = MigrationLoader(connection).graph.leaf_nodes("accounts")[0]
    recorder.record_unapplied(*newest)

    response = client.get("/health/")
    assert (response.status_code, response.json()) == (
        503,
        {"status": "unavailable", "checks": {"database": "ok", "migrations": "pending"}, "search_lag_seconds": None},
    )
    assert "no-store" in response.headers["Cache-Control"]

    recorder.record_applied(*newest)
    assert client.get("/health/").status_code == 200


@pytest.mark.django_db
def test_what_waits_to_be_found_is_told(client):
    assert client.get("/health/").json()["search_lag_seconds"] == 0
    Pending.objects.create(paper=None)
    Pending.objects.update(since=timezone.now() - timedelta(minutes=5))
    assert client.get("/health/").json()["search_lag_seconds"] in (300, 301)
