"""What the frame around every public page needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, get_language_bidi, get_language_info


@dataclass(frozen=True)
class LanguageLink:
    code: str
    name: str
    url: str
    absolute_url: str
    current: bool


def portal(request: HttpRequest) -> dict[str, Any]:
    """Nothing here touches the database, so it costs the admin nothing."""
    active = get_language()
    links = []
    for code, _name in settings.LANGUAGES:
        info = get_language_info(code)
        url = translate_url(request.get_full_path(), code)
        links.append(LanguageLink(code, info["name_local"].capitalize(), url, request.build_absolute_uri(url), code == active))
    return {
        "city_name": settings.CITY_NAME,
        "languages": links,
        "text_direction": "rtl" if get_language_bidi() else "ltr",
        "original_language": settings.LANGUAGE_CODE,
    }
