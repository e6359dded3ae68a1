"""Has a file looked through by the program that may die, and keeps what it found by the hash of the content."""

from __future__ import annotations

import json
import logging
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django_tasks import task

from papers.files.cells import fit_for_xml
from papers.inspection import inspector
from papers.models import Attachment, Inspection
from papers.programs.host import MEBIBYTE, Ending, run

logger = logging.getLogger(__name__)

PROGRAM = Path(inspector.__file__)
SECONDS = 30.0
MEMORY = 1024 * MEBIBYTE
LONGEST_ANSWER = 64 * 1024
MOST_FINDINGS = 50
LONGEST_DETAIL = 200
UNREADABLE = "unreadable"
PLAIN = frozenset({"text/plain", "text/csv"})  # which show all they say

Findings = list[list[str]]


def inspect_later(attachment: Attachment) -> None:
    if attachment.media_type not in PLAIN:
        transaction.on_commit(partial(inspect_attachment.enqueue, attachment.pk))


@task()
def inspect_attachment(attachment_id: int) -> None:
    """Once the scanner has nothing against it."""
    attachment = Attachment.objects.servable().filter(pk=attachment_id).first()
    if attachment is None or Inspection.objects.filter(sha512=attachment.sha512).exists():
        return
    try:
        findings = inspected(attachment)
    except FileNotFoundError:
        logger.error("the file of attachment %s is missing", attachment.pk)
        return
    Inspection.objects.update_or_create(sha512=attachment.sha512, defaults={"findings": findings})


def inspected(attachment: Attachment) -> Findings:
    """Raises FileNotFoundError. The program hears nothing of where the file comes from."""
    with attachment.file.storage.open(str(attachment.file.name)) as original, TemporaryFile() as file:
        copyfileobj(original, file)
        file.seek(0)
        about = {"memory": MEMORY, "seconds": SECONDS}
        answer = run(PROGRAM, about, stdin=file, seconds=SECONDS, most=LONGEST_ANSWER)
    return understood(answer.said, answer.ending)


def understood(said: bytes, ending: Ending | None) -> Findings:
    """What the program said, as far as it is what it may say; a file that ended it is unreadable."""
    found: Findings = []
    for line in said.split(b"\n")[:-1]:
        try:
            code, detail = json.loads(line)
        except (ValueError, TypeError, RecursionError):
            break
        if code == "end" and ending is None:
            return found
        if not (isinstance(code, str) and isinstance(detail, str)) or len(found) >= MOST_FINDINGS:
            break
        found.append([code[:40], fit_for_xml(detail.encode("utf-8", "replace").decode())[:LONGEST_DETAIL]])
    return [*found, [UNREADABLE, ""]]


def with_findings(attachments: QuerySet[Attachment]) -> QuerySet[Any]:
    """Each with its ``findings``: None where its file was not looked through yet."""
    same = Inspection.objects.filter(sha512=OuterRef("sha512")).values("findings")[:1]
    return attachments.annotate(findings=Subquery(same))
