"""``manage.py scan_files``: ask the scanner about attachments that wait for it. For a clock, every few minutes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from papers.commands import LoggedCommand
from papers.enums import ScanState
from papers.models import Attachment, RemovedAttachment
from papers.scanning import former_to_be_scanned, scan, scan_former, to_be_scanned

MOST_FAILURES = 3  # in a row, until the scanner is taken for dead


class Command(LoggedCommand):
    help = "Ask the virus scanner about attachments it has not looked at."

    def handle(self, *args: object, **options: Any) -> None:
        if not settings.CLAMD_URL:
            waiting = to_be_scanned().filter(scan_state=ScanState.WAITING).count() + former_to_be_scanned().count()
            if waiting:
                raise CommandError(f"{waiting} attachments wait for a scanner, and CLAMD_URL names none")
            return
        scanned = failures = 0
        rows: Iterator[Attachment | RemovedAttachment] = chain(
            to_be_scanned().iterator(), former_to_be_scanned().iterator()
        )
        for row in rows:
            done = scan(row) if isinstance(row, Attachment) else scan_former(row)
            scanned, failures = scanned + done, 0 if done else failures + 1
            if failures == MOST_FAILURES:
                raise CommandError(f"the scanner does not answer; {scanned} attachments were scanned")
        self.stdout.write(f"{scanned} attachments")
