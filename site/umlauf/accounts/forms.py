from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

FIELDS = ("preferred_language", "on_paper", "postal_address")
LABELS = {
    "preferred_language": _("preferred language"),
    "on_paper": _("gets papers on paper"),
    "postal_address": _("postal address"),
}


class PersonEditForm(UserEditForm):
    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | set(FIELDS)
        labels: ClassVar = LABELS


class PersonCreationForm(UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | set(FIELDS)
        labels: ClassVar = LABELS
