"""Put a letter into the outbox, as a row of the transaction that has something to tell: it leaves if and only if that
is committed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from papers.mail import outbox
from papers.mail.kinds import KINDS, NotSent
from papers.mail.letters import Letter
from papers.mail.outgoing import UNFINISHED, SendingState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.core.mail import EmailMultiAlternatives

KEPT = timedelta(weeks=8)  # in which somebody may ask what became of a mail


def post(kind: str, *, about: dict[str, Any], **whose: Any) -> None:
    """``about``: what JSON can hold. ``whose``: ``person_id``, ``address``, ``language`` and ``belongs_to`` of the
    letter; without person and address its kind says later whom it is for."""
    post_all(kind, [about], **whose)


def post_all(kind: str, abouts: Iterable[dict[str, Any]], **whose: Any) -> None:
    """One statement, however many there are."""
    Letter.objects.bulk_create([Letter(kind=kind, about=about, **whose) for about in abouts], batch_size=500)
    transaction.on_commit(outbox.wake)


def _look_up(pk: int) -> Letter | None:
    return Letter.objects.select_related("person").filter(pk=pk).first()


def _write(letter: Letter) -> EmailMultiAlternatives | None:
    kind = KINDS[letter.kind]
    if kind.people is not None and letter.person is None and not letter.address:
        _address(letter, kind.people)
        return None
    if letter.person is not None and not letter.to:
        raise NotSent(_("Has no address."))
    own = getattr(letter.person, "preferred_language", "") if letter.person else ""
    with override(letter.language or own or settings.LANGUAGE_CODE):
        return kind.write(letter)


@transaction.atomic
def _address(letter: Letter, find: Callable[[dict[str, Any]], Iterable[Any]]) -> None:
    """A letter for each, in place of the one that said what there is to tell. Whoever lost the claim changes
    nothing."""
    found = list(find(letter.about))
    if not found:
        raise NotSent(_("There was nobody to be told."))
    mine = Letter.objects.filter(pk=letter.pk, state=SendingState.SENDING, attempts=letter.attempts)
    if mine.delete()[0]:
        whose = {"kind": letter.kind, "about": letter.about, "belongs_to": letter.belongs_to}
        to = [{"address": one} if isinstance(one, str) else {"person": one} for one in found]
        letters = [Letter(**whose, **one, posted_at=letter.posted_at) for one in to]
        Letter.objects.bulk_create(letters, batch_size=500)


def _ending(letter: Letter, state: SendingState) -> dict[str, Any]:
    """Nothing is kept of it that it needed only to be written. One that failed may be sent again, unless it goes to an
    address nobody has confirmed."""
    forgets = _forgets_address(letter)
    emptied: dict[str, Any] = {"about": {}} if forgets or state != SendingState.FAILED else {}
    return {**emptied, **({"address": ""} if forgets else {})}


def _forgets_address(letter: Letter) -> bool:
    kind = KINDS.get(letter.kind)
    return kind is not None and kind.forgets_address


def prune() -> int:
    """Forget what came to its end and was written longer ago than ``KEPT``; returns how many. Deliveries are proof and
    stay."""
    old = Letter.objects.filter(posted_at__lt=timezone.now() - KEPT).exclude(state__in=UNFINISHED)
    return old.delete()[0]


def _came_back(letter: Letter) -> None:
    kind = KINDS.get(letter.kind)
    if kind is not None and kind.came_back is not None:
        kind.came_back(letter)


LETTERS = outbox.Box(
    model=Letter,
    look_up=_look_up,
    write=_write,
    address_of=lambda letter: letter.to,
    ending=_ending,
    refused=_came_back,
)
