"""The council's terms, and how they are rendered in the languages of its partner cities."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from papers.multilingual import Text, TextsField, text_in


class GlossaryTerm(models.Model):
    """``renderings`` maps a language code to what is to be written there; several that may stand are separated by “;”,
    the preferred one first."""

    term = models.CharField(
        _("term"), max_length=120, unique=True, help_text=_("As it stands in the papers, in its basic form.")
    )
    renderings = TextsField(
        _("renderings"),
        texts=(Text(_("In %(language)s"), max_length=300),),
        form_help=_("Several that may stand are separated by “;”, the preferred one first."),
    )
    note = models.CharField(
        _("note"), max_length=300, blank=True, help_text=_("What translators should know about it.")
    )
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField(auto_now=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ("term",)

    def __str__(self) -> str:
        return self.term

    def renderings_in(self, language: str) -> list[str]:
        return [rendering for part in text_in(self.renderings, language).split(";") if (rendering := part.strip())]
