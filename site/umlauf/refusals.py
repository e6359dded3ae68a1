"""The pages that refuse something, in the language of whoever is refused it.

An address of the portal names its language. One of the desk does not: there a person has chosen a language for
themselves, and what their browser would like best counts for nothing.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from django.utils.translation import override
from django.views import defaults

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

DESK = "/admin/"


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    with in_their_language(request):
        return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    with in_their_language(request):
        return defaults.page_not_found(request, exception)


def in_their_language(request: HttpRequest) -> AbstractContextManager[Any]:
    language = getattr(getattr(request, "user", None), "preferred_language", "")  # none before somebody signs in
    return override(language) if language and request.path.startswith(DESK) else nullcontext()
