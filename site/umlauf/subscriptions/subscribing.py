"""Ask, confirm, end."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from umlauf.subscriptions.models import Subscription
from umlauf.subscriptions.sources import SOURCES
from umlauf.subscriptions.tokens import Wish, confirm_token
from umlauf.subscriptions.wording import absolute, frequency_name

PAUSE = 10 * 60  # seconds: nobody's letter box is filled by pressing our button


def ask(wish: Wish) -> bool:
    """Send the link to confirm; whether one was sent. The answer to the reader is the same either way, so that nobody
    learns who subscribed."""
    if not cache.add(f"umlauf.subscriptions:{wish.email.lower()}:{wish.source}:{wish.key}", 1, PAUSE):
        return False
    with override(wish.language):
        title = SOURCES[wish.source].title(wish.key)
        context = {
            "title": title,
            "frequency": frequency_name(wish.frequency),
            "address": absolute("subscriptions:confirm", confirm_token(wish)),
        }
        subject = " ".join(render_to_string("subscriptions/mail/confirm_subject.txt", context).split())
        body = render_to_string("subscriptions/mail/confirm.txt", context)
        EmailMessage(subject, body, to=[wish.email], headers={"Auto-Submitted": "auto-generated"}).send()
    return True


@transaction.atomic
def confirm(wish: Wish) -> Subscription:
    """Subscribes from now on; asking again changes language and frequency."""
    user = get_user_model().objects.filter(pk=wish.user, is_active=True).first() if wish.user else None
    subscription, created = Subscription.objects.get_or_create(
        email=wish.email.lower(),
        source=wish.source,
        key=wish.key,
        defaults={"language": wish.language, "frequency": wish.frequency, "user": user},
    )
    if not created:
        subscription.language, subscription.frequency, subscription.user = wish.language, wish.frequency, user
        subscription.confirmed_at = timezone.now()
        changed = ("language", "frequency", "user", "confirmed_at")
        subscription.save(update_fields=changed)  # whoever is telling it at this moment writes the others
    return subscription


def end(subscription_id: int) -> bool:
    """Says whether there was one to end."""
    return Subscription.objects.filter(pk=subscription_id).delete()[0] > 0
