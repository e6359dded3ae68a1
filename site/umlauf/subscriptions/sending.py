"""Tell what is new. Each subscription is told on its own: one broken address holds up nobody."""

from __future__ import annotations

import logging
from datetime import timedelta
from hashlib import sha256
from smtplib import SMTPException
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from umlauf.subscriptions.models import Frequency, Subscription, Told
from umlauf.subscriptions.sources import SOURCES, News, Source
from umlauf.subscriptions.tokens import end_token
from umlauf.subscriptions.wording import absolute, frequency_name
from workflows.mailing import mail

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)


@task()
def tell_at_once() -> None:
    tell(Frequency.AT_ONCE)


def tell(*frequencies: str) -> int:
    """Tell every subscription that is due; returns how many mails were sent."""
    due = Subscription.objects.due().filter(frequency__in=frequencies or Frequency.values).order_by("pk")
    return sum(_tell(pk) for pk in due.values_list("pk", flat=True))


def _tell(pk: int) -> int:
    """Until there is nothing left: what came while its mail was on the way left it alone, because it was claimed."""
    sent = 0
    while _tell_once(pk):
        sent += 1
    return sent


def _tell_once(pk: int) -> bool:
    """Claim, send, record; no transaction is open meanwhile. Whoever dies in between leaves a claim that runs out."""
    claim = timezone.now() + timedelta(seconds=settings.DELIVERY_LEASE)
    if not Subscription.objects.due().unclaimed().filter(pk=pk).update(claimed_until=claim):
        return False
    subscription = Subscription.objects.select_related("user").filter(pk=pk).first()
    if subscription is None:
        return False
    source = SOURCES.get(subscription.source)
    known_until = source.known_until() if source else timezone.now()
    with override(subscription.language):
        title = source.title(subscription.key) if source else None
        news = _news_for(subscription, source) if source and title else []
        if news:
            try:
                _mail(subscription, str(title), news).send()
            except (SMTPException, OSError):
                logger.exception("subscription %s could not be told", pk)
                _give_back(pk, claim)
                return False
    _record(pk, news, known_until, claim)
    return bool(news)


def _news_for(subscription: Subscription, source: Source) -> list[News]:
    """Returns the news not told yet, worded in the active language."""
    news = source.news(subscription.key, since=subscription.told_until, reader=subscription.user or AnonymousUser())
    known = set(subscription.told.filter(news__in=[item.key for item in news]).values_list("news", flat=True))
    return [item for item in news if item.key not in known]


@transaction.atomic
def _record(pk: int, news: list[News], known_until: datetime, claim: datetime) -> None:
    """Under a lock: the very mail that tells a subscription may end it, and then nothing about it is kept."""
    if Subscription.objects.select_for_update().filter(pk=pk).first() is None:
        return
    Told.objects.bulk_create([Told(subscription_id=pk, news=item.key) for item in news], ignore_conflicts=True)
    Subscription.objects.filter(pk=pk).update(told_until=known_until)
    _give_back(pk, claim)


def _give_back(pk: int, claim: datetime) -> None:
    """Unless it ran out and is somebody else's by now."""
    Subscription.objects.filter(pk=pk, claimed_until=claim).update(claimed_until=None)


def _mail(subscription: Subscription, title: str, news: list[News]) -> EmailMessage:
    """Words that find what is not public are as telling as its title, so they are not repeated."""
    if not all(item.is_public for item in news):
        title = _("your subscription")
    end = absolute("subscriptions:end", end_token(subscription.pk))
    context = {
        "title": title,
        "news": [(item, settings.WAGTAILADMIN_BASE_URL + item.path) for item in news],
        "frequency": frequency_name(subscription.frequency),
        "end": end,
    }
    headers = {
        "Message-ID": _message_id(subscription, news),
        "List-Unsubscribe": f"<{end}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    subject = render_to_string("subscriptions/mail/news_subject.txt", context)
    body = render_to_string("subscriptions/mail/news.txt", context)
    return mail(subject, body, to=subscription.address, headers=headers)


def _message_id(subscription: Subscription, news: list[News]) -> str:
    """The same for the same news: what is sent again, because nobody wrote down that it was, is known as one mail."""
    digest = sha256(repr((subscription.pk, *(item.key for item in news))).encode()).hexdigest()[:32]
    return f"<{digest}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or 'umlauf'}>"
