"""Kinds of paper: what the council demands of each, how it is numbered, and which way it takes."""

from __future__ import annotations

import string

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from simple_history.models import HistoricalRecords

from papers.enums import SectionBlockKind
from papers.multilingual import Text, TextsField, text_in

NUMBER_PATTERN_FIELDS = frozenset({"number", "year"})


def validate_number_pattern(pattern: str) -> None:
    """A pattern is a format string over ``number`` and ``year``, both needed: the counter starts anew each year."""
    try:
        named = {name for _literal, name, _spec, _conversion in string.Formatter().parse(pattern) if name is not None}
        pattern.format(number=1, year=2000)
    except (ValueError, KeyError, IndexError, AttributeError) as error:
        raise ValidationError(_("This is not a valid pattern. Example: {number:04}/{year}")) from error
    if named != NUMBER_PATTERN_FIELDS:
        raise ValidationError(_("The pattern must contain {number} and {year} and nothing else in braces."))


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
        _("number pattern"), max_length=40, default="{number:04}/{year}", validators=[validate_number_pattern]
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
        return text_in(self.name_translations, get_language() or "") or self.name


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
