"""Saved routing slips."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from simple_history.models import HistoricalRecords

from papers.enums import ConsultationRole


class SlipTemplate(ClusterableModel):
    """A routing slip saved under a name, to be applied to other papers."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField(auto_now=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("routing slip template")
        verbose_name_plural = _("routing slip templates")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class SlipTemplateLine(models.Model):
    template = ParentalKey(SlipTemplate, on_delete=models.CASCADE, related_name="lines")
    organization = models.ForeignKey(
        "papers.Organization", verbose_name=_("organization"), on_delete=models.CASCADE, related_name="+"
    )
    role = models.CharField(_("role"), max_length=20, choices=ConsultationRole.choices)
    stage = models.PositiveSmallIntegerField(_("stage"), default=1)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        ordering = ("stage", "position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["template", "organization", "role"], name="workflows_template_line_once"),
        )

    def __str__(self) -> str:
        return f"{self.organization} ({self.get_role_display()})"
