"""The screens of an organization: its data, and its history as far as nobody has to be asked about papers for it.

Its end concerns every paper that waits there, so it is set by whoever knows those: an app above registers its button
here.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.views.generic import CopyView, EditView, IndexView
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import Button

from papers.among import among
from papers.models import Organization

MakeButton = Callable[[Organization], dict[str, Any]]
_buttons: list[MakeButton] = []


def register_button(make: MakeButton) -> None:
    """``make`` says what the button of an organization needs: ``label``, ``url`` and ``icon_name``. Registered once,
    however often an app gets ready."""
    if make not in _buttons:
        _buttons.append(make)


class OrganizationIndexView(IndexView):
    def search_queryset(self, queryset: Any) -> Any:
        """By earlier names, too. No database compares letters inside of the column they stand in."""
        found = super().search_queryset(queryset)
        words = self.search_query.casefold() if self.is_searching else ""
        if not words:
            return found
        former = Organization.objects.exclude(former_names=[]).only("former_names")
        keys = [one.pk for one in former if any(words in entry["name"].casefold() for entry in one.former_names)]
        return found | queryset.filter(among("pk", keys))

    def get_list_more_buttons(self, instance: Organization) -> list[Any]:
        wanted = (make(instance) for make in _buttons if self.user_has_permission("change"))
        more = [MenuItem(**{**one, "priority": 25}) for one in wanted]
        return [*super().get_list_more_buttons(instance), *more]


class OrganizationEditView(EditView):
    @cached_property
    def header_more_buttons(self) -> list[Any]:
        more = [Button(**{**make(self.object), "priority": 25}) for make in _buttons]
        return [*super().header_more_buttons, *more]


class OrganizationCopyView(CopyView):
    def get_initial_form_instance(self) -> Organization:
        """The past stays with the original."""
        copy: Organization = super().get_initial_form_instance()
        copy.pk, copy.former_names, copy.ends_on = None, [], None
        return copy


class OrganizationForm(WagtailAdminModelForm):
    """Asks since when a new name holds, so that what was done under the old one keeps it."""

    renamed_on = forms.DateField(
        label=gettext_lazy("First day of the new name or code"),
        required=False,
        widget=AdminDateInput,
        help_text=gettext_lazy(
            "Only when you change the name or the code: papers from before keep the old one. Left empty, the old name "
            "counts as misspelt and is forgotten."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._before = Organization.objects.filter(pk=self.instance.pk).first() if self.instance.pk else None
        if "successors" in self.fields and self.instance.pk:
            others = self.fields["successors"].queryset.exclude(pk=self.instance.pk)
            self.fields["successors"].queryset = others

    def clean_renamed_on(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["renamed_on"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(_("A name is changed on its first day, not before."))
        return day

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        day = data.get("renamed_on")
        if day is None:
            return data
        before = self._before
        if before is None or (data.get("name"), data.get("code")) == (before.name, before.code):
            self.add_error("renamed_on", _("Neither the name nor the code was changed."))
            return data
        last = day - datetime.timedelta(days=1)
        if any(entry["until"] >= last.isoformat() for entry in data.get("former_names") or []):
            self.add_error("renamed_on", _("An earlier name lasted until that day or longer."))
        return data

    def save(self, commit: bool = True) -> Organization:
        day = self.cleaned_data.get("renamed_on")
        if day is not None and self._before is not None:
            self.instance.keep_name(self._before, until=day - datetime.timedelta(days=1))
        saved: Organization = super().save(commit=commit)
        return saved
