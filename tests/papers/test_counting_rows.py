"""A database is told how many rows it has where it does not look by itself."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from tests.factories.papers import paper_at

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts by itself, and elsewhere")
def test_sqlite_knows_how_many_papers_share_an_index(cast):
    paper_at("deliberating", cast)

    call_command("count_rows")

    with connection.cursor() as cursor:
        cursor.execute("SELECT idx FROM sqlite_stat1 WHERE tbl = 'papers_paper' AND idx = 'papers_newest'")
        assert cursor.fetchall() == [("papers_newest",)]
