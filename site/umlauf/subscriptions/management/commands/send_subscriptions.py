from __future__ import annotations

from typing import Any

from papers.commands import LoggedCommand
from umlauf.subscriptions.sending import tell


class Command(LoggedCommand):
    help = "Mails what is new to every subscription that is due. Run it every hour."

    def handle(self, *args: object, **options: Any) -> None:
        self.stdout.write(f"{tell()} mails sent")
