"""Send a released paper to everybody who has to have it, each of them once."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from papers.mail import outbox
from papers.mail.outgoing import ANEW
from papers.models import Paper, Version
from papers.once import one_verb
from papers.seen import check_seen, what_is_released
from papers.versions import released_version
from workflows.distribution.deliveries import Channel, Delivery, DeliveryQuerySet, DeliveryState, Distribution
from workflows.distribution.recipients import Recipient, recipients_of
from workflows.errors import WrongState
from workflows.routing import state_machine
from workflows.verbs import DISTRIBUTE, TICK_OFF, TRY_AGAIN, TRY_ALL_AGAIN

if TYPE_CHECKING:
    from papers.access import Person


class NobodyLeft(ValidationError):
    """Everybody who may have the version has it."""


def earlier_distribution(paper: Paper, version: Version) -> Distribution | None:
    """The last time another version went out: then the new one has to say what changed."""
    return Distribution.objects.filter(paper=paper).exclude(version=version).first()


@transaction.atomic
@one_verb()
def distribute(
    paper: Paper, *, by: Person, chosen: Collection[int] = (), remark: str = "", seen: str | None = None
) -> Distribution:
    """Queue the released version for all recipients who lack it. Two who press the button together take turns; the
    second finds nobody left.

    Raises PermissionDenied, WrongState where nothing is released, NobodyLeft, ValidationError on ``remark`` where a new
    version says not what changed."""
    paper = state_machine.locked(paper)
    DISTRIBUTE.allow(by, paper)
    check_seen(seen, lambda: what_is_released(paper), by=by)
    version = released_version(paper)
    if version is None:
        raise WrongState(_("Only a released paper can be distributed."))
    if not remark.strip() and not version.reason and earlier_distribution(paper, version):
        raise ValidationError({"remark": _("An earlier version was distributed. Say what has changed.")})
    wanting = [recipient for recipient in recipients_of(paper, version, chosen=chosen) if not recipient.hindrance]
    if not wanting:
        raise NobodyLeft(_("Everybody who may have this version has it already."))
    distribution = Distribution.objects.create(paper=paper, version=version, by_id=by.pk, remark=remark.strip())
    Delivery.objects.bulk_create([_delivery(distribution, recipient) for recipient in wanting], batch_size=500)
    data = {"recipients": len(wanting), "version": version.number, "distribution": distribution.pk}
    log(instance=paper, action="umlauf.distribute", user=by, data=data)
    transaction.on_commit(outbox.wake)
    return distribution


def _delivery(distribution: Distribution, recipient: Recipient) -> Delivery:
    return Delivery(
        distribution=distribution,
        version=distribution.version,
        person=recipient.person,
        page=recipient.page,
        channel=recipient.channel,
        reasons=[reason.as_data() for reason in recipient.reasons],
    )


@transaction.atomic
def try_again(delivery: Delivery, *, by: Person) -> Delivery:
    """Queue one that failed, with the same Message-ID. Raises PermissionDenied, WrongState."""
    paper = delivery.distribution.paper
    TRY_AGAIN.allow(by, paper)
    if not _queue_anew(Delivery.objects.filter(pk=delivery.pk)):
        raise WrongState(_("This delivery did not fail."))
    log(instance=paper, action="umlauf.deliver_again", user=by, data={"person": str(delivery.person)})
    transaction.on_commit(outbox.wake)
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def try_all_again(distribution: Distribution, *, by: Person) -> int:
    """Queue all that failed; returns how many. Two who press the button together take turns; the second finds nothing
    left.

    Raises PermissionDenied, WrongState.
    """
    distribution = (
        Distribution.objects.select_for_update(of=("self",)).select_related("paper__locale").get(pk=distribution.pk)
    )
    TRY_ALL_AGAIN.allow(by, distribution.paper)
    count = _queue_anew(Delivery.objects.filter(distribution=distribution))
    if not count:
        raise WrongState(_("Nothing of this distribution failed, or it is being sent again already."))
    log(instance=distribution.paper, action="umlauf.deliver_again", user=by, data={"recipients": count})
    transaction.on_commit(outbox.wake)
    return count


def _queue_anew(deliveries: DeliveryQuerySet) -> int:
    """One statement that looks at the state of each row as it changes it. Whether a person may still read the paper is
    asked when it is sent."""
    return deliveries.lost().update(**ANEW, due_at=timezone.now())


@transaction.atomic
def tick_off(delivery: Delivery, *, by: Person, handed_over: bool = True) -> Delivery:
    """A copy on paper was handed over or posted, or was not after all. Raises PermissionDenied, WrongState."""
    delivery = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("distribution__paper__locale")
        .get(pk=delivery.pk)
    )
    TICK_OFF.allow(by, delivery.distribution.paper)
    if delivery.channel != Channel.PAPER:
        raise WrongState(_("This delivery goes by mail."))
    delivery.state = DeliveryState.SENT if handed_over else DeliveryState.QUEUED
    delivery.sent_at = timezone.now() if handed_over else None
    delivery.handed_over_by_id = by.pk if handed_over else None
    delivery.save()
    return delivery


def note_opened(delivery: Delivery) -> None:
    """The first time only."""
    Delivery.objects.filter(pk=delivery.pk, opened_at=None).update(opened_at=timezone.now())


__all__ = [
    "NobodyLeft",
    "distribute",
    "earlier_distribution",
    "note_opened",
    "tick_off",
    "try_again",
    "try_all_again",
]
