"""What may not stay in a cache on the way: anything restricted, and anything made for one reader."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control

View = Callable[..., HttpResponseBase]


def keep_private(response: HttpResponseBase) -> None:
    patch_cache_control(response, private=True, no_store=True)


def private_when_signed_in(view: View) -> View:
    """Lists show members more than citizens."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.user.is_authenticated:
            keep_private(response)
        return response

    return wrapper
