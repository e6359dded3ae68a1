"""Print a released text once, keep it, and give out what was kept.

The first to need the PDF of a released version makes it; everybody after that, for ever, gets the same bytes. A late
annex makes another edition of the same text, and so do words that nobody is to read any more. What happens to a paper
later (the slip, its results) is in the record and on the page, not in the print."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from django.db.models import Max
from wagtail.models import Site

from papers.files.kept import Altered, opened_as_kept
from papers.models import Paper, PrintedPaper, PrintSettings, Restriction, Version
from papers.models.printed import Head
from papers.pdf.content import content_digest, content_of
from papers.pdf.printing import typeset_content
from papers.pdf.typesetting import NotTypeset, Reason
from papers.prepared import prepared
from papers.same_text import say_the_same
from papers.versions import reasons_between, released_among, released_version

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from wagtail.models import Revision


logger = logging.getLogger(__name__)

SAME_FOR_THE_SAME_TEXT = ("paper_id", "version", "edition", "language", "file", "size", "sha256", "content_sha256")


class NotReleased(Exception):
    """Only a released text is printed for good."""


def print_of(page: Paper) -> PrintedPaper:
    """The print of the released text of a page, made now if nobody needed it before. Raises NotReleased, and NotTypeset
    where it cannot be made."""
    page = page.specific
    if not page.live or page.live_revision_id is None:
        raise NotReleased
    return kept_print_of(page) or _keep(page, page.live_revision)


def kept_print_of(page: Paper, versions: Collection[Version] | None = None) -> PrintedPaper | None:
    """The print of the released text with the annexes it has now, where somebody needed it before. ``versions``: those
    of its original in their order, where they are in hand."""
    kept = next(iter(_latest_print(page=page.pk, revision=page.live_revision_id)), None)
    if kept is None:
        return None
    original = page.original
    released = released_version(original) if versions is None else released_among(versions, original)
    return None if _is_outdated(kept, released) else kept


@prepared
def _latest_print(*, page: Any, revision: Any) -> QuerySet[PrintedPaper]:
    return PrintedPaper.objects.filter(page=page, revision=revision).order_by("-pk")[:1]


def _is_outdated(kept: PrintedPaper, version: Version | None) -> bool:
    """Says whether the text of the original got annexes, or lost some, after the print was made, or whether it tells
    words that nobody is to read any more. Another text of the original is no matter of a translation that did not
    follow it."""
    if version is None or kept.version_id == version.pk or kept.version is None:
        return False
    if kept.version.revision_id != version.revision_id:
        return False
    return bool(kept.version.contents != version.contents) or _words_withheld_since(kept)


def _words_withheld_since(kept: PrintedPaper) -> bool:
    """Of a file readers did not have any more; otherwise the annexes are others."""
    since = Restriction.objects.filter(paper=kept.paper_id, keeps_title=False, at__gt=kept.created_at)
    return since.exclude(former=None).exists()


def opened(kept: PrintedPaper) -> File[bytes]:
    """Opens the print for reading. Raises NotTypeset where the file is gone or another one: a second print would be
    another document than the one people have, so somebody has to bring it back from a backup."""
    name = f"print {kept.pk} of page {kept.page_id}"
    try:
        return opened_as_kept(kept.file, algorithm="sha256", digest=kept.sha256, name=name)
    except FileNotFoundError as missing:
        logger.error("the print %s of page %s is missing from the archive", kept.pk, kept.page_id)
        raise NotTypeset(Reason.LOST, str(missing)) from missing
    except Altered as altered:
        raise NotTypeset(Reason.ALTERED, str(altered)) from altered


def _keep(page: Paper, revision: Revision) -> PrintedPaper:
    """Two who need it at the same moment may both make it; one of them keeps it. A text that was released again without
    a change is the same edition, and its print the same file."""
    original = page.original
    edition, version = _edition(page, original)
    earlier = PrintedPaper.objects.filter(page=page).select_related("revision", "version").order_by("-pk").first()
    same = earlier is not None and _is_of_edition(earlier, page, edition) and not _is_outdated(earlier, version)
    if earlier is not None and same and say_the_same(earlier.revision, revision):
        return _kept_again(earlier, revision)
    before = earlier.version if earlier is not None else None
    reason = " · ".join(reasons_between(before, version)) if version and edition > 1 else ""
    number = version.number if version else None
    content = content_of(page, edition=edition, reason=reason, version=number)
    pdf = typeset_content(content, head=head_of_papers())
    kept = PrintedPaper(
        paper=original,
        page=page,
        revision=revision,
        version=version,
        edition=edition,
        language=page.locale.language_code,
        size=len(pdf),
        sha256=hashlib.sha256(pdf).hexdigest(),
        content_sha256=content_digest(content),
    )
    try:
        with transaction.atomic():
            kept.file.save(f"{original.slug}-{page.locale.language_code}-{edition}.pdf", ContentFile(pdf), save=False)
            kept.save()
    except IntegrityError:
        kept.file.delete(save=False)
        return PrintedPaper.objects.get(page=page, revision=revision, version=version)
    return kept


def _is_of_edition(earlier: PrintedPaper, page: Paper, edition: int) -> bool:
    return page.pk == earlier.paper_id or earlier.edition == edition


def _kept_again(earlier: PrintedPaper, revision: Revision) -> PrintedPaper:
    same = {name: getattr(earlier, name) for name in SAME_FOR_THE_SAME_TEXT}
    again, _created = PrintedPaper.objects.get_or_create(
        page_id=earlier.page_id, revision=revision, version=earlier.version, defaults=same
    )
    return again


def _edition(page: Paper, original: Paper) -> tuple[int, Version | None]:
    """A translation is of the edition its original has at the moment."""
    if page.pk != original.pk and original.live:
        of_original = print_of(original)
        return of_original.edition, of_original.version
    version = released_version(original)
    latest = PrintedPaper.objects.filter(page=original).aggregate(latest=Max("edition"))["latest"] or 0
    return latest + 1, version


def head_of_papers() -> str:
    site = Site.objects.filter(is_default_site=True).first()
    return PrintSettings.for_site(site).head if site else Head.LETTERHEAD


def known(sha256: str) -> list[PrintedPaper]:
    """The prints with this hash, in any spelling of it; one that counts now stands before those that did once."""
    wanted = "".join(sha256.split()).lower()
    prints = PrintedPaper.objects.select_related("paper__locale", "page__locale", "version").filter(sha256=wanted)
    return sorted(prints, key=lambda kept: not kept.is_current)
