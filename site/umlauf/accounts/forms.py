"""A person's record. Its page shows the form's fields one after the other: nothing is asked for that is not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm, UserForm

from papers.access.groups import MANAGED_GROUPS
from umlauf.accounts import addresses, letters
from umlauf.accounts.languages import languages_for
from umlauf.accounts.models import ADDRESS_IN_USE, User

if TYPE_CHECKING:
    from papers.access import Person

NOT_YOURS_TO_MOVE = _(
    "Nobody has set a password for this account yet, and it already has rights. Only an administrator may send its "
    "link to another address."
)
FIELDS = ("preferred_language", "on_paper", "postal_address")
NAMES = ("first_name", "last_name")
RIGHTS = ("is_superuser", "groups")
ORDER = ("email", *NAMES, *FIELDS, "is_active", *RIGHTS)
LABELS = {
    "preferred_language": _("preferred language"),
    "on_paper": _("gets papers on paper"),
    "postal_address": _("postal address"),
}


class PersonForm(UserForm):
    """``by``: only administrators have rights to give. Groups that follow memberships are given by nobody, and nobody
    gives somebody else a password."""

    field_order = ORDER

    def __init__(self, *args: object, by: Person, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        for name in () if by.is_superuser else RIGHTS:
            self.fields.pop(name, None)
        self.fields["preferred_language"].choices = languages_for(self.instance)
        if "groups" in self.fields:
            self.fields["groups"].queryset = Group.objects.exclude(name__in=MANAGED_GROUPS)

    def clean_groups(self) -> QuerySet[Group]:
        """What was ticked, and what follows from memberships."""
        ticked = Group.objects.filter(pk__in=self.cleaned_data["groups"].values("pk"))
        if self.instance.pk is None:
            return ticked
        return ticked | Group.objects.filter(pk__in=self.instance.groups.filter(name__in=MANAGED_GROUPS).values("pk"))


class PersonEditForm(PersonForm, UserEditForm):
    """A new address is not saved with the rest: it counts once it is confirmed."""

    wanted_address = ""

    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | set(FIELDS)
        labels: ClassVar = LABELS

    def __init__(self, *args: object, by: Person, editing_self: bool = False, **kwargs: object) -> None:
        super().__init__(*args, by=by, editing_self=editing_self, **kwargs)
        for name in NAMES:  # nobody decides what they are called, but for administrators, whom nobody else may edit
            self.fields[name].disabled = editing_self and not self.by.is_superuser
        self.fields["email"].help_text = _("A new address counts once it is confirmed by mail.")

    def clean_email(self) -> str:
        wanted = self.cleaned_data["email"].lower()
        known: str = self.instance.email
        if wanted == known:
            return known
        if User.objects.filter(email__iexact=wanted).exclude(pk=self.instance.pk).exists():
            raise ValidationError(ADDRESS_IN_USE)
        if self._could_take_over():
            raise ValidationError(NOT_YOURS_TO_MOVE)
        self.wanted_address = wanted
        return known

    def _could_take_over(self) -> bool:
        """Nobody signed in to the account yet, so the link to the new address would be all it takes to act as somebody
        who has rights."""
        if self.by.is_superuser or self.instance.has_usable_password():
            return False
        current = Q(until__isnull=True) | Q(until__gte=timezone.localdate())
        seats = self.instance.memberships.filter(current)
        return bool(seats.exists() or self.instance.delegations_received.filter(current).exists())

    def save(self, commit: bool = True) -> User:
        person: User = super().save(commit)
        if self.wanted_address:
            addresses.ask(person, self.wanted_address, by=self.by)
        return person


class PersonCreationForm(PersonForm, UserCreationForm):
    """Whoever is entered sets a password of their own, by a link that is mailed to them."""

    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | set(FIELDS)
        labels: ClassVar = LABELS

    def __init__(self, *args: object, by: Person, **kwargs: object) -> None:
        super().__init__(*args, by=by, **kwargs)
        self.fields["email"].help_text = _("An invitation with a link to set a password is mailed to this address.")

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        person: User = super().save(commit)
        letters.send("invitation", person)
        return person
