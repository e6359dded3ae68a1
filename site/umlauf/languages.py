"""Languages are configuration: which ones a city offers is said in ``LANGUAGES``, what they are called is said here.

German is what papers are written in, English what the interface's msgids are written in. Languages with a complete
catalogue speak for themselves; the others show the interface in English and the papers in their own words. Plain German
is a language version like any other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

# a private subtag: accepted by browsers (BCP 47), by Django's address prefix and by Wagtail's locales
PLAIN_GERMAN = "de-x-leicht"

NAMES: dict[str, Any] = {
    "de": _("German"),
    "en": _("English"),
    "fr": _("French"),
    "pl": _("Polish"),
    "cs": _("Czech"),
    "ar": _("Arabic"),
    "ru": _("Russian"),
    "ja": _("Japanese"),
    "hi": _("Hindi"),
    PLAIN_GERMAN: _("Plain German"),
}
# Kept complete by the drift check; English needs no catalogue.
WITH_CATALOGUE = ("de", "fr", "pl", "cs", "ar")
SPOKEN_IN_ADMIN = ("de", "en", "fr", "pl", "cs", "ar")
# Django would fall back to German, which fewer of their readers know.
IN_ENGLISH = ("ru", "ja", "hi")

# What readers of a language know next, before German; who reads plain German reads German.
KNOWN_NEXT: dict[str, tuple[str, ...]] = {code: ("en",) for code in NAMES if code not in ("de", "en", PLAIN_GERMAN)}

LANG_INFO.setdefault(
    PLAIN_GERMAN, {"bidi": False, "code": PLAIN_GERMAN, "name": "Plain German", "name_local": "Leichte Sprache"}
)


def interface_language(language: str | None) -> str:
    """In which language the interface speaks to readers of ``language``."""
    return "en" if language in IN_ENGLISH else str(language or "de")


def named_language(code: str) -> str:
    """Its name in the active language."""
    return str(get_language_info(code)["name_translated"])


def marked_with_language(title: str, code: str) -> str:
    """A title that names its language where that is not the active one."""
    return title if code == get_language() else f"{title} ({named_language(code)})"


def named(codes: Iterable[str]) -> list[tuple[str, Any]]:
    """Pairs of code and name, as Django's ``LANGUAGES``. Raises ImproperlyConfigured for a language without a name
    here."""
    codes = [code.strip() for code in codes]
    unknown = [code for code in codes if code not in NAMES]
    if unknown:
        raise ImproperlyConfigured(f"LANGUAGES names {', '.join(unknown)}; known are {', '.join(NAMES)}")
    return [(code, NAMES[code]) for code in codes]
