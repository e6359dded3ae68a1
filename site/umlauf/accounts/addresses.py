"""A person's e-mail address is their log-in name: a new one counts once it is confirmed, and the old one is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from umlauf.accounts import letters
from umlauf.accounts.address_tokens import change_of
from umlauf.accounts.models import User

if TYPE_CHECKING:
    from papers.access import Person
    from umlauf.accounts.address_tokens import AddressChange


@transaction.atomic
def ask(person: User, address: str, *, by: Person) -> None:
    """Mails the link to the new address, and word of it to the old one. Whoever has the address already hears nothing
    of it."""
    address = address.lower()
    if User.objects.filter(email__iexact=address).exists():
        return
    vouched = by.is_superuser and by.pk != person.pk
    letters.send("confirm_address", person, to=address, address=address, vouched=vouched)
    letters.send("address_asked", person, to=person.email, address=address, by=str(by), own=by.pk == person.pk)


def needs_sign_in(person: User, change: AddressChange) -> bool:
    """Not of those who have no password yet, nor where an administrator vouches for the address."""
    return person.has_usable_password() and not change.vouched


@transaction.atomic
def confirm(token: str) -> bool:
    """Says whether it was done. Asks again under a lock: a link works once."""
    found = change_of(token)
    if found is None:
        return False
    person = User.objects.select_for_update().get(pk=found[0].pk)
    change = found[1]
    if person.email != change.before or User.objects.filter(email__iexact=change.address).exists():
        return False
    person.email = change.address
    person.save(update_fields=["email"])
    letters.send("address_changed", person, to=change.before, address=change.address)
    return True
