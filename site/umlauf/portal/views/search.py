"""The search page: everything in its address, so that a search can be sent, kept and subscribed to."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_info, override, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from papers.enums import Outcome, PaperState
from papers.models import Measure, Organization, PaperKind
from papers.models.paper import routing
from search.engines.base import FACETS
from search.query import LONGEST_QUERY
from search.searching import PER_PAGE, Found, Hit, find, suggest
from umlauf.portal.addresses import paper_url
from umlauf.portal.caching import private_when_signed_in
from umlauf.portal.feeds import AtomFeed, fit_for_xml

MOST_VALUES = 50  # of one facet in an address
SHOWN = 12  # of one facet on the page
EXPORTED = 1000  # hits


@dataclass(frozen=True)
class Value:
    value: str
    label: str
    count: int
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
        """For an address: the same search with something changed."""
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


@require_safe
@private_when_signed_in
def search_page(request: HttpRequest) -> HttpResponseBase:
    search = Search.of(request.GET)
    number = request.GET.get("page", "")
    found = _find(request, search, page=int(number) if number.isdecimal() and len(number) < 6 else 1)
    prefetch_related_objects([hit.paper for hit in found.hits if hit.paper], routing())
    facets = _facets(found, search)
    context = {
        "search": search,
        "found": found,
        "facets": facets,
        "chips": [
            (facet.label, value.label, facet.language, search.without(facet.name, value.value))
            for facet in facets
            for value in facet.values
            if value.chosen
        ],
        "page_obj": Paginator(range(found.total), PER_PAGE).get_page(found.page),
        "by_relevance": search.query(sort=""),
        "by_date": search.query(sort="date"),
        "query": search.query(),
        "meant": search.query(q=found.did_you_mean) if found.did_you_mean else "",
    }
    return render(request, "portal/search.html", context)


@require_safe
@private_when_signed_in
def suggestions(request: HttpRequest) -> HttpResponseBase:
    hits = suggest(
        request.GET.get("q", "")[:LONGEST_QUERY], reader=request.user, language=get_language() or settings.LANGUAGE_CODE
    )
    return render(request, "portal/suggestions.html", {"hits": hits})


@require_safe
@private_when_signed_in
def export_csv(request: HttpRequest) -> HttpResponseBase:
    response = HttpResponse(
        content_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="search.csv"'}
    )
    response.write("\ufeff")  # without it Excel takes the file for Latin-1
    writer = csv.writer(response, delimiter=";")
    writer.writerows(_rows(request))
    return response


@require_safe
@private_when_signed_in
def export_xlsx(request: HttpRequest) -> HttpResponseBase:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Papers"))
    for row in _rows(request):
        sheet.append([fit_for_xml(cell) for cell in row])
    file = BytesIO()
    book.save(file)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return HttpResponse(
        file.getvalue(), content_type=kind, headers={"Content-Disposition": 'attachment; filename="search.xlsx"'}
    )


class SearchFeed(Feed):  # type: ignore[type-arg]  # Django's own takes no argument at run time
    """What anybody may read of what a search finds, the newest first."""

    feed_type = AtomFeed

    def get_object(self, request: HttpRequest) -> Search:
        search = Search.of(request.GET)
        if search.is_empty:
            raise Http404
        return search

    def title(self, search: Search) -> str:
        return _("Search: %(words)s") % {"words": ", ".join(filter(None, (search.text, *labels_of(search))))}

    def link(self, search: Search) -> str:
        return f"{reverse('search')}?{search.query()}"

    def items(self, search: Search) -> list[Hit]:
        language = get_language() or settings.LANGUAGE_CODE
        found = find(
            search.text, reader=AnonymousUser(), language=language, filters=search.filters, by_date=True, facets=False
        )
        return [hit for hit in found.hits if hit.paper is not None]

    def item_title(self, hit: Hit) -> str:
        return str(hit.title)

    def item_description(self, hit: Hit) -> str:
        return " ".join(map(str, hit.passages))

    def item_link(self, hit: Hit) -> str:
        return hit_url(hit)

    def item_updateddate(self, hit: Hit) -> Any:
        return hit.paper.last_published_at if hit.paper else None


def hit_url(hit: Hit) -> str:
    """Where the passage stands: the page of the attachment, or the paper in the language it was found in."""
    if hit.attachment is not None:
        page = f"#page={hit.page_number}" if hit.page_number else ""
        return f"{hit.attachment.get_absolute_url()}{page}"
    with override(hit.language):
        return paper_url(hit.paper) if hit.paper is not None else ""


def labels_of(search: Search) -> list[str]:
    """Of the values chosen."""
    return [label for name, values in search.filters.items() for label in _LABELS[name](values).values()]


def _rows(request: HttpRequest) -> Iterable[list[str]]:
    yield [_("Number"), _("Title"), _("Kind"), _("Office"), _("Date"), _("State"), _("Address")]
    found = _find(request, Search.of(request.GET), per_page=EXPORTED, facets=False, with_passages=False)
    prefetch_related_objects([hit.paper for hit in found.hits if hit.paper], "originating_office")
    for hit in found.hits:
        if hit.paper is not None:
            paper = hit.paper
            date = date_format(paper.date, "SHORT_DATE_FORMAT")
            cells = [
                paper.number or "",
                str(hit.title),
                str(paper.kind),
                str(paper.originating_office),
                date,
                paper.get_state_display(),
            ]
            yield [*map(_harmless, cells), request.build_absolute_uri(paper_url(paper))]


def _harmless(cell: str) -> str:
    """Spreadsheets run what begins like a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" else cell


def _find(request: HttpRequest, search: Search, **options: Any) -> Found:
    language = get_language() or settings.LANGUAGE_CODE
    return find(
        search.text, reader=request.user, language=language, filters=search.filters, by_date=search.by_date, **options
    )


def _facets(found: Found, search: Search) -> list[Facet]:
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
        labels = _LABELS[name](wanted)
        values = [
            Value(value, labels[value], counted[name].get(value, 0), value in chosen)
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
    rows = Organization.objects.filter(pk__in=_numbers(values))
    return {str(row.pk): row.name_in(here) if row.country else str(row.short_name or row) for row in rows}


def _kinds(values: list[str]) -> dict[str, str]:
    return {str(kind.pk): str(kind) for kind in PaperKind.objects.filter(pk__in=_numbers(values))}


def _fields(values: list[str]) -> dict[str, str]:
    """A field of action is a block of its strategy."""
    strategies = {
        measure.strategy for measure in Measure.objects.filter(field_of_action__in=values).select_related("strategy")
    }
    titles = {
        str(block.id): str(block.value["title"]) for strategy in strategies for block in strategy.fields_of_action
    }
    return {value: titles[value] for value in values if value in titles}


def _languages(values: list[str]) -> dict[str, str]:
    offered = dict(settings.LANGUAGES)
    return {
        value: str(get_language_info(value)["name_translated"] if value != "de-x-leicht" else offered[value])
        for value in values
        if value in offered
    }


def _choices(choices: Any) -> Callable[[list[str]], dict[str, str]]:
    return lambda values: {value: str(choices(value).label) for value in values if value in choices.values}


def _numbers(values: list[str]) -> list[int]:
    return [int(value) for value in values if value.isdecimal() and len(value) < 10]


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

__all__ = ["SearchFeed", "export_csv", "export_xlsx", "hit_url", "labels_of", "search_page", "suggestions"]
