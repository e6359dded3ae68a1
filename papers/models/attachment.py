"""Annexes of a paper. Like the routing slip they are record, not text: publishing an old draft never brings one back or
opens one up."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from papers import access, addresses
from papers.enums import SERVABLE, Confidentiality, ScanState
from papers.storage import PrivateStorage, attachment_path

if TYPE_CHECKING:
    from papers.access import Reader


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def readable_by(self, user: Reader) -> AttachmentQuerySet:
        return self.filter(access.attachment_rule(user))

    def servable(self) -> AttachmentQuerySet:
        """Those whose content may be read, bound or handed out at all; whoever may read one finds it listed."""
        return self.filter(scan_state__in=SERVABLE)


class Attachment(models.Model):
    paper = models.ForeignKey(
        "papers.Paper", verbose_name=_("paper"), on_delete=models.CASCADE, related_name="attachments"
    )
    title = models.CharField(_("title"), max_length=255)
    file = models.FileField(_("file"), storage=PrivateStorage(), upload_to=attachment_path)
    filename = models.CharField(_("file name"), max_length=255)
    media_type = models.CharField(_("media type"), max_length=120, blank=True)
    size = models.PositiveBigIntegerField(_("size"), help_text=_("Bytes."))
    sha512 = models.CharField("SHA-512", max_length=128)
    confidentiality = models.CharField(
        _("confidentiality"), max_length=20, choices=Confidentiality.choices, default=Confidentiality.PUBLIC
    )
    scan_state = models.CharField(
        _("virus scan"), max_length=20, choices=ScanState.choices, default=ScanState.WAITING, db_index=True
    )
    virus = models.CharField(_("virus"), max_length=200, blank=True)
    scanned_at = models.DateTimeField(_("scanned at"), null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    handed_in_late_on = models.DateField(
        _("handed in after release on"),
        null=True,
        blank=True,
        help_text=_("Empty for what was released with the text."),
    )
    replaced_on = models.DateField(
        _("replaced after release on"),
        null=True,
        blank=True,
        help_text=_("Empty for a file that was released with the text, or handed in later and not replaced."),
    )
    late_reason = models.TextField(
        _("reason"), blank=True, help_text=_("Why it was handed in or replaced after release.")
    )
    came_with = models.ForeignKey(
        "papers.Version",
        verbose_name=_("version it came with"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="late_attachments",
        help_text=_("Of what was handed in or replaced after release."),
    )
    waits = models.BooleanField(
        _("waits for the next release"), default=False, help_text=_("Until then only those who know drafts see it.")
    )
    taken_off_at = models.DateTimeField(
        _("taken off the public at"),
        null=True,
        blank=True,
        help_text=_("From then on only the council office reads it."),
    )
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField(auto_now=True)

    history = HistoricalRecords()
    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("paper", "position", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def is_taken_off(self) -> bool:
        return self.taken_off_at is not None

    @property
    def suffix(self) -> str:
        """Kind of file in the word people use for it: PDF, ODT."""
        return PurePath(self.filename).suffix[1:].upper()

    @property
    def is_servable(self) -> bool:
        return self.scan_state in SERVABLE

    def get_absolute_url(self) -> str:
        """Empty while the file is held: nothing leads to it."""
        return addresses.address_of(self) if self.is_servable else ""


class RemovedAttachment(models.Model):
    """An annex that was taken off a paper after it belonged to a version, or the file it had before it was
    ``replaced``. In a table of its own, so that whatever shows or serves annexes cannot show it; the file stays where
    it was."""

    paper = models.ForeignKey(
        "papers.Paper", verbose_name=_("paper"), on_delete=models.CASCADE, related_name="removed_attachments"
    )
    key = models.PositiveBigIntegerField(_("key"), help_text=_("Of the attachment, as versions name it."))
    title = models.CharField(_("title"), max_length=255)
    file = models.FileField(_("file"), storage=PrivateStorage(), max_length=255)
    filename = models.CharField(_("file name"), max_length=255)
    media_type = models.CharField(_("media type"), max_length=120, blank=True)
    size = models.PositiveBigIntegerField(_("size"), help_text=_("Bytes."))
    sha512 = models.CharField("SHA-512", max_length=128)
    confidentiality = models.CharField(_("confidentiality"), max_length=20, choices=Confidentiality.choices)
    scan_state = models.CharField(_("virus scan"), max_length=20, choices=ScanState.choices)
    replaced = models.BooleanField(_("replaced"), default=False, help_text=_("The attachment itself has another file."))
    removed_at = models.DateTimeField(_("removed at"), default=timezone.now)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("removed by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("removed attachment")
        verbose_name_plural = _("removed attachments")
        ordering = ("removed_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(replaced=False), name="papers_attachment_removed_once"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_servable(self) -> bool:
        return self.scan_state in SERVABLE
