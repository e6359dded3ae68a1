"""Wagtail's library of images under the access rule.

Wagtail asks one policy for whatever it does with images: lists, choosers, forms, thumbnails, duplicates, actions on
several. Its own knows groups and collections, in which an image of a confidential draft is like any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from wagtail.images import get_image_model
from wagtail.models import Collection
from wagtail.permission_policies import BasePermissionPolicy

from papers.access import Person, is_council_office, principal_of
from papers.access.image_use import ImageUse
from papers.access.images import ALL, image_rule, in_words_of_search
from papers.access.policies import drafts_somewhere, works_in_admin
from papers.parties.consultation import Version

SEEING = frozenset({"choose", "view"})
KEEPING = frozenset({"add", "change", "delete"})


class ImagePolicy(BasePermissionPolicy):
    """Images are added by those who draft papers, and seen by those the rule allows.

    Their own ones people may change until somebody has signed or released a text with them, and delete while they stand
    in none: a picture in an official text must not turn into another. The council office may do so with everybody's.
    """

    def user_has_permission(self, user: Person, action: str) -> bool:
        if not works_in_admin(user):
            return False
        if action in KEEPING:
            return self._adds(user)
        return action in SEEING and (self._adds(user) or bool(principal_of(user).languages))

    def _adds(self, user: Person) -> bool:
        return principal_of(user).council_office or drafts_somewhere(user)

    def user_has_permission_for_instance(self, user: Person, action: str, instance: Any) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user: Person, actions: Iterable[str], instance: Any) -> bool:
        return self.instances_user_has_any_permission_for(user, actions).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Person, actions: Iterable[str]) -> QuerySet[Any]:
        rules = [self._rule(user, action) for action in actions if self.user_has_permission(user, action)]
        images: QuerySet[Any] = self.model.objects.all()
        return images.filter(in_words_of_search(Q(*rules, _connector=Q.OR))) if rules else images.none()

    def _rule(self, user: Person, action: str) -> Q:
        if action in SEEING:
            return image_rule(user)
        kept = image_rule(user) & (ALL if is_council_office(user) else Q(uploaded_by_user=user.pk))
        uses = ImageUse.objects.filter(image=OuterRef("pk"))
        match action:
            case "change":
                signed = Exists(Version.objects.filter(revision=OuterRef("revision")))
                return kept & Q(~Exists(uses.filter(Q(signed) | Q(revision=F("page__live_revision")))))
            case "delete":
                return kept & Q(~Exists(uses))
        return Q(pk__in=())

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        """Nothing asks for it; the rule is asked of one person at a time."""
        return get_user_model().objects.none()

    # Collections are a way to keep order, and no right hangs on them; whoever adds an image puts it into the first one.

    def collections_user_has_any_permission_for(self, user: Person, actions: Iterable[str]) -> QuerySet[Any]:
        collections: QuerySet[Any] = Collection.objects.all()
        if not self.user_has_any_permission(user, actions):
            return collections.none()
        return collections if user.is_superuser else collections.filter(depth=1)

    def collections_user_has_permission_for(self, user: Person, action: str) -> QuerySet[Any]:
        return self.collections_user_has_any_permission_for(user, [action])


policy = ImagePolicy(get_image_model())
