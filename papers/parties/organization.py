"""Organizations: the council, its committees, the offices of the administration, factions and partner cities.

One table for all, as in OParl: a routing slip may name any of them, and a membership gives rights in any of them.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from papers import addresses
from papers.enums import BODIES, RECEIVING_ROLES, MembershipRole, OrganizationKind
from papers.multilingual import LanguagesField, Text, TextsField, text_in
from papers.parties.organization_names import FormerNames, FormerNamesField, in_order, name_then
from papers.ticked import TickedField


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def bodies(self) -> OrganizationQuerySet:
        return self.filter(kind__in=BODIES)

    def partner_cities(self) -> OrganizationQuerySet:
        return self.filter(kind=OrganizationKind.PARTNER_CITY)

    def active(self, on: datetime.date | None = None) -> OrganizationQuerySet:
        """Twin of ``is_dissolved``."""
        today = on or timezone.localdate()
        return self.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=today))


class RolesOfMembersField(TickedField):
    """A list of roles of memberships, ticked in a form."""

    def offered(self) -> list[tuple[str, Any]]:
        return MembershipRole.choices


def receiving_roles() -> list[str]:
    return [str(role) for role in RECEIVING_ROLES]


class Organization(models.Model):  # type: ignore[django-manager-missing]  # Paper's manager is built by from_queryset
    name = models.CharField(_("name"), max_length=255)
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganizationKind.choices)
    code = models.CharField(
        _("code"),
        max_length=20,
        blank=True,
        help_text=_("Code of an office in the organization chart, for instance 15.2."),
    )
    is_council_office = models.BooleanField(
        _("is the council office"),
        default=False,
        help_text=_("Its members check and release papers and may read all of them."),
    )
    parent = models.ForeignKey(
        "self", verbose_name=_("parent"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    description = models.TextField(_("description"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    submission_deadline_days = models.PositiveSmallIntegerField(
        _("submission deadline"),
        null=True,
        blank=True,
        help_text=_("Days before a meeting by which papers must be in."),
    )
    notice_period_days = models.PositiveSmallIntegerField(
        _("notice period"), null=True, blank=True, help_text=_("Full days between invitation and meeting.")
    )
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("Two-letter code, for partner cities.")
    )
    partner_since = models.PositiveSmallIntegerField(_("partner since"), null=True, blank=True, help_text=_("Year."))
    languages = LanguagesField(
        _("languages"), default=list, blank=True, help_text=_("In which the people of a partner city read.")
    )
    translations = TextsField(
        _("name and description in other languages"),
        texts=(
            Text(_("Name (%(language)s)"), "name", max_length=255),
            Text(_("Description (%(language)s)"), "description", rows=2),
        ),
    )
    distributes_to = RolesOfMembersField(
        _("papers are sent to"),
        default=receiving_roles,
        blank=True,
        help_text=_("Whose copy of a distributed paper this organization accounts for."),
    )
    ends_on = models.DateField(_("dissolved on"), null=True, blank=True)
    former_names: FormerNames = FormerNamesField(  # type: ignore[assignment]
        _("earlier names"),
        help_text=_("What papers of that time call it, and what it is found by as well. An empty row is no name."),
    )
    successors = models.ManyToManyField(
        "self",
        verbose_name=_("successors"),
        symmetrical=False,
        blank=True,
        related_name="predecessors",
        help_text=_("Who goes on with its tasks, in whole or in part."),
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Order in lists, within the kind.")
    )
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField(auto_now=True)

    history = HistoricalRecords()
    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ("kind", "position", "code", "name")
        constraints = (
            models.CheckConstraint(
                name="papers_only_an_office_is_the_council_office",
                condition=models.Q(is_council_office=False) | models.Q(kind=OrganizationKind.OFFICE),
                violation_error_message=_("Only an office can be the council office."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}" if self.code else self.name

    def get_absolute_url(self) -> str:
        return addresses.address_of(self)

    def name_in(self, language: str) -> str:
        return self.name_and_language(language)[0]

    def name_and_language(self, language: str) -> tuple[str, str]:
        """Returns the name and the language it is in."""
        text = text_in(self.translations, language, "name")
        return (text, language) if text else (self.name, settings.LANGUAGE_CODE)

    def name_on(self, day: datetime.date, language: str = settings.LANGUAGE_CODE) -> str:
        """What it was called on the day; after its end it keeps its last name."""
        then = name_then(self.former_names, day)
        if then is None:
            return self.name_in(language)
        return text_in(then.get("translations", {}), language, "name") or str(then["name"])

    def label_on(self, day: datetime.date, language: str = settings.LANGUAGE_CODE) -> str:
        """As ``str`` says it: the name behind the code it had then."""
        return " ".join(filter(None, (self.code_on(day), self.name_on(day, language))))

    def code_on(self, day: datetime.date) -> str:
        then = name_then(self.former_names, day)
        return self.code if then is None else str(then.get("code", ""))

    def has_name_in(self, language: str, day: datetime.date) -> bool:
        """Says whether its name of that day is known in the language."""
        then = name_then(self.former_names, day)
        texts = self.translations if then is None else then.get("translations", {})
        return language == settings.LANGUAGE_CODE or bool(text_in(texts, language, "name"))

    def former_names_in(self, language: str) -> list[str]:
        """Names in the language, the original ones where it is theirs; the oldest first."""
        if language == settings.LANGUAGE_CODE:
            return [str(entry["name"]) for entry in self.former_names]
        translated = (text_in(entry.get("translations", {}), language, "name") for entry in self.former_names)
        return [name for name in translated if name]

    def keep_name(self, before: Organization, *, until: datetime.date) -> None:
        """Keeps the name and code of ``before``, this organization as it was, with their last day. It is not saved
        yet."""
        names = {
            language: {"name": texts["name"]} for language, texts in before.translations.items() if texts.get("name")
        }
        entry = {"name": before.name, "code": before.code, "until": until.isoformat(), "translations": names}
        others = [other for other in self.former_names if other["until"] != entry["until"]]
        self.former_names = in_order([*others, entry])

    def description_in(self, language: str) -> tuple[str, str]:
        """Returns the description with the language it is in: the original's where there is no translation."""
        translated = text_in(self.translations, language, "description")
        return (translated, language) if translated else (self.description, settings.LANGUAGE_CODE)

    def clean(self) -> None:
        """Rights follow from the kind, and nobody gives some to all members in passing."""
        before = Organization.objects.filter(pk=self.pk).first() if self.pk else None
        if before is None or before.kind == self.kind:
            return
        today = timezone.localdate()
        if self.memberships.filter(models.Q(until__isnull=True) | models.Q(until__gte=today)).exists():
            raise ValidationError(
                {"kind": _("There are people in it, whose rights would be others. End their memberships first.")}
            )

    @property
    def is_body(self) -> bool:
        return self.kind in BODIES

    @property
    def is_dissolved(self) -> bool:
        """The last day still counts."""
        return self.has_ended_by(timezone.localdate())

    def has_ended_by(self, day: datetime.date) -> bool:
        return self.ends_on is not None and self.ends_on < day
