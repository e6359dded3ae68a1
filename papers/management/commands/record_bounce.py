"""``manage.py record_bounce < message``: a mail server pipes in what came back to the address for bounces."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management import CommandError
from django.db import DatabaseError

from papers.commands import LoggedCommand
from papers.mail.returning import record_return


class Command(LoggedCommand):
    help = "Record a message that came to the return address (on standard input)."

    def handle(self, *args: object, **options: Any) -> None:
        try:
            verdict, row = record_return(sys.stdin.buffer.read())
        except DatabaseError as problem:
            # by this number a mail server knows that it has to come again
            raise CommandError("The database is away.", returncode=os.EX_TEMPFAIL) from problem
        self.stdout.write(f"{verdict.value}: {row._meta.model_name} {row.pk}" if row else verdict.value)
