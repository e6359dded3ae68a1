from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")

    @property
    def interval(self) -> timedelta:
        return {
            Frequency.AT_ONCE: timedelta(),
            Frequency.DAILY: timedelta(days=1),
            Frequency.WEEKLY: timedelta(days=7),
        }[self]


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def due(self) -> SubscriptionQuerySet:
        return self.waiting().filter(models.Q(user=None) | models.Q(user__is_active=True))

    def waiting(self) -> SubscriptionQuerySet:
        """Due, as far as their own row says. Who claims one asks nothing else: PostgreSQL looks again at the row that
        somebody changed meanwhile, and at no other. A little early rather than a whole run late: the runs of a clock do
        not come to the second."""
        early = timezone.now() + timedelta(minutes=30)
        rule = models.Q(pk__in=())
        for frequency in Frequency:
            rule |= models.Q(frequency=frequency, told_until__lte=early - frequency.interval)
        return self.filter(rule, rests_since=None)

    def resting(self) -> SubscriptionQuerySet:
        """Told nothing, because too many mails came back."""
        return self.filter(rests_since__isnull=False)

    def unclaimed(self) -> SubscriptionQuerySet:
        """Nobody is telling it right now, or whoever was died over it."""
        return self.filter(models.Q(claimed_until=None) | models.Q(claimed_until__lte=timezone.now()))


class Subscription(models.Model):
    """Exists only once its address was confirmed, and is deleted when it ends: before and after, nothing is known about
    anybody.

    ``source`` and ``key`` say what is told (``partner_city``, ``bristol``), see ``sources``. ``user``: whose rights
    decide what is told; without one it is what everybody may read. A person's subscription follows their account:
    ``email`` is only where it began, ``address`` is where it goes.

    ``bounces``: mails that came back one after another, the last at ``bounced_at``; after too many it rests."""

    email = models.EmailField(_("e-mail address"))
    source = models.CharField(_("about"), max_length=40)
    key = models.CharField(max_length=500)
    language = models.CharField(_("language"), max_length=20)
    frequency = models.CharField(_("how often"), max_length=10, choices=Frequency.choices, default=Frequency.DAILY)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="subscriptions",
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), default=timezone.now)
    told_until = models.DateTimeField(_("told until"), default=timezone.now)
    claimed_until = models.DateTimeField(null=True, editable=False)  # by whoever is telling it

    bounces = models.PositiveSmallIntegerField(_("mails that came back"), default=0)
    bounced_at = models.DateTimeField(_("last came back at"), null=True, blank=True)
    rests_since = models.DateTimeField(_("rests since"), null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = (
            models.UniqueConstraint(fields=["email", "source", "key"], name="subscriptions_once_per_address"),
        )
        indexes = (models.Index(fields=["frequency", "told_until"], name="subscriptions_due"),)

    def __str__(self) -> str:
        return f"{self.email}: {self.source} {self.key}"

    @property
    def address(self) -> str:
        return self.user.email if self.user else self.email


class Told(models.Model):
    """What a subscription was told, so that it is never told again."""

    subscription = models.ForeignKey(
        Subscription, verbose_name=_("subscription"), on_delete=models.CASCADE, related_name="told"
    )
    news = models.CharField(_("news"), max_length=100)

    class Meta:
        verbose_name = _("told news")
        verbose_name_plural = _("told news")
        constraints = (models.UniqueConstraint(fields=["subscription", "news"], name="subscriptions_told_once"),)

    def __str__(self) -> str:
        return f"{self.subscription}: {self.news}"
