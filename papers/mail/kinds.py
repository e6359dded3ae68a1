"""The kinds of letters. Each is registered by the part of the product that has something to tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.core.mail import EmailMultiAlternatives
    from django.utils.functional import _StrOrPromise

    from papers.mail.letters import Letter


class NotSent(Exception):
    """There is a reason why the mail must not or need not leave any more; ``reason`` is lazy, because it is the office
    that reads it."""

    def __init__(self, reason: _StrOrPromise) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Kind:
    """``write`` makes the message in the active language, or raises NotSent.

    ``people``: whom a letter without person and address is for, by what it is about: people, and addresses of letter
    boxes as text. Raises NotSent, too. Where it is None, the letter has its address or ``write`` knows it.
    ``forgets_address``: its owner has not confirmed the address, which is kept no longer than the letter waits.
    ``came_back`` is told that the address refuses mail for good, before the letter left or after."""

    label: _StrOrPromise
    write: Callable[[Letter], EmailMultiAlternatives]
    people: Callable[[dict[str, Any]], Iterable[Any]] | None = None
    forgets_address: bool = False
    came_back: Callable[[Letter], None] | None = None


KINDS: dict[str, Kind] = {}


def register_kind(name: str, kind: Kind) -> None:
    KINDS[name] = kind
