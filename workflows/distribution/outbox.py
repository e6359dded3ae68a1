"""The deliveries' box in the outbox (``papers.mail.outbox``): what is looked at once more right before one is sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from papers.access import may_read
from papers.enums import PaperState
from papers.mail import outbox
from papers.mail.kinds import NotSent
from papers.pdf.typesetting import NotTypeset
from workflows.distribution.deliveries import Delivery
from workflows.distribution.delivery_mail import message_for

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

# ``delivery``: the server of its person will not take it, before it left or after
delivery_came_back = Signal()

# a message brings its PDF; the rest is sent while the progress is looked at
AT_ONCE = timedelta(seconds=1)


def run(limit: timedelta) -> int:
    """Send deliveries that are due, for so long; returns how many were looked at."""
    return outbox.run(limit, of=(DELIVERIES,))


def claim() -> Delivery | None:
    delivery: Delivery | None = outbox.claim(DELIVERIES)
    return delivery


def is_stuck() -> bool:
    """A delivery should have been sent long ago."""
    return Delivery.objects.due().filter(due_at__lte=timezone.now() - 2 * outbox.lease()).exists()


def _look_up(pk: int) -> Delivery | None:
    related = ("person", "version", "page__locale", "distribution__paper__locale")
    return Delivery.objects.select_related(*related).filter(pk=pk).first()


def _write(delivery: Delivery) -> EmailMultiAlternatives:
    paper = delivery.distribution.paper
    if paper.state == PaperState.WITHDRAWN:
        raise NotSent(_("The paper was withdrawn."))
    if not delivery.person.is_active:
        raise NotSent(_("The account is no longer in use."))
    if not may_read(delivery.person, paper):
        raise NotSent(_("May no longer read the paper."))
    if not delivery.person.email:
        raise NotSent(_("Has no address."))
    with override(getattr(delivery.person, "preferred_language", "") or settings.LANGUAGE_CODE):
        return message_for(delivery)


def _tell_others(delivery: Delivery) -> None:
    delivery_came_back.send(sender=Delivery, delivery=delivery)


DELIVERIES = outbox.Box(
    model=Delivery,
    look_up=_look_up,
    write=_write,
    refused=_tell_others,
    address_of=lambda delivery: delivery.person.email,
    understood=(NotTypeset,),
    at_once=AT_ONCE,
)
