"""Translations as files."""

from __future__ import annotations

from wagtail_localize.models import StringTranslation


def stored() -> int:
    return StringTranslation.objects.count()
