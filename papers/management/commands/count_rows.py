"""``manage.py count_rows``: let the database see how many rows of what kind there are. Meant for a clock, every day.

SQLite never does so by itself, and takes an index for a list that another would serve in its order; PostgreSQL does.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from papers.commands import LoggedCommand

LOOKED_AT = 1000  # rows of each index, enough to tell one from another


class Command(LoggedCommand):
    help = "Let the database see how many rows there are, so that it chooses its indexes well."

    def handle(self, *args: object, **options: Any) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
            cursor.execute("ANALYZE")
        self.stdout.write("rows counted")
