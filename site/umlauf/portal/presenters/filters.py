"""Filters of the list of papers: what the address asks for, what else could be asked, and how many papers each answer
would leave.

Unknown values are dropped, not punished: an old link keeps working.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from papers.enums import BODIES, PUBLIC_STATES
from papers.models import Consultation, Organization, Paper, PaperKind
from papers.parties.organization_names import with_earlier
from papers.typed_numbers import ways_of_being_numbered
from search.lists import papers_titled
from umlauf.portal.presenters.shelf import YEAR, Shelf, shelf_of, shelf_with

if TYPE_CHECKING:
    from papers.access import Reader

LONGEST_WORD = 200
MOST_COUNTED = 400  # papers with a word


@dataclass(frozen=True)
class Option:
    """``count`` is None where so many papers have the word that they are not counted."""

    value: str
    label: str
    count: int | None


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
    """Four statements, whatever the number of papers. With a word in the title those that have it are counted, up to
    ``MOST_COUNTED``: of a word that stands in more titles the list shows so many papers, and its filters lead to the
    others."""

    def __init__(self, user: Reader, asked: Mapping[str, str]) -> None:
        self.user = user
        self.word = asked.get("q", "").replace("\0", "").strip()[:LONGEST_WORD]  # PostgreSQL refuses NUL
        self.chosen = {name: asked[name] for name in self._labels if asked.get(name, "") in self._labels[name]}

    @property
    def papers(self) -> Any:
        """From one table, as far as no word is looked for."""
        return Paper.objects.released().originals_readable_by(self.user).filter(self._conditions())

    @cached_property
    def keys(self) -> Any:
        """Of the papers, the newest first, as far as there are pages of them; of those with a word one more."""
        return _most_of(self.papers) if self.word else _newest(self.papers)

    @property
    def total(self) -> int:
        """As many as there are pages of."""
        return min(len(self.keys), MOST_COUNTED) if self._is_common else self._shelf.total(self.chosen)

    @property
    def holds_more(self) -> bool:
        return self._is_common and len(self.keys) > MOST_COUNTED

    @cached_property
    def _is_common(self) -> bool:
        if not self.word:
            return False
        return len(_most_of(self._with_word) if self.chosen else self.keys) > MOST_COUNTED

    @property
    def _with_word(self) -> Any:
        return Paper.objects.released().originals_readable_by(self.user).filter(self._of_the_word)

    @cached_property
    def _whole_shelf(self) -> Shelf:
        return shelf_of(self.user)

    @cached_property
    def _shelf(self) -> Shelf:
        """Of the papers the word leaves."""
        if not self.word:
            return self._whole_shelf
        return shelf_with(self._with_word)

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

    def _conditions(self) -> Q:
        rules = self._of_the_word if self.word else Q()
        for name, value in self.chosen.items():
            rules &= self._rule(name, value)
        return rules

    @cached_property
    def _of_the_word(self) -> Q:
        """Titles are asked of the index of words, so that they need not all be read; numbers of the papers themselves,
        so that a new one is found at once."""
        papers = Paper.objects.order_by()
        others = [papers.filter(reading).values("pk") for reading in ways_of_being_numbered(self.word)]
        if bodies := self._bodies_of_the_word:
            lines = Consultation.objects.not_cancelled().order_by().filter(organization__in=bodies)
            others.append(lines.values("paper"))
        here = get_language() or settings.LANGUAGE_CODE
        titled: Q = papers_titled(self.word, language=here, others=others, most=MOST_COUNTED + 1)
        return titled

    def _rule(self, name: str, value: str) -> Q:
        """By keys, so that an index serves the list in its order."""
        match name:
            case "committee":
                return _before([body.pk for body in self._bodies if body.slug == value])
            case "kind":
                return Q(kind=next(kind.pk for kind in self._kinds if kind.slug == value))
            case "year":
                return Q(number_year=value)
        return Q(state=value)

    def _facet(self, name: str, label: str, anything: str, language: str) -> Facet:
        chosen = self.chosen.get(name, "")
        counts = self._whole_shelf.counts(name, {}) if self._is_common else self._shelf.counts(name, self.chosen)
        options = [
            Option(value, text, None if self._is_common else counts.get(value, 0))
            for value, text in self._labels[name].items()
            if counts.get(value) or value == chosen
        ]
        return Facet(name, label, anything, chosen, options, language)

    @cached_property
    def _kinds(self) -> list[PaperKind]:
        return list(PaperKind.objects.all())

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
        found = {place[YEAR] for place in self._whole_shelf.papers if place[YEAR].isdigit()}
        years = sorted(found, key=int, reverse=True)
        return {
            "kind": {kind.slug: str(kind) for kind in self._kinds},
            "committee": {body.slug: with_earlier(body.name, _earlier(body)) for body in self._bodies},
            "year": {year: year for year in years},
            "state": {state.value: str(state.label) for state in PUBLIC_STATES},
        }


def _earlier(body: Organization) -> list[str]:
    return body.former_names_in(settings.LANGUAGE_CODE)


def _newest(papers: Any) -> Any:
    return papers.order_by("-released_at", "-pk").values_list("pk", flat=True)


def _most_of(papers: Any) -> list[int]:
    """One more than there are pages of, to know that there are more."""
    return list(_newest(papers)[: MOST_COUNTED + 1])


def _before(bodies: list[int]) -> Q:
    """Papers with a line of one of these bodies."""
    lines = Consultation.objects.not_cancelled().filter(paper=OuterRef("pk"), organization__in=bodies)
    return Q(Exists(lines))
