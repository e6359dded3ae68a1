"""Whose readings in a foreign language are counted, also where the page need not be made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation.trans_real import parse_accept_lang_header

from papers.translation.drafts import count_reading

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from papers.models import Paper


def note_paper(response: HttpResponseBase, original: Paper) -> None:
    """``response`` shows it to everybody, as ``paper_read`` then says."""
    response.paper_read = original.pk  # type: ignore[attr-defined]


def paper_read(response: HttpResponseBase) -> int:
    """Primary key of the original; 0 where no readings are counted."""
    return getattr(response, "paper_read", 0)


def count_read(request: HttpRequest, original: int) -> None:
    """Does nothing for whoever does not speak the language of the address."""
    language = request.path_info.split("/")[1]
    if original and _is_read_in_a_foreign_language(request, language):
        count_reading(original, language)


def _is_read_in_a_foreign_language(request: HttpRequest, language: str) -> bool:
    """Says whether the reader's browser speaks the language of the address. Programs that follow every link say no
    language of their own."""
    spoken = {
        code.split("-")[0]
        for code, _priority in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    }
    return request.method == "GET" and language != settings.LANGUAGE_CODE and language.split("-")[0] in spoken
