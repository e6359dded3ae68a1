from __future__ import annotations

from django.apps import AppConfig


class FreshConfig(AppConfig):
    name = "umlauf.fresh"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from umlauf.fresh import checks, migrating  # noqa: F401  # the checks register themselves

        migrating.connect()
