"""What search engines are told to look at: all that everybody may read, and nothing else.

Papers stand in one section for each year of their numbers. A number never moves to another year, and within a year
papers come in the order of their release, so what was listed on a page stays there and new ones follow at the end. A
page reads as many papers as it lists, however many there are; Django's own lists would read them all to cut a page off,
and Wagtail's know restrictions of pages, not our rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import override

from papers.enums import ConsultationState, OrganizationKind
from papers.models import Act, Organization, Paper
from umlauf.about.models import InformationPage
from umlauf.about.places import PLACES
from umlauf.portal.addresses import address_at
from umlauf.portal.presenters.shelf import latest_results, released_lines, shelf_of

WITHOUT_YEAR = "other"  # section of papers whose kind has no numbers
ENTRANCES = (("wagtail_serve", ("",)), ("papers", ()), ("committees", ()), ("partners", ()))
MOST_ADDRESSES = 1000  # on one page
MOST_ROWS = 100  # on one page, each in every language there is of it


@dataclass(frozen=True)
class Entry:
    """The same in several languages: ``addresses``, and when each was ``changed``, by language."""

    addresses: dict[str, str]
    changed: dict[str, datetime | None]


class Section(Sitemap[Any]):
    """A page lists ``limit`` rows, each at the address of every language it is there in."""

    limit = min(MOST_ROWS, MOST_ADDRESSES // len(settings.LANGUAGES))

    def get_urls(self, page: Any = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Raises EmptyPage and PageNotAnInteger."""
        host = f"{self.get_protocol(protocol)}://{self.get_domain(site)}"
        first = (self.paginator.page(page).number - 1) * self.limit
        rows = self.items()[first : first + self.limit]
        return [url for entry in self.entries(list(rows)) for url in _urls(entry, host)]

    @property
    def paginator(self) -> Paginator[Any]:
        """Of places, for which nothing has to be read."""
        return Paginator(range(self.count()), self.limit)

    def get_latest_lastmod(self) -> None:
        """To know it, everything would have to be read."""

    def items(self) -> Any:
        """What can be cut: a list, or rows nobody has read yet."""
        raise NotImplementedError

    def count(self) -> int:
        raise NotImplementedError

    def entries(self, rows: list[Any]) -> Iterable[Entry]:
        raise NotImplementedError


class Entrances(Section):
    def items(self) -> Any:
        return ENTRANCES

    def count(self) -> int:
        return len(ENTRANCES)

    def entries(self, rows: list[Any]) -> Iterable[Entry]:
        return (Entry(_in_every_language(name, args), {}) for name, args in rows)


class Information(Section):
    """Pages about the site, in the languages they are there in."""

    def items(self) -> Any:
        return PLACES

    def count(self) -> int:
        return len(PLACES)

    def entries(self, rows: list[Any]) -> Iterable[Entry]:
        pages = InformationPage.objects.live().public().filter(slug__in=rows)
        found: dict[str, dict[str, datetime | None]] = {}
        for slug, language, changed in pages.values_list("slug", "locale__language_code", "last_published_at"):
            found.setdefault(slug, {})[language] = changed
        for slug in rows:
            changes = found.get(slug, {})
            every = _in_every_language("information", (slug,))
            yield Entry({code: every[code] for code in every if code in changes}, changes)


class Organizations(Section):
    """Also those that were dissolved: what they resolved stands on their pages."""

    def __init__(self, *, partner_cities: bool) -> None:
        self.name = "partner" if partner_cities else "committee"
        partners = Organization.objects.partner_cities()
        self.rows = partners if partner_cities else Organization.objects.exclude(kind=OrganizationKind.PARTNER_CITY)

    def items(self) -> Any:
        lines = released_lines(AnonymousUser()).filter(organization=OuterRef("pk"))
        waiting = lines.filter(state=ConsultationState.OPEN).order_by("-opened_at", "-pk")
        return (
            self.rows.annotate(
                resolved=Subquery(latest_results(lines).values("completed_at")[:1]),
                received=Subquery(waiting.values("opened_at")[:1]),
            )
            .order_by("pk")
            .values_list("slug", "modified", "resolved", "received")
        )

    def count(self) -> int:
        return int(self.rows.count())

    def entries(self, rows: list[Any]) -> Iterable[Entry]:
        for slug, *moments in rows:
            addresses = _in_every_language(self.name, (slug,))
            yield Entry(addresses, dict.fromkeys(addresses, _latest(moments)))


class PapersOfYear(Section):
    """``year``: as the shelf counts it, "None" for papers without a number."""

    def __init__(self, year: str, total: int) -> None:
        self.year = year
        self.total = total

    def items(self) -> Any:
        year = int(self.year) if self.year.isdigit() else None
        papers = Paper.objects.released().originals_readable_by(AnonymousUser()).filter(number_year=year)
        acts = Act.objects.filter(consultation__paper=OuterRef("pk")).order_by("-at").values("at")[:1]
        columns = ("pk", "locale__language_code", "url_path", "last_published_at", "state_since", "acted")
        return papers.annotate(acted=Subquery(acts)).order_by("released_at", "pk").values_list(*columns)

    def count(self) -> int:
        return self.total

    def entries(self, rows: list[Any]) -> Iterable[Entry]:
        originals = [pk for pk, *_others in rows]
        translated: dict[int, list[tuple[str, str, datetime | None]]] = {}
        released = Paper.objects.translations().readable_by(AnonymousUser()).filter(live=True)
        columns = ("translation_of", "locale__language_code", "url_path", "last_published_at")
        for original, *page in released.filter(translation_of__in=originals).order_by("pk").values_list(*columns):
            translated.setdefault(original, []).append(tuple(page))
        for pk, language, url_path, published, *of_the_record in rows:
            pages = [(language, url_path, published), *translated.get(pk, [])]
            yield Entry(
                {code: _paper_in(code, path) for code, path, _moment in pages},
                {code: _latest([moment, *of_the_record]) for code, _path, moment in pages},
            )


def sections() -> dict[str, type[Sitemap[Any]] | Sitemap[Any]]:
    """By the name in their addresses. The number of papers of each year is counted once, as for the list of papers."""
    years = shelf_of(AnonymousUser()).counts("year", {})
    found: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
        "pages": Entrances(),
        "about": Information(),
        "committees": Organizations(partner_cities=False),
        "partners": Organizations(partner_cities=True),
    }
    for year in sorted(years):
        found[f"papers-{year if year.isdigit() else WITHOUT_YEAR}"] = PapersOfYear(year, years[year])
    return found


def _in_every_language(name: str, args: tuple[str, ...]) -> dict[str, str]:
    addresses = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            addresses[code] = reverse(name, args=args)
    return addresses


def _paper_in(language: str, url_path: str) -> str:
    with override(language):
        return address_at(url_path)


def _latest(moments: Iterable[datetime | None]) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)


def _urls(entry: Entry, host: str) -> Iterable[dict[str, Any]]:
    """For Django's template. A page that is there in one language has no others to name."""
    named = [{"lang_code": code, "location": host + address} for code, address in entry.addresses.items()]
    for one in named:
        yield {
            "location": one["location"],
            "lastmod": entry.changed.get(one["lang_code"]),
            "alternates": named if len(named) > 1 else [],
        }
