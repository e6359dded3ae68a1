"""What readers can subscribe to here."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from papers.access import NOBODY
from papers.models import Attachment, Organization, Paper
from papers.wording import OutsideName, outside_name
from search.indexing import lag
from search.searching import Hit, find
from umlauf.languages import interface_language
from umlauf.portal.addresses import address_without_words, paper_url
from umlauf.portal.presenters.search import Search, hit_url, labels_of
from umlauf.portal.views.partners import concerning, new_in_languages_of
from umlauf.subscriptions.sources import News

if TYPE_CHECKING:
    from datetime import datetime

    from papers.access import Reader

PARTNER_CITY = "partner_city"
SEARCH = "search"
MOST = 50  # in one mail


class PartnerCityNews:
    """Tells what the city's page shows: new translations into its languages, and papers that concern it. ``key``: the
    city's slug."""

    def title(self, key: str) -> str | None:
        city = self._city(key)
        return city.name_in(get_language() or "") if city else None

    def title_language(self, key: str) -> str:
        city = self._city(key)
        return city.name_and_language(get_language() or "")[1] if city else ""

    def address(self, key: str) -> str:
        return reverse("partner", args=[key])

    def known_until(self) -> datetime:
        return timezone.now()

    def news(self, key: str, *, since: datetime, reader: Reader) -> list[News]:
        city = self._city(key)
        if city is None:
            return []
        translations = list(new_in_languages_of(city, reader).filter(last_published_at__gt=since)[:MOST])
        told = {page.translation_of_id for page in translations}
        concerned = concerning(city, reader).filter(released_at__gt=since).exclude(pk__in=told)[:MOST]
        pages = _one_per_paper(translations) + list(concerned)
        return [_told(page) for page in sorted(pages, key=lambda page: page.last_published_at, reverse=True)]

    def _city(self, key: str) -> Organization | None:
        return Organization.objects.partner_cities().filter(slug=key).first()


class SearchNews:
    """Papers that a search finds and that were published since. ``key``: the query of the search's address. Each paper
    is told once."""

    def title(self, key: str) -> str | None:
        search = Search.of(QueryDict(key))
        if search.is_empty:
            return None
        words = [search.text, *labels_of(search)]
        return _("search for “%(words)s”") % {"words": ", ".join(filter(None, words))}

    def title_language(self, key: str) -> str:
        return interface_language(get_language())

    def address(self, key: str) -> str:
        return f"{reverse('search')}?{Search.of(QueryDict(key)).query()}"

    def known_until(self) -> datetime:
        return timezone.now() - (lag() or timedelta())

    def news(self, key: str, *, since: datetime, reader: Reader) -> list[News]:
        search = Search.of(QueryDict(key))
        found = find(
            search.text,
            reader=reader,
            language=get_language() or settings.LANGUAGE_CODE,
            filters=search.filters,
            by_date=True,
            per_page=MOST,
            facets=False,
            since=since,
        )
        keys = [hit.attachment.pk for hit in found.hits if hit.attachment is not None]
        public = set(Attachment.objects.readable_by(NOBODY).filter(pk__in=keys).values_list("pk", flat=True))
        return [
            _found(hit, hit.paper, is_public=hit.attachment is None or hit.attachment.pk in public)
            for hit in found.hits
            if hit.paper is not None
        ]


def _found(hit: Hit, paper: Paper, *, is_public: bool) -> News:
    """``is_public``: says whether everybody may read where it was found, as far as that is an annex."""
    key = f"paper:{paper.pk}"
    named = outside_name(paper)
    if not is_public or not named.is_public:
        return _that_there_is(paper, key)
    passage = str(hit.passages[0]) if hit.passages and hit.language == hit.title_language else ""
    if hit.attachment is not None:
        where = _("in the attachment “%(title)s”") % {"title": hit.attachment.title}
        passage = f"{where}: {passage}" if passage else where
    return News(
        key=key,
        title=f"{named.number} {hit.title}" if named.number else str(hit.title),
        path=hit_url(hit),
        language=hit.title_language,
        at=paper.last_published_at,
        summary=passage,
    )


def _that_there_is(paper: Paper, key: str) -> News:
    """News of what is not public: number and link, which asks who opens it."""
    return News(
        key=key,
        title=str(OutsideName(paper.original.number or "")),
        path=address_without_words(paper),
        language=get_language() or "",
        at=paper.last_published_at,
        is_public=False,
    )


def _one_per_paper(translations: list[Paper]) -> list[Paper]:
    """A city with two languages is told once about a paper translated into both: in the reader's language where it can
    be."""
    chosen: dict[int | None, Paper] = {}
    for page in translations:
        if page.translation_of_id not in chosen or page.locale.language_code == get_language():
            chosen[page.translation_of_id] = page
    return list(chosen.values())


def _told(page: Paper) -> News:
    key = f"page:{page.pk}:{page.live_revision_id}"
    named = outside_name(page)
    if not named.is_public:
        return _that_there_is(page, key)
    with override(page.locale.language_code):
        path = paper_url(page)
    return News(
        key=key,
        title=f"{named.number} {named.title}" if named.number else named.title,
        path=path,
        language=page.locale.language_code,
        at=page.last_published_at,
        summary=page.summary,
    )
