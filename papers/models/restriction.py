"""What was published and had to be taken back: each time the council office made a released paper or annex stricter, or
took it off the public for good."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.enums import Confidentiality


class Restriction(models.Model):
    """``attachment_key``: of the annex it is about, as versions name it; empty where it is about the paper with all
    that belongs to it. ``after``: empty where it was taken off for good. ``was_public``: until then or some time
    before it was open to everybody, so that a notice may stand at its address. ``keeps_title``: the title is not the
    problem. ``sha512``: of the annex, whose file does not come back more open than it went. ``former``: where it is
    about a removed annex, or a file the annex had before, and not about the annex of today."""

    # the original
    paper = models.ForeignKey(
        "papers.Paper", verbose_name=_("paper"), on_delete=models.PROTECT, related_name="restrictions"
    )
    attachment_key = models.PositiveBigIntegerField(_("key of the attachment"), null=True, blank=True)
    former = models.ForeignKey(
        "papers.RemovedAttachment",
        verbose_name=_("removed attachment"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="restrictions",
    )
    sha512 = models.CharField("SHA-512", max_length=128, blank=True)
    before = models.CharField(_("confidentiality before"), max_length=20, choices=Confidentiality.choices)
    after = models.CharField(_("confidentiality after"), max_length=20, choices=Confidentiality.choices, blank=True)
    was_public = models.BooleanField(_("was public"))
    keeps_title = models.BooleanField(_("the title may still be told"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("taken back by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("taken back at"), default=timezone.now)

    class Meta:
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        ordering = ("at", "pk")
        indexes = (
            models.Index(fields=["sha512"], name="papers_restricted_file"),  # asked whenever a file is attached
        )

    def __str__(self) -> str:
        return f"{self.paper_id}: {self.after or '–'}"

    @property
    def takes_off(self) -> bool:
        return not self.after
