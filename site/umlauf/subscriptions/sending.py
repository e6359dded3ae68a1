"""Tell what is new. Each subscription is told on its own: one broken address holds up nobody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django_tasks import task

from papers.mail.kinds import NotSent
from papers.mail.messages import mail
from papers.mail.posting import post
from umlauf.subscriptions.models import Frequency, Subscription, Told
from umlauf.subscriptions.sources import SOURCES, News, Source
from umlauf.subscriptions.tokens import end_token, ended_by
from umlauf.subscriptions.wording import absolute, frequency_name
from workflows.distribution.recipients import reasons_of

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from papers.mail.letters import Letter
    from workflows.distribution.deliveries import Delivery

NEWS = "subscription.news"  # the kind of letter
MOST_BOUNCES = 3
IN_A_ROW = timedelta(days=60)  # between two of them; a letter box that was full for a week is none that is gone


@task()
def tell_at_once() -> None:
    tell(Frequency.AT_ONCE)


def tell(*frequencies: str) -> int:
    """Tell every subscription that is due, by a letter in the outbox; returns how many were written."""
    due = Subscription.objects.due().filter(frequency__in=frequencies or Frequency.values).order_by("pk")
    return sum(_tell(pk) for pk in due.values_list("pk", flat=True))


def _tell(pk: int) -> bool:
    """Claim, look what is new, write it down; no transaction is open while a search server is asked. Whoever dies in
    between leaves a claim that runs out. Says whether there was something."""
    claim = timezone.now() + timedelta(seconds=settings.DELIVERY_LEASE)
    if not Subscription.objects.waiting().unclaimed().filter(pk=pk).update(claimed_until=claim):
        return False
    subscription = Subscription.objects.select_related("user").filter(pk=pk).first()
    if subscription is None:
        return False
    source = SOURCES.get(subscription.source)
    known_until = source.known_until() if source else timezone.now()
    with override(subscription.language):
        title = source.title(subscription.key) if source else None
        news = _news_for(subscription, source) if source and title else []
    return _record(subscription, news, known_until, claim)


def _news_for(subscription: Subscription, source: Source) -> list[News]:
    """Returns the news not told yet, worded in the active language."""
    news = source.news(subscription.key, since=subscription.told_until, reader=subscription.user or AnonymousUser())
    known = set(subscription.told.filter(news__in=[item.key for item in news]).values_list("news", flat=True))
    return [item for item in news if item.key not in known]


@transaction.atomic
def _record(subscription: Subscription, news: list[News], known_until: datetime, claim: datetime) -> bool:
    """Under a lock: somebody may end it meanwhile, and then nothing about it is kept. What is told and the letter that
    tells it are one transaction, so nothing is told twice and nothing is lost."""
    pk = subscription.pk
    if Subscription.objects.select_for_update().filter(pk=pk).first() is None:
        return False
    Told.objects.bulk_create([Told(subscription_id=pk, news=item.key) for item in news], ignore_conflicts=True)
    Subscription.objects.filter(pk=pk).update(told_until=known_until)
    Subscription.objects.filter(pk=pk, claimed_until=claim).update(claimed_until=None)
    if news:
        since = subscription.told_until.isoformat()
        about = {"subscription": pk, "since": since, "news": [item.key for item in news]}
        post(NEWS, about=about, person_id=subscription.user_id, language=subscription.language, belongs_to=named(pk))
    return bool(news)


def letter_with_news(letter: Letter) -> EmailMultiAlternatives:
    """Of what was written down, the news the reader may read when it leaves."""
    subscription = Subscription.objects.select_related("user").filter(pk=letter.about["subscription"]).first()
    source = SOURCES.get(subscription.source) if subscription else None
    title = source.title(subscription.key) if subscription and source else None
    if subscription is None or source is None or title is None:
        raise NotSent(gettext_lazy("The subscription has ended."))
    if subscription.user and not subscription.user.is_active:
        raise NotSent(gettext_lazy("The account is no longer in use."))
    since = datetime.fromisoformat(letter.about["since"])
    found = source.news(subscription.key, since=since, reader=subscription.user or AnonymousUser())
    news = [item for item in found if item.key in letter.about["news"]]
    if not news:
        raise NotSent(gettext_lazy("Nothing of it may be told any more."))
    return _mail(subscription, title, news)


def _mail(subscription: Subscription, title: str, news: list[News]) -> EmailMultiAlternatives:
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
    headers = {"List-Unsubscribe": f"<{end}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    subject = render_to_string("subscriptions/mail/news_subject.txt", context)
    body = render_to_string("subscriptions/mail/news.txt", context)
    return mail(subject, body, to=subscription.address, headers=headers)


def named(pk: int) -> str:
    return f"subscription:{pk}"


def count_letter(letter: Letter) -> None:
    count_bounce(int(letter.belongs_to.rpartition(":")[2]))


def count_delivery(delivery: Delivery, **kwargs: object) -> None:
    """A paper that somebody got because they subscribed."""
    for reason in reasons_of(delivery):
        pk = ended_by(reason.end.rstrip("/").rpartition("/")[2]) if reason.end else None
        if pk is not None:
            count_bounce(pk)


@transaction.atomic
def count_bounce(pk: int) -> None:
    """A mail came back for good, or was refused: after ``MOST_BOUNCES`` the subscription rests. Nobody is told that a
    mail arrived, so one that came back long after the one before begins the count anew."""
    subscription = Subscription.objects.select_for_update().filter(pk=pk).first()
    if subscription is None:
        return
    now = timezone.now()
    in_a_row = subscription.bounced_at is not None and subscription.bounced_at > now - IN_A_ROW
    subscription.bounces = subscription.bounces + 1 if in_a_row else 1
    subscription.bounced_at = now
    if subscription.bounces >= MOST_BOUNCES and subscription.rests_since is None:
        subscription.rests_since = now
    subscription.save(update_fields=["bounces", "bounced_at", "rests_since"])
