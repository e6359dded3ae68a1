"""The routing slip and what was done with it.

A ``Consultation`` is one line of the slip. It hangs on the paper by a plain foreign key: an inline child would travel
inside page revisions, and publishing an old draft would then overwrite a recorded result. Each thing done to a line is
an ``Act`` of its own that is never changed again, given for one ``Version`` of the text; the line only knows its
latest."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from papers.enums import BLOCKING_ROLES, ConsultationRole, ConsultationState, Outcome

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Version(models.Model):
    """A text that was put into circulation: number 1 when first submitted, one more for each changed text after
    that."""

    paper = models.ForeignKey(
        "papers.Paper", verbose_name=_("paper"), on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("version"))
    # PROTECT also keeps Wagtail's purge_revisions away from it
    revision = models.ForeignKey(
        "wagtailcore.Revision", verbose_name=_("revision"), on_delete=models.PROTECT, related_name="+"
    )
    editorial = models.BooleanField(_("editorial change"), default=False, help_text=_("Earlier signatures stay valid."))
    reason = models.TextField(_("reason"), blank=True)
    # annexes and filing as they were (papers.contents); empty where a version is older than the column
    contents = models.JSONField(_("contents"), default=dict, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("created by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ("paper", "number")
        constraints = (models.UniqueConstraint(fields=["paper", "number"], name="papers_version_number_once"),)

    def __str__(self) -> str:
        return _("Version %(number)s") % {"number": self.number}


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def in_slip_order(self) -> ConsultationQuerySet:
        return self.order_by("stage", "position", "pk")

    def open(self) -> ConsultationQuerySet:
        return self.filter(state=ConsultationState.OPEN)

    def planned(self) -> ConsultationQuerySet:
        return self.filter(state=ConsultationState.PLANNED)

    def not_cancelled(self) -> ConsultationQuerySet:
        """All lines that count: a cancelled one does not. Twin of ``is_standing``."""
        return self.exclude(state=ConsultationState.CANCELLED)

    def blocking(self) -> ConsultationQuerySet:
        return self.filter(role__in=BLOCKING_ROLES)

    def unfinished(self) -> ConsultationQuerySet:
        return self.filter(state__in=(ConsultationState.PLANNED, ConsultationState.OPEN))


class Consultation(models.Model):
    paper = models.ForeignKey(
        "papers.Paper", verbose_name=_("paper"), on_delete=models.CASCADE, related_name="consultations"
    )
    organization = models.ForeignKey(
        "papers.Organization", verbose_name=_("organization"), on_delete=models.PROTECT, related_name="consultations"
    )
    role = models.CharField(_("role"), max_length=20, choices=ConsultationRole.choices)
    stage = models.PositiveSmallIntegerField(
        _("stage"), default=1, help_text=_("Lines of equal stage act in parallel.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    round = models.PositiveSmallIntegerField(
        _("round"), default=1, help_text=_("How often the organization has dealt with the paper in this role.")
    )
    due = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=ConsultationState.choices, default=ConsultationState.PLANNED
    )
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed at"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=30, choices=Outcome.choices, blank=True)
    latest_act = models.ForeignKey(
        "papers.Act", verbose_name=_("latest act"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # of the latest act, in the line itself because lists of results are in this order
    decided_on = models.DateField(_("date of the result"), null=True, blank=True)
    # of a line that is not finished: since when a later stage has a result, or goes on, before it
    overtaken_at = models.DateTimeField(_("overtaken at"), null=True, blank=True)
    # of a cancelled line: who goes on with it on a line of its own, and why it ended without a result
    handed_to = models.ForeignKey(
        "papers.Organization",
        verbose_name=_("handed over to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ended_because = models.TextField(_("reason of its end"), blank=True)
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField(auto_now=True)

    history = HistoricalRecords()
    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ("paper", "stage", "position", "pk")
        indexes = (
            # the inbox, reading rights by open line, and what a body has received
            # whether one is on the slip of a paper; SQLite would look through all lines of the organization instead
            models.Index(fields=["paper", "organization", "state"], name="papers_line_of_organization"),
            models.Index(fields=["organization", "state", "-opened_at", "-id"], name="papers_line_waiting"),
            # the latest results of a body, and of all
            models.Index(
                fields=["organization", "-decided_on", "-completed_at", "-id"],
                condition=models.Q(completed_at__isnull=False),
                name="papers_line_recent",
            ),
            models.Index(
                fields=["role", "-decided_on", "-completed_at", "-id"],
                condition=models.Q(completed_at__isnull=False),
                name="papers_line_decisions",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["paper", "organization", "role", "round"],
                condition=~models.Q(state=ConsultationState.CANCELLED),
                name="papers_line_once_per_round",
                violation_error_message=_("This organization is already on the slip in this role."),
            ),
            models.UniqueConstraint(
                fields=["paper", "organization", "role"],
                condition=models.Q(state__in=(ConsultationState.PLANNED, ConsultationState.OPEN)),
                name="papers_line_waits_once_per_role",
                violation_error_message=_("This organization is already on the slip in this role."),
            ),
            models.CheckConstraint(
                name="papers_line_knows_its_day",
                condition=models.Q(latest_act__isnull=True, decided_on__isnull=True)
                | models.Q(latest_act__isnull=False, decided_on__isnull=False),
            ),
            models.CheckConstraint(
                name="papers_done_line_has_a_result",
                condition=~models.Q(state=ConsultationState.DONE)
                | (models.Q(latest_act__isnull=False, completed_at__isnull=False) & ~models.Q(outcome="")),
            ),
            models.CheckConstraint(
                name="papers_open_line_knows_since_when",
                condition=~models.Q(state=ConsultationState.OPEN) | models.Q(opened_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organization} ({self.get_role_display()})"

    def get_role_display(self) -> str:  # type: ignore[no-redef]  # Django leaves it alone
        """``Preliminary deliberation``, and from the second round on ``Preliminary deliberation (round 2)``."""
        role = ConsultationRole(self.role).label
        if self.round == 1:
            return str(role)
        return _in_round(role, self.round)

    @property
    def has_result(self) -> bool:
        """False also where the only result belonged elsewhere."""
        return self.latest_act_id is not None and self.outcome != Outcome.NOT_DEALT_WITH

    @property
    def is_unfinished(self) -> bool:
        return self.state in (ConsultationState.PLANNED, ConsultationState.OPEN)

    @property
    def is_overtaken(self) -> bool:
        """Its result is still to come, while a later stage has gone on."""
        return self.is_unfinished and self.overtaken_at is not None

    @property
    def is_blocking(self) -> bool:
        return self.role in BLOCKING_ROLES

    @property
    def is_standing(self) -> bool:
        return self.state != ConsultationState.CANCELLED

    @property
    def is_open(self) -> bool:
        return self.state == ConsultationState.OPEN

    @property
    def organization_name(self) -> str:
        """What its organization was called when the line was finished; what it is called now while it is not."""
        return self.organization.name_on(self.day)

    @property
    def day(self) -> datetime.date:
        """The day whose names hold for the line: of its result, or of its end without one; today until then."""
        if self.state == ConsultationState.DONE and self.decided_on is not None:
            return self.decided_on
        if self.state == ConsultationState.CANCELLED and self.completed_at is not None:
            return timezone.localtime(self.completed_at).date()
        return timezone.localdate()

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due is not None and self.due < timezone.localdate()


def _in_round(role: StrOrPromise, round_: int) -> str:
    return gettext("%(role)s (round %(number)s)") % {"role": role, "number": round_}


class Act(models.Model):
    """What somebody did with a line, for one version of the text. Append-only: ``save`` refuses a second time,
    ``delete`` always."""

    consultation = models.ForeignKey(
        Consultation, verbose_name=_("consultation"), on_delete=models.PROTECT, related_name="acts"
    )
    version = models.ForeignKey(Version, verbose_name=_("version"), on_delete=models.PROTECT, related_name="acts")
    outcome = models.CharField(_("outcome"), max_length=30, choices=Outcome.choices)
    remark = models.TextField(_("remark"), blank=True)
    amended_text = models.TextField(_("amended text"), blank=True)
    refer_to = models.ForeignKey(
        "papers.Organization",
        verbose_name=_("referred to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    votes_yes = models.PositiveSmallIntegerField(_("yes"), null=True, blank=True)
    votes_no = models.PositiveSmallIntegerField(_("no"), null=True, blank=True)
    votes_abstain = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    votes_biased = models.PositiveSmallIntegerField(
        _("biased"), null=True, blank=True, help_text=_("Members excluded from the vote for a conflict of interest.")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="acts"
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("on behalf of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="acts_by_deputy",
    )
    decided_on = models.DateField(_("date of the result"))
    votes_reason = models.TextField(
        _("why the votes stand as they are"), blank=True, help_text=_("Asked for where they look like a mistake.")
    )
    # an act is never changed: one that was entered wrongly stays, and another one stands for it
    corrects = models.OneToOneField(
        "self",
        verbose_name=_("corrects"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrected_by",
    )
    # of a correction, and of a result that was recorded out of order
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("recorded at"), default=timezone.now)

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                name="papers_correction_says_why",
                condition=models.Q(corrects__isnull=True) | ~models.Q(reason=""),
            ),
            models.CheckConstraint(
                name="papers_votes_counted_together",
                condition=models.Q(
                    votes_yes__isnull=True, votes_no__isnull=True, votes_abstain__isnull=True, votes_biased__isnull=True
                )
                | models.Q(
                    votes_yes__isnull=False,
                    votes_no__isnull=False,
                    votes_abstain__isnull=False,
                    votes_biased__isnull=False,
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} ({self.decided_on})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not kwargs.get("force_insert"):
            raise ValidationError(_("A recorded act cannot be changed."))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise ValidationError(_("A recorded act cannot be deleted."))
