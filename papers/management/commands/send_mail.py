"""``manage.py send_mail``: send what is due in the outbox, without a worker. Meant for a clock, every minute."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import CommandParser

from papers.commands import LoggedCommand
from papers.mail import outbox


class Command(LoggedCommand):
    help = "Send what is due in the outbox."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seconds", type=int, default=3600, help="stop after so long")

    def handle(self, *args: object, **options: Any) -> None:
        count = outbox.run(timedelta(seconds=options["seconds"]))
        self.stdout.write(f"{count} mails")
