"""The links in mails. What is not confirmed is kept in the link alone."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.core import signing

CONFIRM = "umlauf.subscriptions.confirm"
END = "umlauf.subscriptions.end"
TIME_TO_CONFIRM = timedelta(days=3)


@dataclass(frozen=True)
class Wish:
    """A subscription somebody asked for and has not confirmed yet."""

    email: str
    source: str
    key: str
    language: str
    frequency: str
    user: int | None = None


def confirm_token(wish: Wish) -> str:
    return signing.dumps(asdict(wish), salt=CONFIRM, compress=True)


def wish_of(token: str) -> Wish | None:
    """Returns None for a token that is forged or older than three days."""
    try:
        return Wish(**signing.loads(token, salt=CONFIRM, max_age=TIME_TO_CONFIRM))
    except signing.BadSignature:
        return None


def end_token(subscription_id: int) -> str:
    return signing.dumps(subscription_id, salt=END)


def ended_by(token: str) -> int | None:
    """The subscription's primary key. These links never grow old: who no longer wants our mail must never be held
    up."""
    try:
        return int(signing.loads(token, salt=END))
    except signing.BadSignature:
        return None
