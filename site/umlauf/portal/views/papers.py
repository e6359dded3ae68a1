"""A paper at its address, in every language: its translation where there is one; with a notice the one its readers
rather know than the original, and the original where there is none either."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from papers.access import may_read, principal_of
from papers.models import Paper, PaperIndexPage
from papers.multilingual import reading_languages
from papers.prepared import prepared
from papers.tombstones import Tombstone, pages_with_tombstone, tombstone_of
from papers.versions import text_to_read
from umlauf.fresh.readings import count_read, note_paper
from umlauf.portal.addresses import paper_url
from umlauf.portal.views.gone import gone

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from papers.access import Principal, Reader

READ_ALONG = ("locale", "kind", "originating_office")


@require_safe
def paper_page(request: HttpRequest, path: str) -> HttpResponseBase:
    """``path``: the slugs below the index of papers, joined by slashes. 404 for what is unknown and for what may not be
    read, alike; 410 for what everybody could read once."""
    paper = page_at(request.user, path)
    if paper is None:
        deeper = _deeper_in_the_tree(request.user, path)
        return gone(request, tombstone_at(path)) if deeper is None else redirect(paper_url(deeper))
    response: HttpResponseBase = text_to_read(paper).serve(request)
    if paper.live:
        count_read(request, paper.original.pk)
        note_paper(response, paper.original)
    return response


def page_at(user: Reader, path: str) -> Paper | None:
    """What the user may read at an address: in its language, else in the next its readers know."""
    return next((page for page in _at(path) if may_read(user, page)), None)


def _at(path: str) -> Iterator[Paper]:
    """The page in the language of the address, then in the next."""
    for language in reading_languages(get_language()):
        for index in _index(language=language):
            yield from map(_whole, _page(slug=_slug_at(path), url_path=f"{index.url_path}{path.strip('/')}/"))


def _slug_at(path: str) -> str:
    """An index finds pages by it, and not by their whole path."""
    return path.strip("/").rpartition("/")[2]


def _whole(page: Paper) -> Paper:
    """With the row of its own kind of page, as Wagtail's ``specific``, and what was read along with the first."""
    own = page.specific_class
    if own is None or own is type(page):
        return page
    (whole,) = _row(own, page=page.pk)
    for name in READ_ALONG:
        setattr(whole, name, getattr(page, name))
    return whole


@prepared
def _page(*, slug: Any, url_path: Any) -> QuerySet[Paper]:
    page: QuerySet[Paper] = Paper.objects.filter(slug=slug, url_path=url_path).select_related(*READ_ALONG).order_by()
    return page


@prepared
def _row(kind: type[Paper], *, page: Any) -> QuerySet[Paper]:
    row: QuerySet[Paper] = kind.objects.filter(pk=page).order_by()
    return row


@prepared
def _index(*, language: Any) -> QuerySet[PaperIndexPage]:
    """The root of one language, as much of it as an address needs."""
    of_language: QuerySet[PaperIndexPage] = PaperIndexPage.objects.filter(locale__language_code=language)
    return of_language.only("url_path").order_by("path")[:1]


def _deeper_in_the_tree(user: Reader, slug: str) -> Paper | None:
    """A numbered paper also answers to its number alone, wherever it stands in the tree of topics."""
    return next(iter(_numbered(principal_of(user), slug=slug.strip("/"))), None)


@prepared
def _numbered(reader: Principal, *, slug: Any) -> QuerySet[Paper]:
    readable = Paper.objects.originals_readable_by(reader)
    paper: QuerySet[Paper] = readable.filter(slug=slug, number__isnull=False).order_by("pk")[:1]
    return paper


def tombstone_at(path: str) -> Tombstone | None:
    """What may be told of a page the reader may not read. Two statements, whether there is such a page or not, as long
    as there is nothing to tell."""
    path = path.strip("/")
    addresses = {f"{root.url_path}{path}/" for root in _roots(reading_languages(get_language()))}
    found = [page for page in _gone(slug=_slug_at(path)) if page.url_path in addresses or _is_number_of(page, path)]
    return next(filter(None, map(tombstone_of, found)), None)


def _is_number_of(page: Paper, path: str) -> bool:
    return page.slug == path and page.number is not None and page.locale.language_code == settings.LANGUAGE_CODE


@prepared
def _roots(languages: tuple[str, ...]) -> QuerySet[PaperIndexPage]:
    roots: QuerySet[PaperIndexPage] = PaperIndexPage.objects.filter(locale__language_code__in=languages)
    return roots.only("url_path")


@prepared
def _gone(*, slug: Any) -> QuerySet[Paper]:
    pages: QuerySet[Paper] = pages_with_tombstone().filter(slug=slug).select_related("locale", "kind")
    return pages
