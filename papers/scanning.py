"""Has attachments looked through for viruses, where a scanner is named (``CLAMD_URL``).

A file is held until the scanner has said that it found nothing: listed, and given to nobody. A scanner that is away
loses nothing; what waits is asked about again (``manage.py scan_files``). The scanner is asked after the commit and
never inside a transaction.
"""

from __future__ import annotations

import logging
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone
from django_tasks import task
from wagtail.log_actions import log

from papers.enums import ScanState
from papers.files.clamd import Scanner, Unavailable
from papers.inspection.inspecting import inspect_later
from papers.models import Attachment
from papers.models.attachment import AttachmentQuerySet

logger = logging.getLogger(__name__)

virus_found = Signal()  # with ``attachment``; sent when it is committed


def first_state() -> str:
    return ScanState.WAITING if settings.CLAMD_URL else ScanState.NOT_SCANNED


def scan_later(attachment: Attachment) -> None:
    if attachment.scan_state == ScanState.WAITING:
        transaction.on_commit(partial(scan_attachment.enqueue, attachment.pk))


def to_be_scanned() -> AttachmentQuerySet:
    """Those that wait, and those that are older than the scanner."""
    waiting = Q(scan_state=ScanState.WAITING)
    return Attachment.objects.filter(waiting | Q(scan_state=ScanState.NOT_SCANNED)).order_by("pk")


@task()
def scan_attachment(attachment_id: int) -> None:
    attachment = Attachment.objects.filter(pk=attachment_id, scan_state=ScanState.WAITING).first()
    if attachment is not None:
        scan(attachment)


def scan(attachment: Attachment) -> bool:
    """Whether the scanner said something. What it found is named to the council office and to whoever added the
    file."""
    if not settings.CLAMD_URL:
        return False
    scanner = Scanner(settings.CLAMD_URL, settings.CLAMD_SECONDS)
    try:
        with attachment.file.storage.open(str(attachment.file.name)) as file:
            virus = scanner.virus_in(file)
    except Unavailable as problem:
        logger.error("attachment %s was not scanned: %s", attachment.pk, problem)
        return False
    except FileNotFoundError:
        logger.error("the file of attachment %s is missing", attachment.pk)
        return False
    _record(attachment, virus)
    return True


@transaction.atomic
def _record(attachment: Attachment, virus: str) -> None:
    """Nothing where the row is gone by now."""
    row = Attachment.objects.select_for_update().filter(pk=attachment.pk, sha512=attachment.sha512).first()
    if row is None:
        return
    row.scan_state = ScanState.INFECTED if virus else ScanState.CLEAN
    row.virus, row.scanned_at = virus, timezone.now()
    row.save()
    inspect_later(row)
    if virus:
        logger.error("a virus was found in attachment %s", row.pk)
        log(instance=row.paper, action="umlauf.virus", data={"title": row.title, "virus": virus, "sha512": row.sha512})
        transaction.on_commit(partial(virus_found.send, sender=Attachment, attachment=row))
