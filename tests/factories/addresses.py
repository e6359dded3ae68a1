"""Which view answers at an address, asked for everybody of a test and the same for all of them; and where the screen
of a verb is."""

from __future__ import annotations

from functools import cache

from django.urls import ResolverMatch, resolve, reverse
from django.utils.translation import override

from papers.access.verb_table import VERBS


@cache
def view_at(path: str, language: str) -> ResolverMatch:
    """Raises Resolver404 where nothing answers."""
    with override(language):
        return resolve(path)


def at(verb, /, *args, headers=None, **data):
    """Address, what is sent there, and headers."""
    return reverse(VERBS[verb].view, args=args), data, headers or {}
