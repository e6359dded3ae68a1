from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "umlauf.accounts"
    label = "accounts"
    verbose_name = _("People")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from papers.access import groups  # models must be loaded first
        from umlauf.accounts import changes, letters, sessions, signals

        signals.connect()
        sessions.connect()
        changes.connect()
        letters.register()
        groups.grant(groups.COUNCIL_OFFICE, "accounts", user=groups.KEEPING)
