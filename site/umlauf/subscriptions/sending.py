"""Tell what is new. Each subscription is told on its own: one broken address holds up nobody."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from umlauf.subscriptions.models import Frequency, Subscription, Told
from umlauf.subscriptions.sources import SOURCES, News
from umlauf.subscriptions.tokens import end_token
from umlauf.subscriptions.wording import absolute, frequency_name

logger = logging.getLogger(__name__)


@task()
def tell_at_once() -> None:
    tell(Frequency.AT_ONCE)


def tell(*frequencies: str) -> int:
    """Tell every subscription that is due; returns how many mails were sent."""
    due = Subscription.objects.due().filter(frequency__in=frequencies or Frequency.values).order_by("pk")
    return sum(_tell(pk) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _tell(pk: int) -> bool:
    """Under a lock, and looked at again: two runs at the same time must not send twice."""
    subscription = (
        Subscription.objects.select_for_update(of=("self",)).select_related("user").filter(pk=pk).due().first()
    )
    if subscription is None:
        return False
    source = SOURCES.get(subscription.source)
    reader = subscription.user or AnonymousUser()
    known_until = source.known_until() if source else timezone.now()
    with override(subscription.language):
        title = source.title(subscription.key) if source else None
        news = source.news(subscription.key, since=subscription.told_until, reader=reader) if source and title else []
        known = set(subscription.told.filter(news__in=[item.key for item in news]).values_list("news", flat=True))
        news = [item for item in news if item.key not in known]
        if news:
            try:
                _mail(subscription, str(title), news).send()
            except (SMTPException, OSError):
                logger.exception("subscription %s could not be told", pk)
                return False
    Told.objects.bulk_create([Told(subscription=subscription, news=item.key) for item in news], ignore_conflicts=True)
    Subscription.objects.filter(pk=pk).update(told_until=known_until)
    return bool(news)


def _mail(subscription: Subscription, title: str, news: list[News]) -> EmailMessage:
    end = absolute("subscriptions:end", end_token(subscription.pk))
    context = {
        "title": title,
        "news": [(item, settings.WAGTAILADMIN_BASE_URL + item.path) for item in news],
        "frequency": frequency_name(subscription.frequency),
        "end": end,
    }
    subject = " ".join(render_to_string("subscriptions/mail/news_subject.txt", context).split())
    body = render_to_string("subscriptions/mail/news.txt", context)
    headers = {
        "List-Unsubscribe": f"<{end}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(subject, body, to=[subscription.email], headers=headers)
