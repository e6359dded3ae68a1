from __future__ import annotations

from typing import Any

from papers.commands import LoggedCommand
from workflows.routing.ending import settle_ended
from workflows.stranding import tell_of_strandings


class Command(LoggedCommand):
    help = (
        "Settles what is left at organizations whose last day has passed, then tells the council office what waits "
        "where nobody can act since it was last run. Run it every hour."
    )

    def handle(self, *args: object, **options: Any) -> None:
        self.stdout.write(f"{settle_ended()} organizations settled")
        self.stdout.write(f"{tell_of_strandings()} organizations told of")
