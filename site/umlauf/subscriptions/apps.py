from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubscriptionsConfig(AppConfig):
    name = "umlauf.subscriptions"
    label = "subscriptions"
    verbose_name = _("Subscriptions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from papers.mail.kinds import Kind, register_kind  # models must be loaded first
        from umlauf.subscriptions import sending, signals, subscribing
        from umlauf.subscriptions.contacts import subscribed_contacts
        from workflows.distribution.recipients import register_source

        signals.connect()
        register_source(subscribed_contacts)
        news = Kind(_("News of a subscription"), write=sending.letter_with_news, came_back=sending.count_letter)
        asked = Kind(_("Subscription to be confirmed"), write=subscribing.letter_to_confirm, forgets_address=True)
        register_kind(sending.NEWS, news)
        register_kind(subscribing.CONFIRM, asked)
