"""``manage.py clean_files``: remove what lies in the storage and nothing refers to. Meant for a clock, once a day.

A file is written before its row: one that is young may belong to an upload that is just happening, so only those go
that are older than the grace. The official documents are never looked at.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from papers.commands import LoggedCommand
from papers.leftovers import leftovers, remove, unused_images

LEAST_DAYS = 1


class Command(LoggedCommand):
    help = "Remove files nothing refers to, and images that stand in no text."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--older-than-days", type=int, default=30)
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and remove nothing")
        parser.add_argument("--images", action="store_true", help="images of the library that stand in no text, too")

    def handle(self, *args: object, **options: Any) -> None:
        days, dry = options["older_than_days"], options["dry_run"]
        if days < LEAST_DAYS:
            raise CommandError(f"a file of today may be one that is just being sent: at least {LEAST_DAYS} day")
        images = list(unused_images(days)) if options["images"] else []
        for image in images:
            self.stdout.write(f"image {image.pk}")
            if not dry:
                image.delete()
        gone = 0
        for storage, name in leftovers(days):
            self.stdout.write(name)
            gone += dry or remove(storage, name)
        self.stdout.write(f"{gone} files and {len(images)} images{' would go' if dry else ''}")
