from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from umlauf.subscriptions.models import Frequency


def frequency_name(frequency: str) -> str:
    return str(Frequency(frequency).label)


def absolute(name: str, *args: str) -> str:
    """Address in the active language, as it must stand in a mail."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse(name, args=args)}"
