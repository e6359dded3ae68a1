"""Wagtail's actions on several people at once, under the rule of the single record."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction

from papers.access.groups import MANAGED_GROUPS
from umlauf.accounts import change_words
from umlauf.accounts.looking_after import people
from umlauf.accounts.models import User


class LookedAfter(UserBulkAction):
    """``action``: what has to be permitted for each of the people."""

    permission_policy = people
    any_permission_required: ClassVar[list[str]] = ["change"]
    action: str

    def check_perm(self, obj: User) -> bool:
        return self.permission_policy.user_has_permission_for_instance(self.request.user, self.action, obj)


class RoleForm(forms.Form):
    role = forms.ModelChoiceField(queryset=Group.objects.exclude(name__in=MANAGED_GROUPS))


class AssignRole(LookedAfter, AssignRoleBulkAction):
    """The same holds as in the form of one person: only administrators have rights to give, and none that follow from
    memberships."""

    action = "change"
    form_class = RoleForm

    def check_perm(self, obj: User) -> bool:
        return bool(self.request.user.is_superuser) and super().check_perm(obj)


class SetActiveState(LookedAfter, SetActiveStateBulkAction):
    action = "change"

    @classmethod
    def execute_action(cls, objects: list[User], mark_as_active: bool = False, **kwargs: Any) -> tuple[int, int]:
        """One by one, so that each change is written down and told."""
        changed = [person for person in objects if person.is_active != mark_as_active]
        for person in changed:
            person.is_active = mark_as_active
            person.save(update_fields=["is_active"])
        return len(changed), 0


class Delete(LookedAfter, DeleteBulkAction):
    action = "delete"

    def check_perm(self, obj: User) -> bool:
        return super().check_perm(obj) and DeleteBulkAction.check_perm(self, obj)


def _register(*actions: Any) -> None:
    """After Wagtail's, whose places they take: the last one of a name counts."""
    for action in actions:
        hooks.register("register_bulk_action", action, order=100)


_register(AssignRole, SetActiveState, Delete)


@hooks.register("register_account_menu_item")
def own_account(request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("account"),
        "label": _("My account"),
        "help_text": _("Address, password, and where you are signed in."),
    }


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    change_words.register(actions)
