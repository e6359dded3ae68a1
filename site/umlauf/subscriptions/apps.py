from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubscriptionsConfig(AppConfig):
    name = "umlauf.subscriptions"
    label = "subscriptions"
    verbose_name = _("Subscriptions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from umlauf.subscriptions import signals  # models must be loaded first
        from umlauf.subscriptions.contacts import subscribed_contacts
        from workflows.distribution.recipients import register_source

        signals.connect()
        register_source(subscribed_contacts)
