from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from umlauf.languages import NAMES

if TYPE_CHECKING:
    from umlauf.accounts.models import User


def languages_for(person: User) -> list[tuple[str, Any]]:
    """Those offered, and the person's own: a language that is not offered at the moment is not lost by saving."""
    codes = {*dict(settings.LANGUAGES), person.preferred_language}
    return [(code, name) for code, name in NAMES.items() if code in codes]
