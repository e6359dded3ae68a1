"""What the frame around every public page needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_bidi, get_language_info, override
from wagtail.models import Page

from papers.models import Paper
from papers.prepared import prepared
from umlauf.about.models import InformationPage, languages_of
from umlauf.languages import interface_language

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True)
class LanguageLink:
    """``exists``: the page has a version of its own in this language; without one its address shows another.
    ``is_alternate``: what stands there is in this language, which is what programs want to know; ``is_canonical``:
    what stands on this page stands there; ``is_default``: for readers of any language there is no version in."""

    code: str
    name: str
    url: str
    absolute_url: str
    current: bool
    exists: bool = True
    is_alternate: bool = False
    is_canonical: bool = False
    is_default: bool = False


def portal(request: HttpRequest) -> dict[str, Any]:
    """For every template there is, those of the admin among them, which draw a page from dozens: nothing here touches
    the database, and what takes time is only done where it is asked for."""
    language = get_language()  # of the page; a part of a template may be in another
    return {
        "city_name": settings.CITY_NAME,
        "languages": SimpleLazyObject(lambda: _links(request, language)),
        "text_direction": "rtl" if get_language_bidi() else "ltr",
        "original_language": settings.LANGUAGE_CODE,
        "interface_language": interface_language(language),
    }


def _links(request: HttpRequest, language: str | None) -> list[LanguageLink]:
    links = []
    for code, url in _in_every_language(request, language).items():
        name = capfirst(get_language_info(code)["name_local"])
        links.append(LanguageLink(code, name, url, request.build_absolute_uri(url), code == language))
    return links


def _in_every_language(request: HttpRequest, language: str | None) -> dict[str, str]:
    """The address of the page by language; where there is none in a language, the one that was asked for. Django's
    ``translate_url`` looks for the view anew for each of them, which takes longer than all the rest."""
    asked = request.get_full_path()
    query = asked.partition("?")[2]
    try:
        with override(language):
            match = request.resolver_match or resolve(request.path)
    except Resolver404:
        return {code: asked for code, _name in settings.LANGUAGES}
    addresses = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            try:
                address = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
            except NoReverseMatch:
                addresses[code] = asked
            else:
                addresses[code] = f"{address}?{query}" if query else address
    return addresses


@prepared
def _released(*, key: Any) -> QuerySet[Any]:
    """In which languages."""
    released = Paper.objects.filter(translation_key=key, live=True).order_by().only("pk")
    named: QuerySet[Any] = released.annotate(language=F("locale__language_code"))
    return named


def versions_of(links: list[LanguageLink], page: Page | None) -> list[LanguageLink]:
    """The same links, knowing which language versions the page has. Pages that are neither papers nor about the site
    are written in every language of the interface."""
    missing: set[str] = set()
    if isinstance(page, Paper):
        default, shown = page.original.locale.language_code, page.locale.language_code
        existing = {default, *(version.language for version in _released(key=page.translation_key))}
        missing = {link.code for link in links} - existing
    elif isinstance(page, InformationPage):
        default, shown, existing = settings.LANGUAGE_CODE, page.locale.language_code, set(languages_of(page))
        missing = {link.code for link in links} - existing
    else:
        default, shown = settings.LANGUAGE_CODE, interface_language(get_language())
        existing = {link.code for link in links if interface_language(link.code) == link.code}
    return [
        replace(
            link,
            exists=link.code not in missing,
            is_alternate=link.code in existing,
            is_canonical=link.code == shown,
            is_default=link.code == default,
        )
        for link in links
    ]
