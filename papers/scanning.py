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
from django.db.models import Q, QuerySet
from django.db.models.fields.files import FieldFile
from django.dispatch import Signal
from django.utils import timezone
from django_tasks import task
from wagtail.log_actions import log

from papers.enums import ScanState
from papers.files.clamd import Scanner, Unavailable
from papers.inspection.inspecting import inspect_later
from papers.models import Attachment, RemovedAttachment
from papers.models.attachment import AttachmentQuerySet

logger = logging.getLogger(__name__)

virus_found = Signal()  # with ``attachment``; sent when it is committed


def first_state() -> str:
    return ScanState.WAITING if settings.CLAMD_URL else ScanState.NOT_SCANNED


def scan_later(attachment: Attachment) -> None:
    if attachment.scan_state == ScanState.WAITING:
        transaction.on_commit(partial(scan_attachment.enqueue, attachment.pk))


def scan_former_later(former: RemovedAttachment) -> None:
    if former.scan_state == ScanState.WAITING:
        transaction.on_commit(partial(scan_former_file.enqueue, former.pk))


def former_to_be_scanned() -> QuerySet[RemovedAttachment]:
    return RemovedAttachment.objects.filter(scan_state=ScanState.WAITING).order_by("pk")


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
    virus = _virus_in(attachment.file, attachment.pk)
    if virus is None:
        return False
    _record(attachment, virus)
    return True


@task()
def scan_former_file(removed_id: int) -> None:
    former = former_to_be_scanned().filter(pk=removed_id).first()
    if former is not None:
        scan_former(former)


def scan_former(former: RemovedAttachment) -> bool:
    """Of a file that was taken off or replaced while it waited, which opens for those who write the paper. Whether the
    scanner said something."""
    virus = _virus_in(former.file, former.key)
    if virus is None:
        return False
    state = ScanState.INFECTED if virus else ScanState.CLEAN
    former_to_be_scanned().filter(pk=former.pk).update(scan_state=state)
    return True


def _virus_in(file: FieldFile, key: int) -> str | None:
    """Empty where there is none; None where nobody could say. ``key``: of the attachment whose file it is or was."""
    if not settings.CLAMD_URL:
        return None
    scanner = Scanner(settings.CLAMD_URL, settings.CLAMD_SECONDS)
    try:
        with file.storage.open(str(file.name)) as content:
            virus: str = scanner.virus_in(content)
            return virus
    except Unavailable as problem:
        logger.error("attachment %s was not scanned: %s", key, problem)
    except FileNotFoundError:
        logger.error("the file of attachment %s is missing", key)
    return None


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
