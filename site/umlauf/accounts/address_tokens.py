"""A new e-mail address that is not confirmed yet is kept in the link alone: a person's record names one address."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core import signing
from django.urls import reverse

from umlauf.accounts.models import User

if TYPE_CHECKING:
    from collections.abc import Mapping

SALT = "umlauf.accounts.address"
TIME_TO_CONFIRM = timedelta(days=3)


@dataclass(frozen=True)
class AddressChange:
    """``before``: the address it replaces, so that a link works once and a later change ends the earlier ones.

    ``vouched``: asked for by an administrator. Otherwise whoever confirms has to be signed in as the person, or the
    office could make anybody's account its own with a letter box of its choice."""

    person: int
    before: str
    address: str
    vouched: bool


def address_link(person: User, address: str, *, vouched: bool) -> str:
    change = AddressChange(person.pk, person.email, address.lower(), vouched)
    return reverse("confirm_address", args=[signing.dumps(asdict(change), salt=SALT, compress=True)])


def change_of(token: str) -> tuple[User, AddressChange] | None:
    """Returns None for a link that is forged, used, too old, or overtaken by another change."""
    try:
        values: Mapping[str, object] = signing.loads(token, salt=SALT, max_age=TIME_TO_CONFIRM)
    except signing.BadSignature:
        return None
    change = AddressChange(**values)  # type: ignore[arg-type]
    person = User.objects.filter(pk=change.person, email=change.before, is_active=True).first()
    return (person, change) if person else None
