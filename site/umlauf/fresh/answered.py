"""Which part of the query of an address a page answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


def note_answered(response: HttpResponseBase, **asked: Any) -> None:
    """What of the query of an address ``response`` answers: a filter there is, a page there is. Any other value makes
    an address of its own that shows nothing of its own."""
    response.answered = {name: str(value) for name, value in asked.items()}  # type: ignore[attr-defined]


def answers_all(request: HttpRequest, response: HttpResponseBase) -> bool:
    answered = getattr(response, "answered", {})
    return all(values == [answered.get(name)] for name, values in request.GET.lists())
