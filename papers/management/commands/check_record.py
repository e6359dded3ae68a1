"""Compare what a paper's row keeps for quick lists with the facts it follows from: whose translation it is, its circle
of readers, and whether a translation is behind its original. Names each paper that differs and fails; with ``--mend``
writes the row anew from the facts."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from papers.access import circles
from papers.commands import LoggedCommand
from papers.models import Paper
from papers.models.paper_queries import PaperQuerySet
from papers.translation import behind

NAMED = 50


class Command(LoggedCommand):
    help = "Check that papers are kept for the readers their record gives them (run it after changes by hand)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="write what differs anew, from the record")

    def handle(self, *args: object, **options: Any) -> None:
        differing = {"belongs to another original": misplaced(), "has another circle of readers": wrong_circles()}
        found = {words: list(pages.order_by("pk")[:NAMED]) for words, pages in differing.items()}
        found["is behind its original, or is not"] = list(islice(behind.differing(), NAMED))
        for words, pages in found.items():
            for page in pages:
                kept = f"{page.translation_of_id}, “{page.circle}”, {'behind' if page.is_behind else 'not behind'}"
                self.stdout.write(f"paper {page.pk} {words}: kept are {kept}")
        if not any(found.values()):
            self.stdout.write("Every paper is kept for the readers its record gives it.")
        elif options["mend"]:
            self.stdout.write(f"{mend()} written anew")
        else:
            raise CommandError(f"{sum(map(len, found.values()))} differ (the first {NAMED} of each kind are named)")


def wrong_circles() -> PaperQuerySet:
    return circles.wrong(Paper.objects.order_by())


def misplaced() -> PaperQuerySet:
    """Pages that name another original than the one in the language of originals with their key, or none."""
    same: PaperQuerySet = Paper.objects.annotate(original_found=Subquery(_original())).order_by()
    foreign = same.exclude(locale__language_code=settings.LANGUAGE_CODE)
    own = same.filter(locale__language_code=settings.LANGUAGE_CODE, translation_of__isnull=False)
    right = foreign.filter(translation_of=F("original_found")) | foreign.filter(
        translation_of__isnull=True, original_found__isnull=True
    )
    wrong: PaperQuerySet = own | foreign.exclude(pk__in=right.values("pk"))
    return wrong


def _original() -> PaperQuerySet:
    originals = Paper.objects.filter(
        translation_key=OuterRef("translation_key"), locale__language_code=settings.LANGUAGE_CODE
    )
    first: PaperQuerySet = originals.order_by().values("pk")[:1]
    return first


@transaction.atomic
def mend() -> int:
    """Returns how many rows were written."""
    written = 0
    for page in list(misplaced()):
        found = None if page.locale.language_code == settings.LANGUAGE_CODE else page.original_found
        written += Paper.objects.filter(pk=page.pk).update(translation_of=found)
    written += wrong_circles().settle_circles()
    for page in list(behind.differing()):
        page.write_record(is_behind=not page.is_behind)
        written += 1
    return written
