"""An end that lies ahead, and who goes on then. Until its last day the organization goes on with everything."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PlannedEnd(models.Model):
    """``Organization.ends_on`` says when. ``fates``: what was chosen for single things, by ``key_of``, where it is not
    that they go to the successor. Gone once everything is settled, or the end is taken back."""

    organization = models.OneToOneField(
        "papers.Organization", verbose_name=_("organization"), on_delete=models.CASCADE, related_name="planned_end"
    )
    successor = models.ForeignKey(
        "papers.Organization", verbose_name=_("successor"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField(_("reason"), blank=True)
    fates = models.JSONField(_("what becomes of single things"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("planned by"), on_delete=models.PROTECT, related_name="+"
    )
    planned_at = models.DateTimeField(_("planned at"), default=timezone.now)

    class Meta:
        verbose_name = _("planned end")
        verbose_name_plural = _("planned ends")
        ordering: ClassVar[tuple[str, ...]] = ("pk",)

    def __str__(self) -> str:
        return str(self.organization)
