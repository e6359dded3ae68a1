"""The outbox: takes deliveries one by one, sends them, and survives whatever happens to the worker in between.

A worker claims a delivery under a row lock and writes down until when it is its own; then it sends; then it writes down
that it sent. If it dies, the claim runs out and another worker sends the delivery again with the same Message-ID, so
that a repeated message is recognised as one. A failure is tried again after a pause that doubles; what a server refuses
for good, or refuses too often, is kept as failed with the reason.

Every claim counts, whatever becomes of it, and whatever is raised is a failure: so each delivery comes to an end.
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import default_task_backend, task

from papers.access import may_read
from papers.enums import PaperState
from papers.pdf.typesetting import NotTypeset
from workflows.distribution.deliveries import Delivery, DeliveryState
from workflows.distribution.delivery_mail import message_for

logger = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(hours=6)
MOST_ATTEMPTS = 12  # about a day
# for which a person waits where tasks run at once; the rest is sent while the progress is looked at
AT_ONCE = timedelta(seconds=1)
PERMANENT = 500  # SMTP replies from here on will not change


class Unforeseen(Exception):
    """Stands in the server's log for what was raised, whose own words may quote a name or an address."""


def wake() -> None:
    """Have somebody look into the outbox: a worker where there is one, else right now. Twice, should the first be
    killed before it has a successor."""
    send_due.enqueue()
    if default_task_backend.supports_defer:
        send_due.using(run_after=timezone.now() + lease()).enqueue()


def is_stuck() -> bool:
    """Something should have been sent long ago: all workers that knew of it are gone."""
    return Delivery.objects.due().filter(due_at__lte=timezone.now() - 2 * lease()).exists()


def lag() -> timedelta | None:
    """How long the delivery that is due longest has been; None where nothing is due."""
    oldest = Delivery.objects.due().order_by("due_at").values_list("due_at", flat=True).first()
    return timezone.now() - oldest if oldest else None


@task()
def send_due() -> None:
    """Queues its own successor first: if this worker is killed, that one finds what it left."""
    if not default_task_backend.supports_defer:
        run(AT_ONCE)
        return
    now = timezone.now()
    following = Delivery.objects.unfinished().order_by("due_at").values_list("due_at", flat=True).first()
    if following is not None:
        send_due.using(run_after=following if following > now else now + lease()).enqueue()
        run(lease())


def run(limit: timedelta) -> int:
    """Send what is due, for so long; returns how many deliveries were looked at."""
    ends = time.monotonic() + limit.total_seconds()
    mail = get_connection()
    looked_at = 0
    try:
        while time.monotonic() < ends:
            delivery = claim()
            if delivery is None:
                break
            send(delivery, mail)
            looked_at += 1
    finally:
        _close(mail)
    return looked_at


def lease() -> timedelta:
    """Longer than any single message takes."""
    return timedelta(seconds=settings.DELIVERY_LEASE)


def claim() -> Delivery | None:
    """The delivery that has waited longest, for this worker alone until ``due_at``."""
    while True:
        with transaction.atomic(durable=True):  # so it is committed before anything is sent, whoever calls this
            due = Delivery.objects.due().order_by("due_at", "pk")
            if connection.features.has_select_for_update_skip_locked:
                due = due.select_for_update(skip_locked=True)
            delivery = due.first()
            if delivery is None:
                return None
            values = {
                "state": DeliveryState.SENDING,
                "attempts": delivery.attempts + 1,
                "due_at": timezone.now() + lease(),
            }
            # without row locks two may have read it; only one changes it
            if Delivery.objects.filter(pk=delivery.pk, state=delivery.state, due_at=delivery.due_at).update(**values):
                return delivery


def send(delivery: Delivery, mail: Any) -> None:
    """Look at it as it is now, send it, and write down how it went."""
    related = ("person", "version", "page__locale", "distribution__paper__locale")
    delivery = Delivery.objects.select_related(*related).get(pk=delivery.pk)
    with override(settings.LANGUAGE_CODE):  # of the office, which reads what is written down
        if delivery.attempts > MOST_ATTEMPTS:  # those that sent it last did not live to write down how it went
            _finish(delivery, DeliveryState.FAILED, delivery.problem or _("The sending was interrupted too often."))
            return
        try:
            refusal = _refusal(delivery)
            if not refusal:
                with override(getattr(delivery.person, "preferred_language", "") or settings.LANGUAGE_CODE):
                    message = message_for(delivery)
                mail.open()
                mail.send_messages([message])
        # whatever it is, it must neither come back for ever nor hold up others
        except Exception as problem:  # noqa: BLE001
            _close(mail)
            _failed(delivery, problem)
        else:
            _finish(delivery, DeliveryState.REFUSED if refusal else DeliveryState.SENT, refusal)


def _refusal(delivery: Delivery) -> str:
    """Why it must not be sent by now."""
    paper = delivery.distribution.paper
    if paper.state == PaperState.WITHDRAWN:
        return _("The paper was withdrawn.")
    if not delivery.person.is_active:
        return _("The account is no longer in use.")
    if not may_read(delivery.person, paper):
        return _("May no longer read the paper.")
    if not delivery.person.email:
        return _("Has no address.")
    return ""


def _failed(delivery: Delivery, problem: Exception) -> None:
    kind = type(problem).__qualname__
    answer = _answer_of(problem)
    if answer is None:
        what_and_where = Unforeseen(kind).with_traceback(problem.__traceback__)
        logger.exception("delivery %s could not be sent", delivery.pk, exc_info=what_and_where)
        answer = (
            0,
            _("Something went wrong that nobody foresaw (%(kind)s). The log of the server says where.")
            % {"kind": kind},
        )
    else:
        logger.warning("delivery %s could not be sent: %s", delivery.pk, kind)
    code, words = answer
    words = f"{code} {words}".strip() if code else words
    if code >= PERMANENT or delivery.attempts >= MOST_ATTEMPTS:
        _finish(delivery, DeliveryState.FAILED, words)
        return
    pause = min(timedelta(seconds=settings.DELIVERY_FIRST_PAUSE) * 2 ** (delivery.attempts - 1), LONGEST_PAUSE)
    _write(delivery, state=DeliveryState.QUEUED, due_at=timezone.now() + pause, problem=words[:500])


def _answer_of(problem: Exception) -> tuple[int, str] | None:
    """The mail server's reply, 0 where it gave none, and words for the office; None for what nobody foresaw."""
    if isinstance(problem, SMTPRecipientsRefused):
        code, answer = next(iter(problem.recipients.values()))
        return code, _text(answer)
    if isinstance(problem, SMTPResponseException):
        return problem.smtp_code, _text(problem.smtp_error)
    of_the_connection = isinstance(problem, OSError) and problem.filename is None
    return (0, str(problem)) if of_the_connection or isinstance(problem, (SMTPException, NotTypeset)) else None


def _finish(delivery: Delivery, state: DeliveryState, problem: str = "") -> None:
    _write(
        delivery,
        state=state,
        problem=problem[:500],
        **({"sent_at": timezone.now()} if state == DeliveryState.SENT else {}),
    )


def _write(delivery: Delivery, **values: Any) -> None:
    """Writes only while it is still being sent; whoever took it over after the lease, or recorded a bounce, was
    right."""
    Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING).update(**values)


def _close(mail: Any) -> None:
    try:
        mail.close()
    except (SMTPException, OSError):
        mail.connection = None  # it went away by itself


def _text(answer: Any) -> str:
    return answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
