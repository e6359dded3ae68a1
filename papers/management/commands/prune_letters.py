"""``manage.py prune_letters``: forget mails that came to their end eight weeks ago. Meant for a clock, every day."""

from __future__ import annotations

from typing import Any

from papers.commands import LoggedCommand
from papers.mail.posting import prune


class Command(LoggedCommand):
    help = "Forget mails that came to their end long ago. Deliveries of papers are kept."

    def handle(self, *args: object, **options: Any) -> None:
        self.stdout.write(f"{prune()} mails forgotten")
