from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "umlauf.portal"
    label = "portal"
    verbose_name = _("Public portal")

    def ready(self) -> None:
        # models must be loaded first
        from umlauf.portal import addresses, subscription_sources
        from umlauf.subscriptions import sources

        addresses.register()
        sources.register(subscription_sources.PARTNER_CITY, subscription_sources.PartnerCityNews())
        sources.register(subscription_sources.SEARCH, subscription_sources.SearchNews())
