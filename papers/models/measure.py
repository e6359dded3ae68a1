"""Measures of a strategy. They go on while the strategy's text stands still, so they are record: their state changes
without a new routing."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from papers.enums import MeasureState


class Measure(models.Model):
    strategy = models.ForeignKey(
        "papers.Strategy", verbose_name=_("strategy"), on_delete=models.CASCADE, related_name="measures"
    )
    # the block's id stays when fields are re-ordered or translated
    field_of_action = models.CharField(_("field of action"), max_length=36, blank=True)
    title = models.CharField(_("title"), max_length=255)
    description = models.TextField(_("description"), blank=True)
    office = models.ForeignKey(
        "papers.Organization",
        verbose_name=_("office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="measures",
    )
    period = models.CharField(
        _("period"), max_length=60, blank=True, help_text=_("For instance 2024–2026, or “ongoing”.")
    )
    state = models.CharField(_("state"), max_length=20, choices=MeasureState.choices, default=MeasureState.PLANNED)
    indicator = models.CharField(
        _("indicator"), max_length=255, blank=True, help_text=_("How one can tell that it works.")
    )
    papers = models.ManyToManyField(
        "papers.Paper", verbose_name=_("papers that carry it out"), blank=True, related_name="carries_out"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField(auto_now=True)

    history = HistoricalRecords(m2m_fields=[papers])

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ("strategy", "position", "pk")

    def __str__(self) -> str:
        return self.title
