"""Who may enter which screen of the admin, as the policies Wagtail's views ask.

Every screen of ours names one of them, and the actions it asks for. A view of Wagtail without a policy lets everybody
in, and in Wagtail 8 it looks one up by its model: neither is an answer of ours.

What a screen then shows is asked row by row (``papers.access``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet
from wagtail.models import Collection
from wagtail.permission_policies import BasePermissionPolicy, ModelPermissionPolicy

from papers.access import Person, Reader, is_council_office, origins_open_to, principal_of

Question = Callable[[Person], bool]


class Asking(BasePermissionPolicy):
    """Each action is a question of the access rule; an action without one is refused."""

    def __init__(self, model: type[Model], **questions: Question) -> None:
        super().__init__(model)
        self.questions = questions

    def user_has_permission(self, user: Person, action: str) -> bool:
        question = self.questions.get(action)
        return question is not None and user.is_active and question(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        """Nothing of ours asks for it; the rule is asked of one person at a time."""
        return get_user_model().objects.none()


class CouncilOfficePolicy(ModelPermissionPolicy):
    """What the council office keeps in order: its group says which actions there are, a membership opens them. What
    administrators permit somebody beside that opens nothing here."""

    def user_has_permission(self, user: Person, action: str) -> bool:
        return bool(super().user_has_permission(user, action)) and self.keeps(user)

    def keeps(self, user: Reader) -> bool:
        return is_council_office(user)


class GlossaryPolicy(CouncilOfficePolicy):
    """Liaisons add and correct terms, too."""

    def keeps(self, user: Reader) -> bool:
        return is_council_office(user) or bool(principal_of(user).languages)


def works_in_admin(user: Person) -> bool:
    return bool(user.has_perm("wagtailadmin.access_admin"))


def administers(user: Person) -> bool:
    return bool(user.is_superuser)


def drafts_somewhere(user: Reader) -> bool:
    return origins_open_to(user).exists()


class ClosedPolicy(Asking):
    """For what Wagtail brings along and this product has no use for: no action has a question."""

    def collections_user_has_any_permission_for(self, user: Person, actions: Iterable[str]) -> QuerySet[Any]:
        collections: QuerySet[Any] = Collection.objects.none()
        return collections

    def collections_user_has_permission_for(self, user: Person, action: str) -> QuerySet[Any]:
        collections: QuerySet[Any] = Collection.objects.none()
        return collections
