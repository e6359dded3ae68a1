"""Wagtail groups, kept in step with memberships.

Groups open areas of the admin and nothing else; what somebody may do with a paper is asked in ``papers.access``. They
follow memberships when one is saved or deleted, and again at every log-in, because a term of office can end overnight.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from papers.access import principal_of
from papers.enums import MembershipRole
from papers.models.membership import Membership

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

AUTHORS = "Authors"
SECRETARIES = "Secretaries"
COUNCIL_OFFICE = "Council office"
TRANSLATORS = "Translators"
MANAGED_GROUPS = (AUTHORS, SECRETARIES, COUNCIL_OFFICE, TRANSLATORS)

# What the council office keeps in order, by app label and model; "change" where rows are only ever amended.
COUNCIL_OFFICE_MODELS = {
    ("papers", "organization"): ("add", "change", "view"),
    ("papers", "membership"): ("add", "change", "view"),
    ("papers", "delegation"): ("add", "change", "delete", "view"),
    ("papers", "paperkind"): ("add", "change", "view"),
    ("papers", "glossaryterm"): ("add", "change", "delete", "view"),
    ("papers", "measure"): ("add", "change", "delete", "view"),
    ("search", "synonyms"): ("add", "change", "delete", "view"),
    ("workflows", "sliptemplate"): ("add", "change", "delete", "view"),
    ("wagtailcore", "workflow"): ("add", "change"),
    ("wagtailcore", "task"): ("add", "change"),
    ("accounts", "user"): ("add", "change", "view"),
}


def ensure_groups(**kwargs: Any) -> None:
    """After every migrate. Permissions are made app by app, some after ours, so they are asked for here first."""
    for app_label in sorted({app_label for app_label, _model in COUNCIL_OFFICE_MODELS}):
        create_permissions(apps.get_app_config(app_label), verbosity=0)
    wanted = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    access_admin = list(Permission.objects.filter(wanted))
    for name in MANAGED_GROUPS:
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(*access_admin)
    office = Q(pk__in=())
    for (app_label, model), actions in COUNCIL_OFFICE_MODELS.items():
        office |= Q(content_type__app_label=app_label, codename__in=[f"{action}_{model}" for action in actions])
    Group.objects.get(name=COUNCIL_OFFICE).permissions.add(*Permission.objects.filter(office))
    glossary = Permission.objects.filter(
        content_type__app_label="papers", codename__in=("add_glossaryterm", "change_glossaryterm", "view_glossaryterm")
    )
    Group.objects.get(name=TRANSLATORS).permissions.add(*glossary)


def sync_groups(user: AbstractBaseUser) -> None:
    principal = principal_of(user)
    names = set()
    if principal.origins & principal.acting_for.keys():
        names.add(AUTHORS)
    if principal.acting_for:
        names.add(SECRETARIES)
    if any(m.organization.is_council_office and m.role != MembershipRole.ADVISER for m in _current(user)):
        names.add(COUNCIL_OFFICE)
    if principal.languages:
        names.add(TRANSLATORS)
    managed = Group.objects.filter(name__in=MANAGED_GROUPS)
    # every user model here has PermissionsMixin
    user.groups.remove(*[group for group in managed if group.name not in names])  # type: ignore[attr-defined]
    user.groups.add(*[group for group in managed if group.name in names])  # type: ignore[attr-defined]


def _current(user: AbstractBaseUser) -> list[Membership]:
    return list(Membership.objects.current().filter(person=user.pk).select_related("organization"))
