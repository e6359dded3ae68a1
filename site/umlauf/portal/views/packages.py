"""Several papers with their annexes in one file: for a meeting, or to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from papers.files.handing_out import hand_out
from papers.files.kept import Altered, opened_attachment
from papers.files.kinds import PDF
from papers.models import Attachment
from papers.pdf.archive import opened, print_of
from papers.pdf.bundle import Part, bundle
from papers.pdf.content import open_attachments
from papers.pdf.typesetting import NotTypeset
from umlauf.portal.views.gone import gone
from umlauf.portal.views.papers import page_at, tombstone_at

if TYPE_CHECKING:
    from papers.models import Paper
    from papers.tombstones import Tombstone

MOST_PAPERS = 50
LARGEST = 200 * 1024 * 1024  # bytes of all files together


@require_safe
def package(request: HttpRequest) -> HttpResponseBase:
    """``?paper=`` once for each paper, by its slug and in the order wanted. 404 where one of them may not be read: half
    a package would mislead."""
    slugs = list(dict.fromkeys(slug for slug in request.GET.getlist("paper") if slug))
    pages = [page_at(request.user, slug) for slug in slugs[:MOST_PAPERS]]
    papers = [page for page in pages if page is not None and page.live]
    if not papers or len(papers) != len(slugs):
        return gone(request, _tombstone(slugs[:MOST_PAPERS], pages))
    try:
        pdf = bundle([_part(page) for page in _within_reason(papers)], title=_title(papers))
    except (NotTypeset, TooLarge) as problem:
        return render(request, "portal/not_typeset.html", {"problem": problem, "paper": papers[0]}, status=503)
    name = papers[0].slug if len(papers) == 1 else "package"
    return hand_out(HttpResponse(pdf), media_type=PDF, filename=f"{name}.pdf", inline=True)


class TooLarge(Exception):
    def __str__(self) -> str:
        return _("These papers and their annexes are too large for one file. Choose fewer of them.")


def _within_reason(papers: list[Paper]) -> list[Paper]:
    """Raises TooLarge."""
    sizes = (attachment.size for page in papers for attachment in open_attachments(page))
    if sum(sizes) > LARGEST:
        raise TooLarge
    return papers


def _title(papers: list[Paper]) -> str:
    if len(papers) == 1:
        return str(papers[0].title)
    return ngettext("%(count)s paper", "%(count)s papers", len(papers)) % {"count": len(papers)}


def _tombstone(slugs: list[str], pages: list[Paper | None]) -> Tombstone | None:
    """Of the first that was public, where nothing else stands in the way."""
    missing = [tombstone_at(slug) for slug, page in zip(slugs, pages, strict=True) if page is None or not page.live]
    return missing[0] if missing and all(missing) else None


def _part(page: Paper) -> Part:
    with opened(print_of(page)) as file:
        pdf = file.read()
    return Part(
        page.title, page.display_number, pdf, [(annex.title, _pdf_of(annex)) for annex in open_attachments(page)]
    )


def _pdf_of(annex: Attachment) -> bytes | None:
    """Nothing can be bound of one that is missing, altered or held, which is said in its place."""
    if not annex.is_servable:
        return b""
    if annex.media_type != PDF:
        return None
    try:
        with opened_attachment(annex) as file:
            return bytes(file.read())
    except (OSError, Altered):
        return b""
