"""What opens the admin, answered from today's memberships.

Django asks its authentication backends what somebody is permitted. Groups would answer with what was copied into them,
which outlives a term of office for as long as a session lasts. So permissions that follow from memberships are given by
this backend alone, and the one that looks into groups leaves the managed ones out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.contrib.auth.models import Group, Permission

from papers.access.groups import MANAGED_GROUPS, groups_of, permissions_of
from papers.prepared import prepared

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from django.db.models import QuerySet

    from papers.access import Person


class MembershipBackend(BaseBackend):
    """Logs nobody in. Asks for the principal once for every user that was read, so once for a request."""

    def get_group_permissions(self, user_obj: Person, obj: Any = None) -> set[str]:
        if obj is not None or not user_obj.is_authenticated or not user_obj.is_active:
            return set()
        found: set[str] | None = getattr(user_obj, "_permitted_today", None)
        if found is None:
            found = user_obj._permitted_today = permissions_of(groups_of(user_obj))  # type: ignore[attr-defined]
        return found

    def has_perm(self, user_obj: Person, perm: str, obj: Any = None) -> bool:
        return perm in self.get_group_permissions(user_obj, obj)


class GivenBackend(ModelBackend):
    """What administrators gave: permissions, and groups that do not follow from memberships."""

    def _get_permissions(self, user_obj: AbstractUser, obj: Any, from_name: str) -> set[str]:
        """As Django does, which would write both statements anew with every request of the desk. ``from_name``: "user"
        or "group"."""
        given = f"_{from_name}_perm_cache"
        asked = user_obj.is_active and not user_obj.is_superuser and obj is None
        if asked and not user_obj.is_anonymous and not hasattr(user_obj, given):
            rows = _GIVEN[from_name](person=user_obj.pk)
            setattr(user_obj, given, {f"{app_label}.{codename}" for app_label, codename in rows})
        permitted: set[str] = super()._get_permissions(user_obj, obj, from_name)  # type: ignore[misc]
        return permitted


@prepared
def _of_person(*, person: Any) -> QuerySet[Any]:
    return _named(Permission.objects.filter(user=person))


@prepared
def _of_groups(*, person: Any) -> QuerySet[Any]:
    groups = Group.objects.filter(user=person).exclude(name__in=MANAGED_GROUPS)
    return _named(Permission.objects.filter(group__in=groups))


def _named(permissions: QuerySet[Permission]) -> QuerySet[Any]:
    return permissions.values_list("content_type__app_label", "codename").order_by()


_GIVEN = {"user": _of_person, "group": _of_groups}
