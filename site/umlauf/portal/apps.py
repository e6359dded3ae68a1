from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "umlauf.portal"
    label = "portal"
    verbose_name = _("Public portal")

    def ready(self) -> None:
        # models must be loaded first
        from papers.mail.kinds import Kind, register_kind
        from umlauf.portal import addresses, feedback, subscription_sources
        from umlauf.subscriptions import sources

        addresses.register()
        register_kind(feedback.FEEDBACK, Kind(_("Feedback about barriers"), write=feedback.letter_with_feedback))
        sources.register(subscription_sources.PARTNER_CITY, subscription_sources.PartnerCityNews())
        sources.register(subscription_sources.SEARCH, subscription_sources.SearchNews())
