from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from umlauf import health


@pytest.mark.django_db
def test_pending_migrations_are_asked_for_until_they_are_there(client):
    health._migrations_applied.cache_clear()
    recorder = MigrationRecorder(connection)
    newest = MigrationLoader(connection).graph.leaf_nodes("accounts")[0]
    recorder.record_unapplied(*newest)

    response = client.get("/health/")
    assert (response.status_code, response.json()) == (503, {"status": "unavailable", "checks": {"database": "ok", "migrations": "pending"}})
    assert "no-store" in response.headers["Cache-Control"]

    recorder.record_applied(*newest)
    assert client.get("/health/").status_code == 200
