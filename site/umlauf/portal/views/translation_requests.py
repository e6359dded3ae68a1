"""A reader asks for a paper in the language of the page. On a page of its own, so that the paper itself needs no
cookie."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language, get_language_info
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from papers.enums import PaperState
from papers.translation.drafts import request_translation
from umlauf.operation.clients import client_address
from umlauf.portal.presenters.shelf import released_papers


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def translation_request(request: HttpRequest, pk: int) -> HttpResponse:
    """404 for a paper that may not be read, was withdrawn, or exists in this language."""
    language = get_language() or settings.LANGUAGE_CODE
    papers = released_papers(request.user).exclude(state=PaperState.WITHDRAWN).select_related("locale", "kind")
    paper = get_object_or_404(papers, pk=pk)
    if (
        language == settings.LANGUAGE_CODE
        or paper.get_translations().live().filter(locale__language_code=language).exists()
    ):
        raise Http404
    asked = request.method == "POST"
    if asked:
        request_translation(paper, language, reader=str(request.user.pk or client_address(request)))
    return render(
        request,
        "portal/request_translation.html",
        {"paper": paper, "asked": asked, "language_name": get_language_info(language)["name_translated"]},
    )
