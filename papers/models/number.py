"""The counters behind paper numbers; only ``papers.numbering`` touches them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class NumberCounter(models.Model):
    """Last number given out in a series. A series is a pattern and a year, or a parent paper's number and a suffix
    letter (year 0)."""

    series = models.CharField(_("series"), max_length=80)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("number counter")
        verbose_name_plural = _("number counters")
        constraints = (models.UniqueConstraint(fields=["series", "year"], name="papers_one_counter_per_series"),)

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"
