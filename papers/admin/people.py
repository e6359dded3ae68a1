"""People in forms of the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from papers.parties.namesakes import ToldApart


class _Labels:
    """What a chooser calls each person. Looked up when the first is called, for all of them."""

    def __init__(self, field: forms.ModelChoiceField) -> None:  # type: ignore[type-arg]  # Django's takes none when run
        self.field = field
        self.told: ToldApart | None = None

    def __call__(self, person: Any) -> str:
        if self.told is None:
            self.told = ToldApart(self.field.queryset or ())
        return self.told.of(person)


def tell_apart(field: forms.Field) -> None:
    """Let a chooser of people tell namesakes apart."""
    if isinstance(field, forms.ModelChoiceField):
        field.label_from_instance = _Labels(field)  # type: ignore[assignment]


class PeopleForm(WagtailAdminModelForm):
    """``people``: the fields in which a person is chosen."""

    people: tuple[str, ...] = ("person", "delegator", "deputy")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.people:
            if name in self.fields:
                tell_apart(self.fields[name])
