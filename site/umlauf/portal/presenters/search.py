"""What a search asks for, in an address, and what the page shows of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Min
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from papers.enums import Outcome, PaperState
from papers.models import Measure, Organization, PaperKind, Strategy
from papers.parties.organization_names import with_earlier
from papers.prepared import prepared
from search.engines.base import FACETS, keys_in
from search.query import LONGEST_QUERY
from search.searching import Found, Hit
from umlauf.languages import named_language
from umlauf.portal.addresses import paper_url

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST_VALUES = 50  # of one facet in an address
SHOWN = 12  # of one facet on the page
MOST_LABELLED = 2 * SHOWN  # of one facet; what is gone by now has no label, and is not shown


@dataclass(frozen=True)
class Value:
    """``count``: None where not all papers were looked at, and how many have the value is not known."""

    value: str
    label: str
    count: int | None
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """``language``: of the labels, where they are names."""

    name: str
    label: str
    values: list[Value]
    language: str

    @property
    def is_open(self) -> bool:
        return any(value.chosen for value in self.values)


@dataclass(frozen=True)
class Search:
    """What an address asks for."""

    text: str
    filters: dict[str, list[str]]
    by_date: bool

    @classmethod
    def of(cls, asked: Any) -> Search:
        filters = {
            name: [value for value in asked.getlist(name) if value and "\0" not in value][:MOST_VALUES]
            for name in FACETS
        }
        return cls(
            asked.get("q", "")[:LONGEST_QUERY],
            {name: values for name, values in filters.items() if values},
            asked.get("sort") == "date",
        )

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and not self.filters

    def query(self, **changes: Any) -> str:
        """Makes the query of an address: the same search with something changed."""
        pairs = {"q": self.text, **self.filters, "sort": "date" if self.by_date else "", **changes}
        return urlencode(
            [
                (name, value)
                for name, values in pairs.items()
                for value in (values if isinstance(values, list) else [values])
                if value
            ]
        )

    def without(self, name: str, value: str) -> str:
        return self.query(**{name: [other for other in self.filters.get(name, []) if other != value]})


def hit_url(hit: Hit) -> str:
    """Returns the address where the passage stands: the page of the attachment, or the paper, in the reader's language
    whichever it was found in."""
    if hit.attachment is not None:
        page = f"#page={hit.page_number}" if hit.page_number else ""
        return f"{hit.attachment.get_absolute_url()}{page}"
    return paper_url(hit.paper) if hit.paper is not None else ""


def labels_of(search: Search) -> list[str]:
    """Returns the labels of the values chosen."""
    return [label for name, values in search.filters.items() for label in _LABELS[name](values).values()]


def facets_of(found: Found, search: Search) -> list[Facet]:
    counted = {name: dict(found.facets.get(name, [])) for name in FACETS}
    here = get_language() or settings.LANGUAGE_CODE
    facets = []
    for name, label, language in (
        ("kind", _("Kind"), here),
        ("committee", _("Committee"), settings.LANGUAGE_CODE),
        ("office", _("Office"), settings.LANGUAGE_CODE),
        ("year", _("Year"), here),
        ("state", _("State"), here),
        ("outcome", _("Result"), here),
        ("language", _("Language"), here),
        ("city", _("Partner city"), here),
        ("field", _("Field of action"), settings.LANGUAGE_CODE),
        ("part", pgettext("of a paper", "Part"), here),
    ):
        chosen = search.filters.get(name, [])
        wanted = list(dict.fromkeys([*chosen, *counted[name]]))
        wanted = wanted[: len(chosen) + MOST_LABELLED]
        if not wanted:  # to find nothing has to be written as a statement, too
            continue
        labels = _LABELS[name](wanted)
        values = [
            Value(value, labels[value], None if found.more else counted[name].get(value, 0), value in chosen)
            for value in wanted
            if value in labels
        ]
        if values:
            shown = [value for value in values if value.chosen] + [value for value in values if not value.chosen][
                :SHOWN
            ]
            facets.append(Facet(name, label, shown, language))
    return facets


def _organizations(values: list[str]) -> dict[str, str]:
    here = get_language() or ""
    rows = _rows(Organization, keys=keys_in(values))
    return {
        str(row.pk): with_earlier(row.name_in(here), row.former_names_in(here))
        if row.country
        else with_earlier(str(row.short_name or row), row.former_names_in(settings.LANGUAGE_CODE))
        for row in rows
    }


def _kinds(values: list[str]) -> dict[str, str]:
    return {str(kind.pk): str(kind) for kind in _rows(PaperKind, keys=keys_in(values))}


@prepared
def _rows(model: Any, *, keys: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(pk__among=keys)
    return rows


def _fields(values: list[str]) -> dict[str, str]:
    """A field of action is a block of its strategy."""
    measures = Measure.objects.filter(field_of_action__in=values).order_by()
    # one each, however many measures there are
    keys = measures.values("field_of_action").annotate(one=Min("strategy")).values("one")
    strategies = Strategy.objects.filter(pk__in=keys)
    titles = {
        str(block.id): str(block.value["title"]) for strategy in strategies for block in strategy.fields_of_action
    }
    return {value: titles[value] for value in values if value in titles}


def _languages(values: list[str]) -> dict[str, str]:
    offered = dict(settings.LANGUAGES)
    return {value: named_language(value) for value in values if value in offered}


def _choices(choices: Any) -> Callable[[list[str]], dict[str, str]]:
    return lambda values: {value: str(choices(value).label) for value in values if value in choices.values}


_LABELS: dict[str, Callable[[list[str]], dict[str, str]]] = {
    "kind": _kinds,
    "committee": _organizations,
    "office": _organizations,
    "city": _organizations,
    "year": lambda values: {value: value for value in values if value.isdecimal() and len(value) == 4},
    "state": _choices(PaperState),
    "outcome": _choices(Outcome),
    "language": _languages,
    "field": _fields,
    "part": lambda values: {
        value: label
        for value, label in (("text", _("Text of the paper")), ("attachment", _("Attachments")))
        if value in values
    },
}
