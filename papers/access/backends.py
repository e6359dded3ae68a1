"""What opens the admin, answered from today's memberships.

Django asks its authentication backends what somebody is permitted. Groups would answer with what was copied into them,
which outlives a term of office for as long as a session lasts. So permissions that follow from memberships are given by
this backend alone, and the one that looks into groups leaves the managed ones out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.contrib.auth.models import Permission

from papers.access.groups import MANAGED_GROUPS, groups_of, permissions_of

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

    def _get_group_permissions(self, user_obj: AbstractUser) -> QuerySet[Permission]:
        return Permission.objects.filter(group__in=user_obj.groups.exclude(name__in=MANAGED_GROUPS))
