"""Who belongs where, and who acts for whom.

Rights come from memberships that hold *today*; nothing is ever copied into groups that could outlive a term of office.
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

from papers.enums import MembershipRole


class TermQuerySet(models.QuerySet[Any]):
    """A term holds from ``since`` until ``until``, both inclusive; no end means until further notice."""

    def current(self, on: datetime.date | None = None) -> TermQuerySet:
        day = on or timezone.localdate()
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gte=day), since__lte=day)


class Term(models.Model):
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField(auto_now=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        abstract = True


class Membership(Term):
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="memberships"
    )
    organization = models.ForeignKey(
        "papers.Organization", verbose_name=_("organization"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=20, choices=MembershipRole.choices, default=MembershipRole.MEMBER)
    voting_right = models.BooleanField(_("voting right"), default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("organization", "role", "person")
        # every access question
        indexes = (models.Index(fields=["person", "since", "until"], name="papers_membership_today"),)
        constraints = (
            models.UniqueConstraint(fields=["person", "organization", "role", "since"], name="papers_membership_once"),
            models.CheckConstraint(
                name="papers_membership_ends_after_start",
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                violation_error_message=_("A membership cannot end before it begins."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} – {self.organization} ({self.get_role_display()})"

    def get_role_display(self) -> str:  # type: ignore[no-redef]  # Django leaves it alone
        """Django's own hashes all the names there are, in the reader's language, for each row of a list."""
        return str(MembershipRole(self.role).label)


class Delegation(Term):
    """``deputy`` acts for ``delegator``: with all of the delegator's rights, and recorded as "deputy for delegator".
    Never passed on."""

    delegator = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="delegations_given"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("deputy"),
        on_delete=models.CASCADE,
        related_name="delegations_received",
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ("delegator", "since")
        constraints = (
            models.CheckConstraint(
                name="papers_delegation_to_somebody_else",
                condition=~models.Q(delegator=models.F("deputy")),
                violation_error_message=_("Nobody can be their own deputy."),
            ),
            models.CheckConstraint(
                name="papers_delegation_ends_after_start",
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                violation_error_message=_("A delegation cannot end before it begins."),
            ),
        )

    def __str__(self) -> str:
        return _("%(deputy)s for %(delegator)s") % {"deputy": self.deputy, "delegator": self.delegator}

    def clean(self) -> None:
        if self.until and self.since and self.until < self.since:
            raise ValidationError({"until": _("A delegation cannot end before it begins.")})
