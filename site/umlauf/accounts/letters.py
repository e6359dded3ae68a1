"""Mails about accounts, in the language of whoever gets them, written into the outbox with the change.

Links are made when the mail is sent: no key to an account waits in a table.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from allauth.account.utils import user_pk_to_url_str
from django.apps import apps
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from papers.mail.kinds import Kind, register_kind
from papers.mail.messages import mail
from papers.mail.posting import post
from umlauf.accounts.address_tokens import address_link
from umlauf.accounts.change_words import change_lines_of
from umlauf.accounts.models import User

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from papers.mail.letters import Letter

Context = dict[str, Any]

NAMES = {
    "address_asked": _("A new address was asked for"),
    "address_changed": _("The address was changed"),
    "changed": _("Something was changed about the account"),
    "confirm_address": _("New address to be confirmed"),
    "invitation": _("Invitation"),
    "nobody": _("No account under this address"),
    "password_changed": _("The password was changed"),
    "reset": _("Link for a new password"),
}
TO_UNCONFIRMED = {"confirm_address", "nobody"}


def send(name: str, person: User, *, to: str = "", **context: Any) -> None:
    """``context``: what JSON can hold. ``to``: another address than the person's."""
    post(f"account.{name}", about=context, person_id=person.pk, address=to, belongs_to=f"person:{person.pk}")


def send_to_stranger(name: str, address: str) -> None:
    post(f"account.{name}", about={}, address=address, language=get_language() or settings.LANGUAGE_CODE)


def register() -> None:
    for name, label in NAMES.items():
        forgets = name in TO_UNCONFIRMED
        register_kind(f"account.{name}", Kind(label, write=partial(_write, name), forgets_address=forgets))


def _write(name: str, letter: Letter) -> EmailMultiAlternatives:
    person, more = letter.person, _FOUND_OUT.get(name)
    known: Context = {
        "city_name": settings.CITY_NAME,
        "site_url": settings.WAGTAILADMIN_BASE_URL,
        **({"person": person} if person else {}),
        **letter.about,
        **(more(person, letter.about) if more and person else {}),
    }
    subject = render_to_string(f"account/mail/{name}_subject.txt", known)
    return mail(subject, render_to_string(f"account/mail/{name}.txt", known), to=letter.to)


def _password_link(person: User, context: Context) -> Context:
    key = default_token_generator.make_token(person)
    return {"link": absolute("account_reset_password_from_key", uidb36=user_pk_to_url_str(person), key=key)}


def _address_link(person: User, context: Context) -> Context:
    return {
        "link": settings.WAGTAILADMIN_BASE_URL + address_link(person, context["address"], vouched=context["vouched"])
    }


def _changes(person: User, context: Context) -> Context:
    lines = change_lines_of(context["model"], context["changes"])
    return {"lines": lines, "kind": str(apps.get_model(context["model"])._meta.verbose_name)}


_FOUND_OUT = {
    "changed": _changes,
    "invitation": _password_link,
    "reset": _password_link,
    "confirm_address": _address_link,
}


def absolute(name: str, **kwargs: Any) -> str:
    """Address in the active language, as it must stand in a mail: of this installation, whatever a request says."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse(name, kwargs=kwargs)}"
