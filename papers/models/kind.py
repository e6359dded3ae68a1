"""Kinds of paper: what the council demands of each, how it is numbered, and which way it takes."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from simple_history.models import HistoricalRecords

from papers.enums import SectionBlockKind
from papers.multilingual import Text, TextsField, text_in
from papers.number_patterns import pattern_of, try_out, where_they_meet


def validate_number_pattern(pattern: str) -> None:
    """Raises ValidationError over a pattern by which no number can be written, or none that has an address of its own
    and can be read again."""
    try_out(pattern, year=timezone.localdate().year)


class PaperKind(ClusterableModel):
    name = models.CharField(_("name"), max_length=80, unique=True)
    name_translations = TextsField(
        _("name in other languages"),
        help_text=_('By language code, for instance {"en": "Information paper"}.'),
        texts=(Text(_("Name (%(language)s)"), max_length=80),),
    )
    abbreviation = models.CharField(_("abbreviation"), max_length=12, blank=True)
    slug = models.SlugField(_("slug"), unique=True)
    number_pattern = models.CharField(
        _("number pattern"),
        max_length=40,
        default="{number:04}/{year}",
        validators=[validate_number_pattern],
    )
    requires_decision = models.BooleanField(
        _("requires a decision"),
        default=False,
        help_text=_("The routing slip must contain a line with the role Decision."),
    )
    workflow = models.ForeignKey(
        "wagtailcore.Workflow",
        verbose_name=_("workflow"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField(auto_now=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("kind of paper")
        verbose_name_plural = _("kinds of paper")
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name_in(get_language() or "")[0]

    def name_in(self, language: str) -> tuple[str, str]:
        """Returns the name and the language it is in."""
        text = text_in(self.name_translations, language)
        return (text, language) if text else (self.name, settings.LANGUAGE_CODE)

    def clean(self) -> None:
        """Raises ValidationError on ``number_pattern`` where another kind writes numbers that are read as these."""
        super().clean()
        before = PaperKind.objects.filter(pk=self.pk).values_list("number_pattern", flat=True).first()
        if self.number_pattern == before:
            return
        try:
            self._check_other_kinds()
        except ValidationError as error:
            raise ValidationError({"number_pattern": error.messages}) from error

    def _check_other_kinds(self) -> None:
        pattern, year = pattern_of(self.number_pattern), timezone.localdate().year
        for kind in PaperKind.objects.exclude(pk=self.pk):
            try:
                other = pattern_of(kind.number_pattern)
            except ValidationError:
                continue  # older than the rule; nothing is numbered by it
            met = where_they_meet(pattern, other, year=year)
            if met:
                text = _("Number %(number)s could be read as one of the kind “%(kind)s”, whose pattern is %(pattern)s.")
                raise ValidationError(text % {"number": met, "kind": kind, "pattern": kind.number_pattern})


class RequiredSection(models.Model):
    """A section the council demands of every paper of a kind, offered when the paper is created and asked for when it
    is submitted."""

    kind = ParentalKey(PaperKind, on_delete=models.CASCADE, related_name="required_sections")
    key = models.SlugField(_("key"), help_text=_("Stays the same when the heading is reworded."))
    heading = models.CharField(_("heading"), max_length=160)
    block = models.CharField(
        _("starts with"), max_length=20, choices=SectionBlockKind.choices, default=SectionBlockKind.TEXT
    )
    help_text = models.CharField(_("help text"), max_length=255, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("required section")
        verbose_name_plural = _("required sections")
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=["kind", "key"], name="papers_required_section_once"),)

    def __str__(self) -> str:
        return self.heading
