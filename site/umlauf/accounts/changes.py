"""Every change of an account, a right, a membership or a delegation is written down with the old and the new value,
and told to whoever it concerns. So is what gives or takes rights to all members of an organization at once.

Rows are watched rather than screens, so that a screen that comes later tells as well. What commands do is written down
and not told: nobody stands behind it who could be asked. New rows of commands are in the history of rows alone.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from allauth.account import signals as allauth_signals
from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.http import HttpRequest
from simple_history.models import HistoricalRecords
from wagtail.log_actions import log

from papers.access.groups import MANAGED_GROUPS
from papers.among import among
from papers.models import Delegation, Membership, Organization
from umlauf.accounts import letters
from umlauf.accounts.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable

Change = tuple[str, Any, Any]  # field, old and new value, as JSON can hold them

WATCHED: dict[type[models.Model], tuple[str, ...]] = {
    User: (
        "email",
        "first_name",
        "last_name",
        "preferred_language",
        "on_paper",
        "postal_address",
        "is_active",
        "is_superuser",
        "is_staff",
    ),
    Membership: ("person", "organization", "role", "voting_right", "since", "until"),
    Delegation: ("delegator", "deputy", "since", "until"),
    # what follows from belonging to it; the rest of its record gives nobody a right
    Organization: ("kind", "is_council_office", "languages", "ends_on"),
}
OF_NOBODY = (User, Organization)  # when new: whoever is entered gets an invitation, and no organization has members
PEOPLE_OF: dict[type[models.Model], tuple[str, ...]] = {Membership: ("person",), Delegation: ("delegator", "deputy")}


def look_before(sender: type[models.Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    related = [name for name in WATCHED[sender] if sender._meta.get_field(name).is_relation]
    instance._before = None
    if not raw and instance.pk is not None and _may_change(sender, kwargs.get("update_fields")):
        instance._before = sender._default_manager.select_related(*related).filter(pk=instance.pk).first()


def tell_after(sender: type[models.Model], instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    before = None if created else instance._before
    if raw or (before is None and not created) or (created and (sender in OF_NOBODY or current_request() is None)):
        return
    fields = WATCHED[sender]
    changes = [
        (name, _value(before, name), _value(instance, name))
        for name in fields
        if before is None or getattr(before, _column(sender, name)) != getattr(instance, _column(sender, name))
    ]
    if changes:
        concerned = [*_concerned(instance), *(_concerned(before) if before is not None else ())]
        _note(instance, "umlauf.created" if created else "umlauf.changed", changes, concerned)


def tell_of_end(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    if current_request() is not None:
        changes = [(name, _value(instance, name), None) for name in WATCHED[sender]]
        _note(instance, "umlauf.removed", changes, _concerned(instance))


def tell_of_rights(sender: Any, instance: Any, action: str, pk_set: set[int] | None, **kwargs: Any) -> None:
    """Groups and single permissions that administrators give and take, from either side; those that follow memberships
    are no news."""
    if action not in ("post_add", "post_remove") or not pk_set:
        return
    others = kwargs["model"].objects.filter(among("pk", pk_set)).order_by("pk")
    people, rights = (others, [instance]) if kwargs["reverse"] else ([instance], others)
    field = "groups" if sender is User.groups.through else "user_permissions"
    names = ", ".join(str(right) for right in rights if getattr(right, "name", "") not in MANAGED_GROUPS)
    change = (field, "", names) if action == "post_add" else (field, names, "")
    for person in people if names else ():
        _note(person, "umlauf.changed", [change], [person])


def password_changed(user: User, **kwargs: Any) -> None:
    """Neither old nor new is anybody's business."""
    log(user, "umlauf.password", user=user)
    letters.send("password_changed", user)


def _note(instance: Any, action: str, changes: list[Change], concerned: Iterable[User]) -> None:
    request = current_request()
    actor = request.user if request is not None and request.user.is_authenticated else None
    log(instance, action, user=actor, data={"changes": changes})
    if request is None:
        return
    for person in {person.pk: person for person in concerned}.values():
        own = actor is not None and actor.pk == person.pk
        told = [change for change in changes if not (own and change[0] == "preferred_language")]
        if told:
            letters.send(
                "changed",
                person,
                model=instance._meta.label_lower,
                action=action.rpartition(".")[2],
                changes=told,
                of=str(instance) if isinstance(instance, Organization) else "",
                by="" if actor is None or own else str(actor),
            )


def current_request() -> HttpRequest | None:
    return getattr(HistoricalRecords.context, "request", None)


def _concerned(instance: Any) -> list[User]:
    if isinstance(instance, Organization):
        members = Membership.objects.current().filter(organization=instance).values("person")
        return list(User.objects.filter(pk__in=members, is_active=True).order_by("pk"))
    return [instance] if isinstance(instance, User) else [getattr(instance, name) for name in PEOPLE_OF[type(instance)]]


def _may_change(sender: type[models.Model], update_fields: Iterable[str] | None) -> bool:
    return update_fields is None or bool(set(WATCHED[sender]) & set(update_fields))


def _column(sender: type[models.Model], name: str) -> str:
    return str(sender._meta.get_field(name).attname)  # type: ignore[union-attr]  # all of them are columns


def _value(instance: Any, name: str) -> Any:
    if instance is None:
        return None
    value = getattr(instance, name)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, models.Model) else value


def connect() -> None:
    for signal in (allauth_signals.password_changed, allauth_signals.password_reset):
        signal.connect(password_changed, dispatch_uid="accounts.changes.password")
    for model in WATCHED:
        pre_save.connect(look_before, sender=model, dispatch_uid="accounts.changes.before")
        post_save.connect(tell_after, sender=model, dispatch_uid="accounts.changes.after")
    for model in PEOPLE_OF:
        post_delete.connect(tell_of_end, sender=model, dispatch_uid="accounts.changes.end")
    for through in (User.groups.through, User.user_permissions.through):
        m2m_changed.connect(tell_of_rights, sender=through, dispatch_uid="accounts.changes.rights")
