"""Who was sent which version of a paper.

A ``Delivery`` exists once per person and version, whatever presses the button twice: the database says so. What was
recorded here is proof and is never deleted; a person who left keeps their deliveries."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from papers.mail.outgoing import LOST, UNFINISHED, Outgoing, OutgoingQuerySet
from papers.mail.outgoing import SendingState as DeliveryState
from papers.models import Version


class Channel(models.TextChoices):
    MAIL = "mail", pgettext_lazy("way of a delivery", "by mail")
    PAPER = "paper", pgettext_lazy("way of a delivery", "on paper")


class Distribution(models.Model):
    """One press of the button."""

    # the original
    paper = models.ForeignKey(
        "papers.Paper", verbose_name=_("paper"), on_delete=models.PROTECT, related_name="distributions"
    )
    version = models.ForeignKey(
        "papers.Version", verbose_name=_("version"), on_delete=models.PROTECT, related_name="distributions"
    )
    remark = models.TextField(_("remark"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("distributed by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("distributed at"), default=timezone.now)

    class Meta:
        verbose_name = _("distribution")
        verbose_name_plural = _("distributions")
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=["-at"], name="workflows_distributed_latest"),)

    def __str__(self) -> str:
        return f"{self.paper.display_number}, {self.version}"


def versions_to_tell_of(version: Version) -> list[Version]:
    """Those that are new to who got the paper when it was last distributed, the oldest first: late changes of annexes
    make a version each, and one distribution may bring several."""
    earlier = Distribution.objects.filter(paper=version.paper_id, version__number__lt=version.number)
    latest = earlier.aggregate(latest=Max("version__number"))["latest"]
    numbers = (latest + 1 if latest else version.number, version.number)
    return list(Version.objects.filter(paper=version.paper_id, number__range=numbers).order_by("number"))


def reasons_to_tell(version: Version) -> str:
    """A line for each version that says why it was made."""
    return "\n".join(one.reason for one in versions_to_tell_of(version) if one.reason)


class DeliveryQuerySet(OutgoingQuerySet):
    def unfinished(self) -> DeliveryQuerySet:
        """Mails that are still to leave."""
        return super().unfinished().filter(channel=Channel.MAIL)


class Delivery(Outgoing):
    """``reasons``: why this person gets the paper, see ``recipients.Reason``. ``token`` makes the personal link too."""

    distribution = models.ForeignKey(
        Distribution, verbose_name=_("distribution"), on_delete=models.PROTECT, related_name="deliveries"
    )
    version = models.ForeignKey(
        "papers.Version", verbose_name=_("version"), on_delete=models.PROTECT, related_name="deliveries"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="deliveries"
    )
    page = models.ForeignKey(
        "papers.Paper", verbose_name=_("language version"), on_delete=models.PROTECT, related_name="+"
    )
    channel = models.CharField(_("way"), max_length=10, choices=Channel.choices, default=Channel.MAIL)
    reasons = models.JSONField(_("reasons"), default=list)
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ticked off by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ("pk",)
        indexes = (models.Index(fields=["state", "due_at"], name="workflows_delivery_due"),)  # every step of a worker
        constraints = (
            models.UniqueConstraint(fields=["version", "person"], name="workflows_once_per_version"),
            models.CheckConstraint(
                name="workflows_sent_delivery_knows_when",
                condition=~models.Q(state=DeliveryState.SENT) | models.Q(sent_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.version}"

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise models.ProtectedError(str(_("A delivery is proof and cannot be deleted.")), {self})


__all__ = ["LOST", "UNFINISHED", "Channel", "Delivery", "DeliveryQuerySet", "DeliveryState", "Distribution"]
