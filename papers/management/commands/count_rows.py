"""``manage.py count_rows``: let the database see how many rows of what kind there are. Meant for a clock, every day.

SQLite never does so by itself, and takes an index for a list that another would serve in its order; PostgreSQL does.
All rows are looked at, a second for a gigabyte: SQLite counts from the first of each index where it is given a limit,
and takes a language nearly all pages are in for one of a few.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from papers.commands import LoggedCommand


class Command(LoggedCommand):
    help = "Let the database see how many rows there are, so that it chooses its indexes well."

    def handle(self, *args: object, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.stdout.write("rows counted")
