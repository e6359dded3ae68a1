"""How often anything that public pages show has changed: ``Stamp`` plus the ``Change`` rows not counted there yet.

Triggers write both (``umlauf.fresh.triggers``), ``umlauf.fresh.stamp`` reads them. They are models so that ``migrate``
makes their tables; no line of the product saves one.
"""

from __future__ import annotations

from django.db import models


class Stamp(models.Model):
    """One row. ``salt``: a sum of random numbers, one for each change, so that a database brought back from a copy does
    not come to a stamp it had before, with other contents. ``watched``: which triggers were made
    (``triggers.fingerprint``); empty while there are none."""

    number = models.BigIntegerField(default=0)
    salt = models.BigIntegerField(default=0)
    watched = models.CharField(max_length=32, blank=True)

    class Meta:
        verbose_name = "stamp"
        verbose_name_plural = "stamps"

    def __str__(self) -> str:
        return f"{self.number}.{self.salt}"


class Change(models.Model):
    """One transaction that changed something, on PostgreSQL: a row of its own, so that nobody waits for anybody, and
    one that is seen only when the transaction has ended, however late."""

    salt = models.BigIntegerField()

    class Meta:
        verbose_name = "change"
        verbose_name_plural = "changes"

    def __str__(self) -> str:
        return str(self.pk)
