"""Mails about accounts, in the language of whoever gets them, once the change is committed.

Links are made when the mail is written: no key to an account waits in a queue.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from django.apps import apps
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django_tasks import task

from umlauf.accounts.address_tokens import address_link
from umlauf.accounts.change_words import change_lines_of
from umlauf.accounts.models import User
from workflows.mailing import mail

Context = dict[str, Any]


def send(name: str, person: User, *, to: str = "", **context: Any) -> None:
    """``context``: what JSON can hold. ``to``: another address than the person's."""
    transaction.on_commit(partial(mail_letter.enqueue, name, person.pk, to, context))


def send_to_stranger(name: str, address: str) -> None:
    transaction.on_commit(partial(mail_stranger.enqueue, name, address, get_language() or settings.LANGUAGE_CODE))


@task()
def mail_letter(name: str, person_id: int, to: str, context: Context) -> None:
    person = User.objects.filter(pk=person_id).first()
    if person is None:
        return
    with override(person.preferred_language or settings.LANGUAGE_CODE):
        more = _FOUND_OUT.get(name)
        _mail(name, to or person.email, {"person": person, **context, **(more(person, context) if more else {})})


@task()
def mail_stranger(name: str, address: str, language: str) -> None:
    with override(language):
        _mail(name, address, {})


def _mail(name: str, to: str, context: Context) -> None:
    known = {"city_name": settings.CITY_NAME, "site_url": settings.WAGTAILADMIN_BASE_URL, **context}
    subject = render_to_string(f"account/mail/{name}_subject.txt", known)
    mail(subject, render_to_string(f"account/mail/{name}.txt", known), to=to).send()


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
