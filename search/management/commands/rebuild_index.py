from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from papers.commands import LoggedCommand
from search.indexing import mark_everything, process_pending
from search.models import PendingUpdate


class Command(LoggedCommand):
    help = "Builds the index anew while searching goes on. Interrupted, it goes on where it stopped with --resume."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--resume", action="store_true", help="only what is still marked")

    def handle(self, *args: object, resume: bool, **options: Any) -> None:
        total = PendingUpdate.objects.count() if resume else mark_everything()
        for left in process_pending():
            self._show(total - left, total)
        self.stdout.write(f"\r[{'#' * 25}] 100 %  {total}/{total}")
        if settings.ELASTICSEARCH_URL:
            from search.engines.elastic_index import rebuild  # its client is imported only where there is a server

            for done, total in rebuild(resume=resume):
                self._show(done, total)
            self.stdout.write("")

    def _show(self, done: int, total: int) -> None:
        share = 100 * done // max(1, total)
        self.stdout.write(f"\r[{'#' * (share // 4):<25}] {share:3} %  {done}/{total}", ending="")
        self.stdout.flush()
