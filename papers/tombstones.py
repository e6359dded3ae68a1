"""What may still be told of what was public and is so no longer: that it was there.

Only what everybody could read once has a tombstone. Of anything else nobody is told that it exists, whatever became of
it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language

from papers.access import principal_of
from papers.enums import Confidentiality
from papers.models import Paper, Restriction

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from papers.access import Reader
    from papers.models import Attachment, PaperKind, RemovedAttachment
    from papers.models.paper_queries import PaperQuerySet


WITHHELD = "[…]"  # in place of a title that is the problem


@dataclass(frozen=True)
class Tombstone:
    """``title`` and its ``language`` are empty where the title is the problem. ``since``: when it went. ``for_good``:
    nobody but the council office reads it any more. ``of_annex``: the title is that of an annex of the paper."""

    number: str
    kind: PaperKind
    date: datetime.date
    since: datetime.datetime
    title: str = ""
    language: str = ""
    for_good: bool = False
    of_annex: bool = False


def tombstone_of(paper: Paper, *, public_on: datetime.datetime | None = None) -> Tombstone | None:
    """``public_on``: of something of the paper that was made then and must have been public. Two statements at most."""
    original = paper.original
    rows = list(_restrictions(original).filter(attachment_key=None))
    public = [row for row in rows if row.was_public and (public_on is None or public_on <= row.at)]
    if not public:
        return None
    title, language = _title_of(original) if all(row.keeps_title for row in rows) else ("", "")
    return _tombstone(original, rows, title, language, for_good=original.is_taken_off)


def pages_with_tombstone() -> PaperQuerySet:
    """Papers and their translations whose address may tell something to everybody."""
    public = Restriction.objects.filter(attachment_key=None, was_public=True).values("paper")
    pages: PaperQuerySet = Paper.objects.filter(Q(pk__in=public) | Q(translation_of__in=public))
    return pages


def tombstone_of_attachment(attachment: Attachment) -> Tombstone | None:
    """Of an annex that was made stricter or taken off itself, or that went with its paper."""
    original = attachment.paper.original
    rows = list(_restrictions(original))
    own = [row for row in rows if row.attachment_key == attachment.pk and row.former_id is None]
    papers = [row for row in rows if row.attachment_key is None]
    went_along = attachment.confidentiality == Confidentiality.PUBLIC and not attachment.waits
    if not any(row.was_public for row in own) and not (
        went_along and any(row.was_public and attachment.created <= row.at for row in papers)
    ):
        return None
    counting = sorted([*own, *papers], key=lambda row: (row.at, row.pk))
    kept = all(row.keeps_title for row in counting)
    gone = attachment.is_taken_off or original.is_taken_off
    title, language = (attachment.title, original.locale.language_code) if kept else ("", "")
    return _tombstone(original, counting, title, language, for_good=gone, of_annex=True)


def former_files_for(user: Reader, rows: QuerySet[RemovedAttachment]) -> QuerySet[RemovedAttachment]:
    """Of removed annexes and replaced files those that were not taken off, alone or with their annex, for all but the
    council office. ``rows``: of papers the user may know drafts of."""
    return rows if principal_of(user).council_office else without_taken_off(rows)


def without_taken_off(rows: QuerySet[RemovedAttachment]) -> QuerySet[RemovedAttachment]:
    alone = Q(former=OuterRef("pk"))
    with_annex = Q(former=None, paper=OuterRef("paper"), attachment_key=OuterRef("key"))
    return rows.exclude(Exists(Restriction.objects.filter(alone | with_annex, after="")))


def _restrictions(original: Paper) -> QuerySet[Restriction]:
    return Restriction.objects.filter(paper=original.pk).order_by("at", "pk")


def _tombstone(
    original: Paper, rows: list[Restriction], title: str, language: str, *, for_good: bool, of_annex: bool = False
) -> Tombstone:
    since = next(row.at for row in rows if row.was_public)
    return Tombstone(
        number=original.number or "",
        kind=original.kind,
        date=original.date,
        since=since,
        title=title,
        language=language,
        for_good=for_good,
        of_annex=of_annex,
    )


def _title_of(original: Paper) -> tuple[str, str]:
    """The released title in the active language, else the original's, with its language."""
    translated = (
        original.translations.filter(locale__language_code=get_language() or "", live=True)
        .select_related("locale")
        .first()
    )
    named = translated or original
    return str(named.title), str(named.locale.language_code)
