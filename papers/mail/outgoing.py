"""What every mail that is to leave has in common, whichever table it stands in: its state, its attempts, and what came
back.

What was sent stays sent: a mail that comes back is noted beside it (``returned``)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from papers.mail.plain_words import in_plain_words

if TYPE_CHECKING:
    from collections.abc import Callable


class SendingState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("state of a delivery", "Waiting")
    SENDING = "sending", pgettext_lazy("state of a delivery", "Being sent")
    SENT = "sent", pgettext_lazy("state of a delivery", "Sent")
    FAILED = "failed", pgettext_lazy("state of a delivery", "Failed")  # given up, or refused for good
    REFUSED = "refused", pgettext_lazy("state of a delivery", "Not sent")  # there is a reason why it must not leave


class Return(models.TextChoices):
    """What the report of a mail server says became of a mail after it had left."""

    DELAYED = "delayed", pgettext_lazy("what came back", "Delayed")
    FAILED = "failed", pgettext_lazy("what came back", "Came back")


UNFINISHED = (SendingState.QUEUED, SendingState.SENDING)
LOST = (SendingState.FAILED, SendingState.REFUSED)


class OutgoingQuerySet(models.QuerySet):  # type: ignore[type-arg]  # of whichever model is outgoing
    def unfinished(self) -> Self:
        """Those that are still to leave."""
        return self.filter(state__in=UNFINISHED)

    def due(self) -> Self:
        """Selects what is to be sent now: those waiting whose time has come, and those whose worker did not come back
        within its lease."""
        return self.unfinished().filter(due_at__lte=timezone.now())

    def lost(self) -> Self:
        """Did not get through, and nothing more happens unless somebody wants it."""
        return self.filter(models.Q(state__in=LOST) | models.Q(returned=Return.FAILED)).exclude(state__in=UNFINISHED)


class Outgoing(models.Model):
    """``due_at`` of one that is being sent: when another worker may take it over. ``token`` makes the Message-ID and
    the address it comes back to. ``returned_words``: the other server's own."""

    state = models.CharField(_("state"), max_length=10, choices=SendingState.choices, default=SendingState.QUEUED)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=500, blank=True)
    returned = models.CharField(_("what came back"), max_length=10, choices=Return.choices, blank=True)
    returned_at = models.DateTimeField(_("came back at"), null=True, blank=True)
    returned_words = models.CharField(_("reason of the other server"), max_length=500, blank=True)

    class Meta:
        abstract = True

    @property
    def in_words(self) -> str:
        """What became of it beyond its state; empty where there is nothing to say."""
        came_back = f"{self.get_returned_display()}:" if self.returned else ""
        said = (in_plain_words(self.problem), self.problem)
        said_back = (came_back, in_plain_words(self.returned_words), self.returned_words)
        return " ".join(filter(None, (*said, *said_back)))

    if TYPE_CHECKING:
        get_returned_display: Callable[[], str]
        get_state_display: Callable[[], str]


ANEW = {
    "state": SendingState.QUEUED,
    "attempts": 0,
    "problem": "",
    "returned": "",
    "returned_at": None,
    "returned_words": "",
}
"""The values of what is queued once more by hand; ``due_at`` is added by whoever does it."""
