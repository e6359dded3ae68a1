"""A database is told how many rows it has where it does not look by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from tests.factories.papers import paper_at

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts by itself, and elsewhere")
def test_sqlite_knows_how_many_papers_share_an_index(cast):
    paper_at("deliberating", cast)

    call_command("count_rows")

    with connection.cursor() as cursor:
        cursor.execute("SELECT idx FROM sqlite_stat1 WHERE tbl = 'papers_paper' AND idx = 'papers_newest'")
        assert cursor.fetchall() == [("papers_newest",)]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts by itself, and from rows all over a table")
def test_what_nearly_all_rows_have_in_common_is_not_taken_for_rare(db):
    """Whatever comes first in an index says nothing of what follows."""
    day, rare = timezone.now(), [timezone.now() - timedelta(days=number + 1) for number in range(1100)]
    days = [*rare, *[day] * 3000]
    Session.objects.bulk_create(Session(f"key{number}", "", at) for number, at in enumerate(days))

    call_command("count_rows")

    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx LIKE 'django_session_expire_date%'")
        ((stat,),) = cursor.fetchall()
    rows, alike = map(int, stat.split())
    assert (rows, alike) == (len(days), len(days) // (len(rare) + 1) + 1)
