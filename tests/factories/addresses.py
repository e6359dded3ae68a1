"""Which view answers at an address: asked for everybody of a test, and the same for all of them."""

from __future__ import annotations

from functools import cache

from django.urls import ResolverMatch, resolve
from django.utils.translation import override


@cache
def view_at(path: str, language: str) -> ResolverMatch:
    """Raises Resolver404 where nothing answers."""
    with override(language):
        return resolve(path)
