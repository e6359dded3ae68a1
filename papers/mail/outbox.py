"""The outbox: takes what is to leave one by one, sends it, and survives whatever happens to the worker in between.

A worker claims a row under its lock and writes down until when it is its own; then it sends; then it writes down that
it sent. If it dies, the claim runs out and another worker sends the row again with the same Message-ID, so that a
repeated message is recognised as one. A failure is tried again after a pause that doubles; what a server refuses for
good, or for three days, is kept as failed with the reason.

Every claim counts, whatever becomes of it, and whatever is raised is a failure: so each mail comes to an end.

Each table of outgoing mail is a ``Box``; the first is emptied before the next.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.mail import get_connection
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import TaskResultStatus, default_task_backend, task

from papers.mail.envelope import put_into_envelope
from papers.mail.kinds import NotSent
from papers.mail.outgoing import SendingState

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from django.core.mail import EmailMessage

    from papers.mail.outgoing import Outgoing

logger = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(hours=1)  # so it leaves soon after the server is back
MOST_ATTEMPTS = 80  # three days, so that a weekend without a mail server loses nothing
# for which a person waits where tasks run at once: one whose mail server takes its time does so for one mail
AT_ONCE = timedelta(seconds=10)
PERMANENT = 500  # SMTP replies from here on will not change


@dataclass(frozen=True)
class Box:
    """``look_up`` reads a row with all its message needs, None where it is gone. ``write`` makes the message, raises
    NotSent, or returns None where there is none to send because the row became others. ``ending`` gives further values
    of a row that has come to its end. ``refused`` is told that the recipient's server will not take it, before it left
    or after. ``address_of``: whom it was written to. ``understood``: errors whose own words the office may read.
    ``at_once``: for how long it is emptied while a person waits."""

    model: type[Any]
    look_up: Callable[[int], Any]
    write: Callable[[Any], EmailMessage | None]
    address_of: Callable[[Any], str]
    ending: Callable[[Any, SendingState], dict[str, Any]] = lambda row, state: {}
    refused: Callable[[Any], None] = lambda row: None
    understood: tuple[type[Exception], ...] = ()
    at_once: timedelta = AT_ONCE


BOXES: list[Box] = []


class Unforeseen(Exception):
    """Stands in the server's log for what was raised, whose own words may quote a name or an address."""


def register_box(box: Box, *, first: bool = False) -> None:
    """``first``: whoever forgot a password does not wait until a paper has gone to five hundred people."""
    BOXES.insert(0 if first else len(BOXES), box)


def box_of(row: Outgoing) -> Box:
    return next(box for box in BOXES if box.model is type(row))


def wake() -> None:
    """Have somebody look into the outbox: a worker where there is one, else right now. Twice, should the first be
    killed before it has a successor."""
    send_due.enqueue()
    if default_task_backend.supports_defer:
        _look_again(timezone.now() + lease())


def is_stuck() -> bool:
    """Something should have been sent long ago: all workers that knew of it are gone."""
    long_ago = timezone.now() - 2 * lease()
    return any(box.model.objects.due().filter(due_at__lte=long_ago).exists() for box in BOXES)


def lag() -> timedelta | None:
    """How long the mail that is due longest has been; None where nothing is due."""
    waiting = [box.model.objects.due().order_by("due_at").values_list("due_at", flat=True).first() for box in BOXES]
    oldest = min(filter(None, waiting), default=None)
    return timezone.now() - oldest if oldest else None


@task()
def send_due() -> None:
    """Queues its own successor first: if this worker is killed, that one finds what it left."""
    if not default_task_backend.supports_defer:
        for box in BOXES:
            run(box.at_once, of=(box,))
        return
    now = timezone.now()
    waiting = [
        box.model.objects.unfinished().order_by("due_at").values_list("due_at", flat=True).first() for box in BOXES
    ]
    following = min(filter(None, waiting), default=None)
    if following is not None:
        _look_again(following if following > now else now + lease())
        run(lease())


def _look_again(at: Any) -> None:
    """Unless somebody is going to by then: while a mail server is away every letter wakes a worker, and each of them
    would have a successor for as long as one letter waits."""
    if apps.is_installed("django_tasks_db"):
        results: Any = apps.get_app_config("django_tasks_database").get_model("DBTaskResult")
        coming = results.objects.filter(
            status=TaskResultStatus.READY,
            task_path=send_due.module_path,
            run_after__gt=timezone.now(),
            run_after__lte=at,
        )
        if coming.exists():
            return
    send_due.using(run_after=at).enqueue()


def run(limit: timedelta, *, of: Collection[Box] | None = None) -> int:
    """Send what is due, for so long; returns how many rows were looked at."""
    ends = time.monotonic() + limit.total_seconds()
    mail = get_connection()
    looked_at = 0
    try:
        while time.monotonic() < ends:
            row = next(filter(None, (claim(box) for box in (BOXES if of is None else of))), None)
            if row is None:
                break
            send(row, mail)
            looked_at += 1
    finally:
        _close(mail)
    return looked_at


def lease() -> timedelta:
    """Longer than any single message takes."""
    return timedelta(seconds=settings.DELIVERY_LEASE)


def claim(box: Box) -> Any:
    """The row that has waited longest, for this worker alone until ``due_at``; None where nothing is due."""
    while True:
        with transaction.atomic(durable=True):  # so it is committed before anything is sent, whoever calls this
            due = box.model.objects.due().order_by("due_at", "pk")
            if connection.features.has_select_for_update_skip_locked:
                due = due.select_for_update(skip_locked=True)
            row = due.first()
            if row is None:
                return None
            values = {
                "state": SendingState.SENDING,
                "attempts": row.attempts + 1,
                "due_at": timezone.now() + lease(),
            }
            # without row locks two may have read it; only one changes it
            if box.model.objects.filter(pk=row.pk, state=row.state, due_at=row.due_at).update(**values):
                return row


def send(row: Any, mail: Any) -> None:
    """Look at it as it is now, send it, and write down how it went."""
    box = box_of(row)
    row = box.look_up(row.pk)
    if row is None:
        return
    with override(settings.LANGUAGE_CODE):  # of the office, which reads what is written down
        if row.attempts > MOST_ATTEMPTS:  # those that sent it last did not live to write down how it went
            _finish(box, row, SendingState.FAILED, row.problem or _("The sending was interrupted too often."))
            return
        try:
            message = box.write(row)
            if message is not None:
                put_into_envelope(message, row)
                mail.open()
                mail.send_messages([message])
        except NotSent as refusal:
            _finish(box, row, SendingState.REFUSED, str(refusal.reason))
        # whatever it is, it must neither come back for ever nor hold up others
        except Exception as problem:  # noqa: BLE001
            _close(mail)
            _failed(box, row, problem)
        else:
            if message is not None:
                _finish(box, row, SendingState.SENT)


def _failed(box: Box, row: Any, problem: Exception) -> None:
    kind, name = type(problem).__qualname__, box.model._meta.model_name
    answer = _answer_of(problem, box)
    if answer is None:
        what_and_where = Unforeseen(kind).with_traceback(problem.__traceback__)
        logger.exception("%s %s could not be sent", name, row.pk, exc_info=what_and_where)
        answer = (
            0,
            _("Something went wrong that nobody foresaw (%(kind)s). The log of the server says where.")
            % {"kind": kind},
        )
    else:
        logger.warning("%s %s could not be sent: %s", name, row.pk, kind)
    code, words = answer
    words = f"{code} {words}".strip() if code else words
    if code >= PERMANENT or row.attempts >= MOST_ATTEMPTS:
        if _finish(box, row, SendingState.FAILED, words) and isinstance(problem, SMTPRecipientsRefused):
            box.refused(row)
        return
    pause = min(timedelta(seconds=settings.DELIVERY_FIRST_PAUSE) * 2 ** min(row.attempts - 1, 20), LONGEST_PAUSE)
    _write(row, state=SendingState.QUEUED, due_at=timezone.now() + pause, problem=words[:500])


def _answer_of(problem: Exception, box: Box) -> tuple[int, str] | None:
    """The mail server's reply, 0 where it gave none, and words for the office; None for what nobody foresaw."""
    if isinstance(problem, SMTPRecipientsRefused):
        code, answer = next(iter(problem.recipients.values()))
        return code, _text(answer)
    if isinstance(problem, SMTPResponseException):
        return problem.smtp_code, _text(problem.smtp_error)
    of_the_connection = isinstance(problem, OSError) and problem.filename is None
    return (0, str(problem)) if of_the_connection or isinstance(problem, (SMTPException, *box.understood)) else None


def _finish(box: Box, row: Any, state: SendingState, problem: str = "") -> bool:
    sent = {"sent_at": timezone.now()} if state == SendingState.SENT else {}
    return _write(row, state=state, problem=problem[:500], **sent, **box.ending(row, state))


def _write(row: Any, **values: Any) -> bool:
    """Writes only while it is still being sent; whoever took it over after the lease was right. Says whether it
    wrote."""
    return bool(type(row).objects.filter(pk=row.pk, state=SendingState.SENDING).update(**values))


def _close(mail: Any) -> None:
    try:
        mail.close()
    except (SMTPException, OSError):
        mail.connection = None  # it went away by itself


def _text(answer: Any) -> str:
    return answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
