"""What a translated text is a translation of."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TranslationVersion(models.Model):
    """One saved text of a translation, and the text of the original it was made from.

    ``contents`` maps each part of the original (path of a section or field) to the digests of what stood there, sorted;
    ``untranslated`` and ``machine`` count per part the strings that were still in the original's words, and those a
    machine translated and nobody has touched since."""

    revision = models.OneToOneField(
        "wagtailcore.Revision", verbose_name=_("revision"), on_delete=models.CASCADE, related_name="translation_version"
    )
    page = models.ForeignKey(
        "papers.Paper", verbose_name=_("translation"), on_delete=models.CASCADE, related_name="translation_versions"
    )
    translates = models.ForeignKey(
        "papers.Version", verbose_name=_("translated version"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    contents = models.JSONField(default=dict)
    untranslated = models.JSONField(default=dict)
    machine = models.JSONField(default=dict)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("reviewed by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)

    class Meta:
        verbose_name = _("version of a translation")
        verbose_name_plural = _("versions of translations")

    def __str__(self) -> str:
        return f"{self.page} ({self.translates})"


class Readings(models.Model):
    """How often a paper was opened at its address in a foreign language on a day. A number, and nothing about who
    read."""

    paper = models.ForeignKey(
        "papers.Paper", verbose_name=_("paper"), on_delete=models.CASCADE, related_name="readings"
    )
    language = models.CharField(_("language"), max_length=20)
    day = models.DateField(_("day"), default=timezone.localdate)
    count = models.PositiveIntegerField(_("count"), default=0)

    class Meta:
        verbose_name = _("readings of a paper")
        verbose_name_plural = _("readings of papers")
        constraints = (
            models.UniqueConstraint(fields=["paper", "language", "day"], name="papers_readings_one_row_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.paper} ({self.language}): {self.count}"


class TranslationRequest(models.Model):
    """A reader asked for a paper in a language. Once per reader and day; ``reader`` tells readers of one day apart and
    nothing more."""

    paper = models.ForeignKey(
        "papers.Paper", verbose_name=_("paper"), on_delete=models.CASCADE, related_name="translation_requests"
    )
    language = models.CharField(_("language"), max_length=20)
    day = models.DateField(_("day"), default=timezone.localdate)
    reader = models.CharField(max_length=32, editable=False)

    class Meta:
        verbose_name = _("request for a translation")
        verbose_name_plural = _("requests for translations")
        constraints = (
            models.UniqueConstraint(
                fields=["paper", "language", "day", "reader"], name="papers_translation_asked_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.paper} → {self.language}"
