from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from papers.commands import LoggedCommand
from umlauf.demo.loader import Progress, load_demo
from umlauf.demo.login_sheet import login_sheet

BAR = 30


class Command(LoggedCommand):
    help = "Load the demo: a city, its people and some years of papers. A second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--print-only", action="store_true", help="Load nothing, only print the addresses and the log-ins."
        )

    def handle(self, *args: object, **options: Any) -> None:
        if not options["print_only"]:
            self._load()
        self.stdout.write(login_sheet())

    def _load(self) -> None:
        begun = time.perf_counter()
        loaded = 0
        try:
            for progress in load_demo():
                self._show(progress)
                loaded = progress.done
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        if loaded:
            summary = _("The demo is loaded: %(parts)s parts in %(seconds)s seconds.")
            self.stdout.write(
                self.style.SUCCESS(summary % {"parts": loaded, "seconds": round(time.perf_counter() - begun)})
            )
        else:
            self.stdout.write(_("The demo was already loaded; nothing was changed."))
        self.stdout.write("")

    def _show(self, progress: Progress) -> None:
        """Shows a bar that stays in its line on a terminal, and writes a line for each part into a log file."""
        count = f"{progress.done:>3}/{progress.total}"
        if not self.stdout.isatty():
            self.stdout.write(f"{count} {progress.label}")
            return
        filled = BAR * progress.done // progress.total
        end = "\n" if progress.done == progress.total else ""
        self.stdout.write(f"\r{'█' * filled}{'░' * (BAR - filled)} {count} {progress.label[:60]:<60}", ending=end)
        self.stdout.flush()
