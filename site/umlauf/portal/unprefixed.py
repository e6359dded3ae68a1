"""An address without a language leads to the same one with a language; one that was answered stays where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.middleware.locale import LocaleMiddleware as DjangosLocaleMiddleware

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class LocaleMiddleware(DjangosLocaleMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Django takes every "not found" for an address without its language, and below a language Wagtail takes every
        address. What a view of the desk does not find is not found in German either."""
        if request.resolver_match is not None and response.status_code == 404:
            return response
        if getattr(response, "in_no_language", False):
            return response
        return super().process_response(request, response)


def is_in_no_language(response: HttpResponseBase) -> HttpResponseBase:
    """Of what is the same whatever language its reader speaks."""
    response.in_no_language = True  # type: ignore[attr-defined]
    return response
