"""People of partner cities who subscribed to their city's news get the papers that concern it, as members of a
committee get theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from umlauf.subscriptions.models import Subscription
from umlauf.subscriptions.tokens import end_token
from umlauf.subscriptions.wording import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papers.models import Paper

PARTNER_CITY = "partner_city"  # the source of these subscriptions


def subscribed_contacts(paper: Paper) -> Iterator[tuple[Any, str, str]]:
    """Those with a log-in; who subscribed with a mere address is told by the subscription itself."""
    cities = {city.slug: city.name for city in paper.partner_cities.all()}
    awake = Subscription.objects.filter(rests_since=None)
    subscriptions = awake.filter(source=PARTNER_CITY, key__in=cities, user__isnull=False).select_related("user")
    for subscription in subscriptions.order_by("key", "pk"):
        words = _("news of %(city)s, subscribed to") % {"city": cities[subscription.key]}
        yield subscription.user, words, absolute("subscriptions:end", end_token(subscription.pk))
