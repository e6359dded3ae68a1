"""The number of changes ever committed to anything a public page shows.

It is read before a page is made, so a page may be newer than its stamp says and is never older.
"""

from __future__ import annotations

import logging

from django.db import DatabaseError, connection

from umlauf.fresh import triggers
from umlauf.fresh.triggers import CHANGE, STAMP

logger = logging.getLogger(__name__)

MOST_UNCOUNTED = 500  # rows that are read with each stamp
AT_ONCE = 10_000  # rows

# one statement, and so one look at the database: rows that are being folded are in exactly one of the two
READ = f"""
SELECT watched, {STAMP}.number + uncounted.number, {STAMP}.salt + uncounted.salt, uncounted.number
FROM {STAMP} CROSS JOIN (SELECT COUNT(*) AS number, COALESCE(SUM(salt), 0) AS salt FROM {CHANGE}) uncounted
WHERE {STAMP}.id = 1
"""  # noqa: S608 - names of ours
FOLD = f"""
WITH gone AS (
    DELETE FROM {CHANGE} WHERE id IN (SELECT id FROM {CHANGE} ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
    AND EXISTS (SELECT FROM {STAMP} WHERE id = 1) RETURNING salt
), told AS (SELECT COUNT(*) AS number, COALESCE(SUM(salt), 0) AS salt FROM gone)
UPDATE {STAMP} SET number = {STAMP}.number + told.number, salt = {STAMP}.salt + told.salt
FROM told WHERE {STAMP}.id = 1 AND told.number > 0
"""  # noqa: S608


def read() -> tuple[str, int]:
    """The stamp, and how many rows it was counted from. The stamp is empty where nothing may be kept: the database is
    away, not migrated, or watched by the triggers of another release."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(READ)
            row = cursor.fetchone()
    except DatabaseError:
        logger.exception("whether public pages have changed cannot be asked")
        return "", 0
    if row is None or row[0] != triggers.fingerprint():
        return "", 0
    return f"{row[1]}.{row[2]}", row[3]


def fold() -> None:
    """Adds what was counted row by row to the one row, and removes those rows. The stamp stays what it is. Two who fold
    at once take different rows."""
    if connection.vendor != "postgresql":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(FOLD, [AT_ONCE])
    except DatabaseError:  # a replica that may only be read, for instance; only reading becomes slower
        logger.exception("changes of public pages could not be added up")
