"""What the frame around every public page needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_bidi, get_language_info
from wagtail.models import Page

from papers.models import Paper


@dataclass(frozen=True)
class LanguageLink:
    """``exists``: the page has a version of its own in this language; without one its address shows the original."""

    code: str
    name: str
    url: str
    absolute_url: str
    current: bool
    exists: bool = True


def portal(request: HttpRequest) -> dict[str, Any]:
    """Nothing here touches the database, so it costs the admin nothing."""
    active = get_language()
    links = []
    for code, _name in settings.LANGUAGES:
        info = get_language_info(code)
        url = translate_url(request.get_full_path(), code)
        links.append(
            LanguageLink(code, capfirst(info["name_local"]), url, request.build_absolute_uri(url), code == active)
        )
    return {
        "city_name": settings.CITY_NAME,
        "languages": links,
        "text_direction": "rtl" if get_language_bidi() else "ltr",
        "original_language": settings.LANGUAGE_CODE,
    }


def versions_of(links: list[LanguageLink], page: Page | None) -> list[LanguageLink]:
    """The same links, knowing which language versions the page has. Pages that are no papers are written in every
    language of the interface."""
    if not isinstance(page, Paper):
        return links
    existing = {
        page.original.locale.language_code,
        *page.get_translations(inclusive=True).live().values_list("locale__language_code", flat=True),
    }
    return [replace(link, exists=link.code in existing) for link in links]
