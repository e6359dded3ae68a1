"""A letter: one mail to one person that waits in the outbox, or the news of something that has yet to be addressed.

It holds no text but what a reader writes to the office, which lies nowhere else. What is to be said is found when it is
sent, by its kind and by primary keys, so that a title nobody may read any more is not told, no link with a key to an
account lies in a table, and what is over is not told at all."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.mail.outgoing import Outgoing, OutgoingQuerySet


class Letter(Outgoing):
    """``about``: keys its kind finds the words by; emptied as soon as it cannot be sent any more. ``person`` and
    ``address`` are both empty while nobody has looked up who is to be told, and where its kind knows the address.
    ``address``: where it does not go to the person's own. ``belongs_to``: what it is about, as ``subscription:12``."""

    kind = models.CharField(_("kind"), max_length=60)
    about = models.JSONField(default=dict, blank=True)
    belongs_to = models.CharField(max_length=60, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    address = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    posted_at = models.DateTimeField(_("posted at"), default=timezone.now, db_index=True)  # the report's order

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering: ClassVar[tuple[str, ...]] = ("pk",)
        indexes = (models.Index(fields=["state", "due_at"], name="papers_letter_due"),)  # every step of a worker

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def to(self) -> str:
        return self.address or (self.person.email if self.person else "")
