"""The table of the cache that all processes share, where no other is named (``CACHE_URL``). As a model, so that
``migrate`` makes it and nobody has to remember a further command."""

from __future__ import annotations

from django.db import models


class CacheRow(models.Model):
    """Columns as Django's database cache wants them; it reads and writes them by itself."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "umlauf_cache"
        verbose_name = "row of the cache"
        verbose_name_plural = "rows of the cache"

    def __str__(self) -> str:
        return self.cache_key
