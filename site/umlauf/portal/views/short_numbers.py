"""A number of a paper behind the address of the site, however it is typed: leads to the paper in the language of the
reader's browser."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import require_safe

from papers.models import Paper
from papers.typed_numbers import paper_numbered
from umlauf.portal.addresses import paper_url


@require_safe
def short_number(request: HttpRequest, number: str) -> HttpResponse:
    """404 for what is no paper, for several, and for what may not be read, alike."""
    try:
        paper = paper_numbered(number, Paper.objects.originals_readable_by(request.user))
    except ValidationError:
        raise Http404 from None
    with override(get_language_from_request(request)):
        response = redirect(paper_url(paper))
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
