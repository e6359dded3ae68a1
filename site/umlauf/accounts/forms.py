"""A person's record. Its page shows the form's fields one after the other: nothing is asked for that is not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm, UserForm

from papers.access.groups import MANAGED_GROUPS
from umlauf.languages import NAMES

if TYPE_CHECKING:
    from papers.access import Person

FIELDS = ("preferred_language", "on_paper", "postal_address")
RIGHTS = ("is_superuser", "groups")
ORDER = ("email", "first_name", "last_name", *FIELDS, "password1", "password2", "is_active", *RIGHTS)
LABELS = {
    "preferred_language": _("preferred language"),
    "on_paper": _("gets papers on paper"),
    "postal_address": _("postal address"),
}


class PersonForm(UserForm):
    """``by``: only administrators have rights to give. Groups that follow memberships are given by nobody."""

    field_order = ORDER

    def __init__(self, *args: object, by: Person, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in () if by.is_superuser else RIGHTS:
            self.fields.pop(name, None)
        self.fields["preferred_language"].choices = self._languages()
        if "groups" in self.fields:
            self.fields["groups"].queryset = Group.objects.exclude(name__in=MANAGED_GROUPS)

    def _languages(self) -> list[tuple[str, Any]]:
        """Those offered, and the person's own: a language that is not offered at the moment is not lost by saving."""
        codes = {*dict(settings.LANGUAGES), self.instance.preferred_language}
        return [(code, name) for code, name in NAMES.items() if code in codes]

    def clean_groups(self) -> QuerySet[Group]:
        """What was ticked, and what follows from memberships."""
        ticked = Group.objects.filter(pk__in=self.cleaned_data["groups"].values("pk"))
        if self.instance.pk is None:
            return ticked
        return ticked | Group.objects.filter(pk__in=self.instance.groups.filter(name__in=MANAGED_GROUPS).values("pk"))


class PersonEditForm(PersonForm, UserEditForm):
    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | set(FIELDS)
        labels: ClassVar = LABELS


class PersonCreationForm(PersonForm, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | set(FIELDS)
        labels: ClassVar = LABELS
