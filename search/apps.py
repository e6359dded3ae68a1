from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from papers.access import groups  # models must be loaded first
        from search import signals

        signals.connect()
        groups.grant(groups.COUNCIL_OFFICE, "search", synonyms=groups.KEEPING_AND_DELETING)
