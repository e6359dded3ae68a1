from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "umlauf.home"
    label = "home"
    verbose_name = _("Home")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from umlauf.home.pages import ensure_pages  # models must be loaded first

        post_migrate.connect(ensure_pages, sender=self, dispatch_uid="umlauf.home.pages")
