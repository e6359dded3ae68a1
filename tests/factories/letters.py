"""Letters that wait in a transaction a test never commits."""

from __future__ import annotations

from datetime import timedelta

from papers.mail.outbox import run
from papers.mail.posting import LETTERS
from papers.models import Letter
from umlauf.subscriptions.sending import tell

LONG_ENOUGH = timedelta(minutes=2)


def forget_letters() -> None:
    """Those of what a test did to get where it begins."""
    Letter.objects.all().delete()


def send_letters() -> int:
    return run(LONG_ENOUGH, of=(LETTERS,))


def tell_by_mail(*frequencies: str) -> int:
    """Tells subscriptions what is new, and mails it; returns how many letters were written."""
    forget_letters()
    written = tell(*frequencies)
    send_letters()
    return written
