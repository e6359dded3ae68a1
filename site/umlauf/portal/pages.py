"""A paper at its address, in every language: its translation where there is one, the original with a notice where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language

from papers.access import may_read
from papers.enums import WITH_AUTHOR, Confidentiality
from papers.models import Paper, PaperIndexPage
from papers.versions import latest_version

if TYPE_CHECKING:
    from wagtail.models import Page


def paper_page(request: HttpRequest, path: str) -> HttpResponse:
    """``path``: the slugs below the index of papers, joined by slashes. 404 for what is unknown and for what may not be read, alike."""
    paper = _find(path, get_language() or settings.LANGUAGE_CODE) or _find(path, settings.LANGUAGE_CODE)
    if paper is None or not may_read(request.user, paper):
        raise Http404
    response = _text_to_read(paper).serve(request)
    return guard(response, paper, request)


def guard(response: Any, paper: Paper, request: HttpRequest) -> Any:
    """Nothing restricted, and nothing made for one reader, stays in a cache on the way."""
    if request.user.is_authenticated or not paper.live or paper.original.confidentiality != Confidentiality.PUBLIC:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _find(path: str, language: str) -> Paper | None:
    index = PaperIndexPage.objects.filter(locale__language_code=language).first()
    if index is None:
        return None
    page: Page | None = (
        Paper.objects.filter(url_path=f"{index.url_path}{path.strip('/')}/").select_related("locale", "kind", "originating_office", "author").first()
    )
    return page.specific if page else None


def _text_to_read(paper: Paper) -> Paper:
    """What is released; before that, the version that circulates, or the latest draft for those who work on it."""
    if paper.live:
        return paper
    version = latest_version(paper)
    if version is not None and paper.state not in WITH_AUTHOR:
        return version.revision.as_object()
    return paper.get_latest_revision_as_object()
