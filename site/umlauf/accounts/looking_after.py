"""Who looks after whose record.

Whoever may set somebody's password or address can become that person. So nobody looks after people who hold a right
they do not hold themselves: the council office looks after everybody whose rights follow from memberships,
administrators after everybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, Q

from papers.access.groups import MANAGED_GROUPS
from papers.access.policies import CouncilOfficePolicy
from umlauf.accounts.models import User

if TYPE_CHECKING:
    from papers.access import Person


def looked_after_by(user: Person) -> Q:
    """The rule for querysets of people."""
    if user.is_superuser:
        return Q(pk__isnull=False)
    given = Group.objects.exclude(name__in=MANAGED_GROUPS).filter(user=OuterRef("pk"))
    permitted = User.user_permissions.through.objects.filter(user=OuterRef("pk"))
    return Q(is_superuser=False) & ~Exists(given) & ~Exists(permitted)


def may_look_after(user: Person, person: User) -> bool:
    return User.objects.filter(looked_after_by(user), pk=person.pk).exists()


class PeoplePolicy(CouncilOfficePolicy):
    """The council office keeps the list of people, and the records of those it may look after."""

    def user_has_permission_for_instance(self, user: Person, action: str, instance: User) -> bool:
        return self.user_has_permission(user, action) and (action == "view" or may_look_after(user, instance))


people = PeoplePolicy(User)
