"""``manage.py record_bounce < message``: a mail server pipes in what came back to the address for bounces."""

from __future__ import annotations

import sys
from typing import Any

from papers.commands import LoggedCommand
from papers.mail.returning import record_return


class Command(LoggedCommand):
    help = "Record a message that came to the return address (on standard input)."

    def handle(self, *args: object, **options: Any) -> None:
        verdict, row = record_return(sys.stdin.buffer.read())
        self.stdout.write(f"{verdict.value}: {row._meta.model_name} {row.pk}" if row else verdict.value)
