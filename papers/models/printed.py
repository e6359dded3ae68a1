"""The official form of a released text: a PDF that is made once and never changes."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from papers.parties.consultation import Version
from papers.storage import PrivateStorage


class Head(models.TextChoices):
    LETTERHEAD = "letterhead", _("Letterhead: committees on the left, number on the right")
    TABLE = "table", _("Table: a frame with a row for each fact")


@register_setting(icon="doc-full")
class PrintSettings(BaseSiteSetting):
    head = models.CharField(_("head of printed papers"), max_length=20, choices=Head.choices, default=Head.LETTERHEAD)

    class Meta:
        verbose_name = _("printed papers")


def printed_path(instance: PrintedPaper, filename: str) -> str:
    return f"printed/{instance.sha256[:2]}/{PurePosixPath(filename).name}"


class PrintedPaper(models.Model):
    """``edition``: 1 for the first release, one more for each text that was released after it. ``content_sha256``: of
    what was typeset.

    A translation that is released again without a change gives the same bytes again, so ``sha256`` may stand here more
    than once."""

    # the original
    paper = models.ForeignKey("papers.Paper", verbose_name=_("paper"), on_delete=models.PROTECT, related_name="prints")
    page = models.ForeignKey(
        "papers.Paper", verbose_name=_("language version"), on_delete=models.PROTECT, related_name="+"
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision", verbose_name=_("revision"), on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(
        "papers.Version", verbose_name=_("version"), null=True, on_delete=models.PROTECT, related_name="prints"
    )
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    language = models.CharField(_("language"), max_length=20)
    file = models.FileField(_("file"), storage=PrivateStorage(), upload_to=printed_path)
    size = models.PositiveBigIntegerField(_("size"), help_text=_("Bytes."))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)  # asked for by whoever checks a file
    content_sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    class Meta:
        verbose_name = _("printed paper")
        verbose_name_plural = _("printed papers")
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(fields=["page", "revision", "version"], name="papers_printed_once"),
            # to a database two rows without a version are two versions
            models.UniqueConstraint(
                fields=["page", "revision"],
                condition=models.Q(version__isnull=True),
                name="papers_printed_once_without_version",
            ),
        )

    def __str__(self) -> str:
        return f"{self.paper.display_number} ({self.language}, {self.edition})"

    @property
    def is_current(self) -> bool:
        """Says whether it is a print of the text that counts now, with the annexes that do."""
        if self.page.live_revision_id != self.revision_id:
            return False
        if self.version is None:
            return True
        later = Version.objects.filter(revision=self.version.revision_id, number__gt=self.version.number)
        return not later.exists()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not kwargs.get("force_insert"):
            raise ValidationError(_("A printed paper cannot be changed."))
        super().save(*args, **kwargs)
