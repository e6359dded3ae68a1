"""Ask, confirm, end."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import salted_hmac

from papers.mail.messages import mail
from papers.mail.posting import post
from umlauf.operation.limits import MAIL_TO_ADDRESS, TooOften, spend
from umlauf.subscriptions.models import Subscription
from umlauf.subscriptions.tokens import Wish, confirm_token
from umlauf.subscriptions.wording import absolute, frequency_name

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from papers.mail.letters import Letter

CONFIRM = "subscription.confirm"  # the kind of letter
PAUSE = 10 * 60  # seconds: nobody's letter box is filled by pressing our button


def ask(wish: Wish) -> bool:
    """Send the link to confirm; whether one was sent. The answer to the reader is the same either way, so that nobody
    learns who subscribed. The mail says nothing that whoever asked could have typed: it goes to anybody."""
    address = wish.email.lower()
    asked = salted_hmac("umlauf.subscriptions", f"{address} {wish.source} {wish.key}").hexdigest()
    if not cache.add(f"umlauf.subscriptions:{asked}", 1, PAUSE):
        return False
    try:
        spend(MAIL_TO_ADDRESS, address)
    except TooOften:
        return False
    post(CONFIRM, about=asdict(wish), address=wish.email, language=wish.language)
    return True


def letter_to_confirm(letter: Letter) -> EmailMultiAlternatives:
    """The link is made when it leaves: its three days begin then."""
    wish = Wish(**letter.about)
    context = {
        "city": settings.CITY_NAME,
        "frequency": frequency_name(wish.frequency),
        "address": absolute("subscriptions:confirm", confirm_token(wish)),
    }
    subject = render_to_string("subscriptions/mail/confirm_subject.txt", context)
    return mail(subject, render_to_string("subscriptions/mail/confirm.txt", context), to=letter.to)


@transaction.atomic
def confirm(wish: Wish) -> Subscription:
    """Subscribes from now on; asking again changes language and frequency."""
    user = _account(wish)
    _let_go(wish)
    about = Subscription.objects.filter(source=wish.source, key=wish.key)
    subscription = (user and about.filter(user=user).first()) or about.filter(email=wish.email.lower()).first()
    if subscription is None:
        return Subscription.objects.create(
            email=wish.email.lower(),
            source=wish.source,
            key=wish.key,
            language=wish.language,
            frequency=wish.frequency,
            user=user,
        )
    subscription.language, subscription.frequency, subscription.user = wish.language, wish.frequency, user
    subscription.confirmed_at = timezone.now()
    subscription.bounces, subscription.rests_since = 0, None
    changed = ("language", "frequency", "user", "confirmed_at", "bounces", "rests_since")
    subscription.save(update_fields=changed)  # whoever is telling it at this moment writes the others
    return subscription


def _account(wish: Wish) -> Any:
    """Whose rights it has: the account that asked, if the address is still its own."""
    if wish.user is None:
        return None
    return get_user_model().objects.filter(pk=wish.user, is_active=True, email__iexact=wish.email).first()


def _let_go(wish: Wish) -> None:
    """An address that has another owner by now does not take over the subscription that began with it: that one has
    gone to the new address of its person."""
    began_here = Subscription.objects.filter(source=wish.source, key=wish.key, email=wish.email.lower())
    for subscription in began_here.exclude(user=None).exclude(user__email__iexact=wish.email).select_related("user"):
        moved = subscription.address.lower()
        if Subscription.objects.filter(source=wish.source, key=wish.key, email=moved).exists():
            subscription.delete()  # which has one of its own
        else:
            Subscription.objects.filter(pk=subscription.pk).update(email=moved)


def resume(subscription_id: int) -> None:
    """A subscription that rests is told again, from now on: what was missed is found on the site."""
    resting = Subscription.objects.filter(pk=subscription_id, rests_since__isnull=False)
    resting.update(bounces=0, rests_since=None, told_until=timezone.now())


def end(subscription_id: int) -> bool:
    """Says whether there was one to end."""
    return Subscription.objects.filter(pk=subscription_id).delete()[0] > 0
