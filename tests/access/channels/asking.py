"""What a channel is: a way on which something of a paper can reach somebody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import unquote, urlencode

from django.urls import Resolver404, ResolverMatch, reverse
from django.utils.translation import override

from tests.access.expected import Row
from tests.access.world import Specimen, World
from tests.factories.addresses import view_at


@dataclass(frozen=True)
class Ask:
    """One request, made by everybody in turn. ``route``: the pattern it is meant for, so that an address nobody answers
    proves nothing."""

    address: str
    method: str = "get"
    data: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def language(self) -> str:
        first = self.address.split("/")[1]
        return first if len(first) == 2 else "de"

    @cached_property
    def route(self) -> str:
        """Empty for an address nobody answers."""
        try:
            return self.match.route.removeprefix(f"{self.language}/").replace("^", "")
        except Resolver404:
            return ""

    @cached_property
    def match(self) -> ResolverMatch:
        """Raises Resolver404 for an address nobody answers."""
        return view_at(unquote(self.address.partition("?")[0]), self.language)


def ask(name: str, *args: object, language: str = "de", query: Mapping[str, Any] | None = None, **options: Any) -> Ask:
    """``name``: of the pattern, found by it and asserted to be the one that answers."""
    with override(language):
        address = reverse(name, args=args)
    return Ask(f"{address}?{urlencode(query, doseq=True)}" if query else address, **options)


@dataclass(frozen=True)
class Channel:
    """``of_paper`` is asked for each paper, ``of_all`` once for all of them. ``shows``: which part who has to be shown
    here, and nobody else. Whatever else an answer holds is held against the tables as well. ``opens``: for whom it
    answers with something else than a refusal."""

    name: str
    of_paper: Callable[[Specimen, World], Iterable[Ask]] | None = None
    of_all: Callable[[World], Iterable[Ask]] | None = None
    shows: Mapping[str, Row] = field(default_factory=dict)
    opens: Row | None = None
    opens_for_annex: bool = False

    def __str__(self) -> str:
        return self.name
