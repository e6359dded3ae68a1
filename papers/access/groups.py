"""Wagtail groups, kept in step with memberships.

Groups open areas of the admin and nothing else; what somebody may do with a paper is asked in ``papers.access``. Which
areas are open is asked anew with every request, from today's memberships (``papers.access.backends``). The rows that
join people to these groups are for lists of people and for Wagtail's group tasks: they follow memberships when one is
saved or deleted, and again at every log-in, because a term of office can end overnight. They give no permission.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from papers.access import Reader, principal_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AbstractUser

AUTHORS = "Authors"
SECRETARIES = "Secretaries"
COUNCIL_OFFICE = "Council office"
TRANSLATORS = "Translators"
MANAGED_GROUPS = (AUTHORS, SECRETARIES, COUNCIL_OFFICE, TRANSLATORS)
ACCESS_ADMIN = "wagtailadmin.access_admin"

Actions = tuple[str, ...]
# Rows the record points to stay; others may go.
KEEPING: Actions = ("add", "change", "view")
KEEPING_AND_DELETING: Actions = (*KEEPING, "delete")

_granted: dict[str, dict[tuple[str, str], Actions]] = {}


def grant(group: str, app_label: str, **models: Actions) -> None:
    """Let a group add, change, view or delete rows of these models. Said by each app of what it brings, when it gets
    ready; holds from the next migrate on."""
    _granted.setdefault(group, {}).update({(app_label, model): actions for model, actions in models.items()})


def grant_record() -> None:
    grant(
        COUNCIL_OFFICE,
        "papers",
        organization=KEEPING,
        membership=KEEPING,
        delegation=KEEPING_AND_DELETING,
        paperkind=KEEPING,
        glossaryterm=KEEPING_AND_DELETING,
        measure=KEEPING_AND_DELETING,
    )
    grant(TRANSLATORS, "papers", glossaryterm=KEEPING)


def ensure_groups(**kwargs: object) -> None:
    """After every migrate. Permissions are made app by app, some after ours, so they are asked for here first."""
    for app_label in sorted({app_label for granted in _granted.values() for app_label, _model in granted}):
        create_permissions(apps.get_app_config(app_label), verbosity=0)
    for name in MANAGED_GROUPS:
        wanted = Q()
        for permission in permissions_of([name]):
            app_label, codename = permission.split(".")
            wanted |= Q(content_type__app_label=app_label, codename=codename)
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(*Permission.objects.filter(wanted))


def groups_of(user: Reader) -> frozenset[str]:
    """Returns the names of the groups that somebody is in today."""
    principal = principal_of(user)
    names = set()
    if principal.origins & principal.acting_for.keys():
        names.add(AUTHORS)
    if principal.acting_for:
        names.add(SECRETARIES)
    if principal.acting_for and principal.keeps_record:
        names.add(COUNCIL_OFFICE)
    if principal.languages:
        names.add(TRANSLATORS)
    return frozenset(names)


def permissions_of(names: Iterable[str]) -> set[str]:
    """Returns what these groups open, as ``app_label.codename``."""
    found: set[str] = set()
    for name in names:
        found.add(ACCESS_ADMIN)
        for (app_label, model), actions in _granted.get(name, {}).items():
            found.update(f"{app_label}.{action}_{model}" for action in actions)
    return found


def sync_groups(user: AbstractUser) -> None:
    names = groups_of(user)
    managed = Group.objects.filter(name__in=MANAGED_GROUPS)
    user.groups.remove(*[group for group in managed if group.name not in names])
    user.groups.add(*[group for group in managed if group.name in names])
