from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AboutConfig(AppConfig):
    name = "umlauf.about"
    label = "about"
    verbose_name = _("About this site")
    default_auto_field = "django.db.models.BigAutoField"
