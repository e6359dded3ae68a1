"""What the demo has already loaded.

Recognising a paper by its title would load it a second time as soon as somebody trying the demo edits that title. So
each part, once loaded, is remembered by the name of its content file, also after somebody deleted what it brought."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedPart(models.Model):
    key = models.CharField(_("part"), max_length=120, unique=True)
    paper = models.ForeignKey(
        "papers.Paper", verbose_name=_("paper"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    loaded_at = models.DateTimeField(_("loaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("loaded part of the demo")
        verbose_name_plural = _("loaded parts of the demo")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.key
