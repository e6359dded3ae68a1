"""``manage.py record_bounce < message``: a mail server pipes in what came back to the address for bounces."""

from __future__ import annotations

import sys
from typing import Any

from papers.commands import LoggedCommand
from workflows.distribution.bounces import record_bounce


class Command(LoggedCommand):
    help = "Record a message that came back (on standard input)."

    def handle(self, *args: object, **options: Any) -> None:
        delivery = record_bounce(sys.stdin.buffer.read())
        self.stdout.write(f"{delivery}: {delivery.problem}" if delivery else "not about a delivery")
