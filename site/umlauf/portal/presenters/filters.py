"""Filters of the list of papers: what the address asks for, what else could be asked, and how many papers each answer
would leave.

Unknown values are dropped, not punished: an old link keeps working.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from papers.enums import BODIES, PUBLIC_STATES
from papers.models import Consultation, Organization, PaperKind
from papers.numbering import numbered_like
from papers.parties.organization_names import with_earlier

LONGEST_WORD = 200


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Facet:
    """A question with its possible answers; ``language`` is that of the answers where they are names."""

    name: str
    label: str
    anything: str
    chosen: str
    options: list[Option]
    language: str


@dataclass(frozen=True)
class Chip:
    """A filter that is set, with the query of the list without it."""

    label: str
    value: str
    language: str
    query: str


class PaperFilter:
    """Seven queries, whatever the number of papers."""

    def __init__(self, readable: Any, asked: Mapping[str, str]) -> None:
        self.readable = readable
        self.word = asked.get("q", "").replace("\0", "").strip()[:LONGEST_WORD]  # PostgreSQL refuses NUL
        self.chosen = {name: asked[name] for name in self._labels if asked.get(name, "") in self._labels[name]}

    @property
    def papers(self) -> Any:
        return self.readable.filter(self._conditions())

    @cached_property
    def facets(self) -> list[Facet]:
        here = get_language() or settings.LANGUAGE_CODE
        return [
            self._facet("kind", _("Kind"), _("All kinds"), here),
            self._facet("committee", _("Committee"), _("All committees"), settings.LANGUAGE_CODE),
            self._facet("year", _("Year"), _("All years"), here),
            self._facet("state", _("State"), _("All states"), here),
        ]

    @property
    def chips(self) -> list[Chip]:
        chips = (
            [Chip(pgettext("filter", "Word or number"), self.word, "", self._query_without("q"))] if self.word else []
        )
        for facet in self.facets:
            if facet.chosen:
                chips.append(
                    Chip(
                        facet.label,
                        self._labels[facet.name][facet.chosen],
                        facet.language,
                        self._query_without(facet.name),
                    )
                )
        return chips

    @property
    def query(self) -> str:
        """Makes the query of links to other pages of the same list."""
        return self._query_without("page")

    def _query_without(self, name: str) -> str:
        asked = {"q": self.word, **self.chosen}
        return urlencode({key: value for key, value in asked.items() if value and key != name})

    def _conditions(self, without: str = "") -> Q:
        rules = Q()
        if self.word:
            rules &= Q(title__icontains=self.word) | Q(number__icontains=self.word) | numbered_like(self.word)
            if bodies := self._bodies_of_the_word:
                lines = Consultation.objects.not_cancelled().filter(paper=OuterRef("pk"), organization__in=bodies)
                rules |= Q(Exists(lines))
        for name, value in self.chosen.items():
            if name != without:
                rules &= _rule(name, value)
        return rules

    def _facet(self, name: str, label: str, anything: str, language: str) -> Facet:
        chosen = self.chosen.get(name, "")
        counts = self._counts(name)
        options = [
            Option(value, text, counts.get(value, 0))
            for value, text in self._labels[name].items()
            if counts.get(value) or value == chosen
        ]
        return Facet(name, label, anything, chosen, options, language)

    def _counts(self, name: str) -> dict[str, int]:
        papers = self.readable.filter(self._conditions(without=name)).order_by()
        if name == "committee":
            lines = (
                Consultation.objects.not_cancelled()
                .filter(paper__in=papers.values("pk"), organization__kind__in=BODIES)
                .order_by()
            )
            return _counted(lines.values_list("organization__slug").annotate(papers=Count("paper", distinct=True)))
        column = {"kind": "kind__slug", "year": "number_year", "state": "state"}[name]
        return _counted(papers.values_list(column).annotate(papers=Count("pk")))

    @cached_property
    def _bodies(self) -> list[Organization]:
        bodies = Organization.objects.filter(kind__in=BODIES).order_by("-kind", "position", "name")
        return list(bodies.only("slug", "name", "short_name", "former_names"))

    @property
    def _bodies_of_the_word(self) -> list[int]:
        """Bodies that are called what was typed, or were once: the whole name, because in nearly every title stands a
        part of one."""
        typed = " ".join(self.word.casefold().split())
        return [
            body.pk
            for body in self._bodies
            if typed in {name.casefold() for name in (body.name, body.short_name, *_earlier(body)) if name}
        ]

    @cached_property
    def _labels(self) -> dict[str, dict[str, str]]:
        """Every possible answer to each question, in the order of the form."""
        years = (
            self.readable.exclude(number_year=None)
            .order_by("-number_year")
            .values_list("number_year", flat=True)
            .distinct()
        )
        return {
            "kind": {kind.slug: str(kind) for kind in PaperKind.objects.all()},
            "committee": {body.slug: with_earlier(body.name, _earlier(body)) for body in self._bodies},
            "year": {str(year): str(year) for year in years},
            "state": {state.value: str(state.label) for state in PUBLIC_STATES},
        }


def _earlier(body: Organization) -> list[str]:
    return body.former_names_in(settings.LANGUAGE_CODE)


def _rule(name: str, value: str) -> Q:
    if name == "committee":
        return Q(Exists(Consultation.objects.not_cancelled().filter(paper=OuterRef("pk"), organization__slug=value)))
    return Q(**{{"kind": "kind__slug", "year": "number_year", "state": "state"}[name]: value})


def _counted(rows: Iterable[tuple[Any, int]]) -> dict[str, int]:
    return {str(value): count for value, count in rows}
