"""Forms of what ends, and of what goes on elsewhere. What is allowed is said by the verbs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from papers.admin.people import tell_apart
from papers.enums import BODIES
from papers.models import Consultation, Membership, Organization
from workflows.routing.left_behind import Left, Sort, Thing, key_of, label_of, sort_of
from workflows.stranded import deserted

if TYPE_CHECKING:
    from papers.parties.organization import OrganizationQuerySet


class WayOutForm(forms.Form):
    """What becomes of a line on which nobody can act. The successor is offered where there is one."""

    SUCCESSOR, OTHER, END = "successor", "other", "end"

    way = forms.ChoiceField(label=_("Way out"), widget=forms.RadioSelect)
    to = forms.ModelChoiceField(
        label=_("Other organization"), queryset=Organization.objects.none(), required=False, empty_label=_("Choose …")
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *args: Any, line: Consultation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = line.organization
        self.successors = {str(one.pk): one for one in body.successors.active() if one.pk != body.pk}
        choices = [
            (f"{self.SUCCESSOR}-{pk}", _("The successor, %(organization)s, goes on") % {"organization": one.name})
            for pk, one in self.successors.items()
        ]
        choices.append((self.OTHER, gettext("Another organization goes on")))
        choices.append((self.END, gettext("The line is no longer needed")))
        self.fields["way"].choices = choices  # type: ignore[attr-defined]  # the field declared above
        if self.successors:
            self.fields["way"].initial = choices[0][0]
        same_sort = Organization.objects.active().exclude(pk__in={body.pk, *deserted().all})
        same_sort = same_sort.filter(kind__in=BODIES) if body.is_body else same_sort.exclude(kind__in=BODIES)
        self.fields["to"].queryset = same_sort  # type: ignore[attr-defined]  # the field declared above

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("way") == self.OTHER and not data.get("to") and "to" not in self.errors:
            self.add_error("to", gettext("Say which organization goes on with it."))
        return data

    @property
    def heir(self) -> Organization | None:
        """Who goes on; None where the line ends."""
        way, _dash, key = self.cleaned_data["way"].partition("-")
        return self.successors[key] if way == self.SUCCESSOR else self.cleaned_data["to"] if way == self.OTHER else None


class HandOverForm(forms.Form):
    office = forms.ModelChoiceField(
        label=_("Originating office"), queryset=Organization.objects.none(), empty_label=None
    )
    author = forms.ModelChoiceField(
        label=_("Author"), queryset=get_user_model().objects.none(), empty_label=_("Choose …")
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *args: Any, offices: OrganizationQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]  # the field declared above
        acting = Membership.objects.current().filter(organization__in=offices).values("person")
        people = get_user_model().objects.filter(pk__in=acting, is_active=True)
        self.fields["author"].queryset = people  # type: ignore[attr-defined]  # the field declared above
        tell_apart(self.fields["author"])


@dataclass(frozen=True)
class OneByOne:
    """The question about one thing; a page may show hundreds, so it is no field of Django's."""

    thing: Thing
    name: str
    label: str
    value: str
    choices: list[tuple[str, Any]]


@dataclass(frozen=True)
class Heap:
    """What is left of one sort, with a choice for all of it; ``questions`` only where it is decided one by one."""

    sort: Sort
    labels: list[str]
    choice: forms.BoundField
    questions: list[OneByOne]


class EndForm(forms.Form):
    """A choice for all things of a sort, and one for each where that was asked for (``one_by_one``: the sorts)."""

    ends_on = forms.DateField(label=_("Last day"), widget=AdminDateInput)
    successor = forms.ModelChoiceField(
        label=_("Successor"), queryset=Organization.objects.none(), required=False, empty_label=_("Nobody")
    )
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("Stands in the timeline of every paper that is handed over or ends."),
    )

    def __init__(
        self, *args: Any, organization: Organization, left: Left, one_by_one: Collection[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        others = Organization.objects.active().exclude(pk=organization.pk)
        others = others.filter(kind__in=BODIES) if organization.is_body else others.filter(kind=organization.kind)
        self.fields["successor"].queryset = others  # type: ignore[attr-defined]  # the field declared above
        self.left = left
        self.one_by_one = one_by_one
        for sort in left.by_sort:
            usual = ("", _("goes to the successor, or ends where there is none"))
            self.fields[f"all-{sort.value}"] = forms.ChoiceField(
                label=pgettext("what becomes of all", "All of them"),
                choices=[usual, *_choices(sort)],
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for thing in self.left:
            if self._asked(thing) not in ("", *sort_of(thing).fates):
                self.add_error(None, gettext("Choose what becomes of “%(thing)s”.") % {"thing": label_of(thing)})
        return data

    @property
    def fates(self) -> dict[str, str]:
        """What was chosen for each thing, for itself or with all of its sort."""
        found = {
            key_of(thing): self._asked(thing) or self.cleaned_data.get(f"all-{sort_of(thing).value}", "")
            for thing in self.left
        }
        return {key: fate for key, fate in found.items() if fate}

    @property
    def heaps(self) -> list[Heap]:
        return [
            Heap(
                sort,
                [label_of(thing) for thing in things],
                self[f"all-{sort.value}"],
                [self._question(thing, sort) for thing in things] if sort in self.one_by_one else [],
            )
            for sort, things in self.left.by_sort.items()
        ]

    def _question(self, thing: Thing, sort: Sort) -> OneByOne:
        choices = [("", _("like all of them")), *_choices(sort)]
        return OneByOne(thing, f"fate-{key_of(thing)}", label_of(thing), self._asked(thing), choices)

    def _asked(self, thing: Thing) -> str:
        """As it stands in the form, whether that was sent or opens with what was typed before."""
        return str((self.data if self.is_bound else self.initial).get(f"fate-{key_of(thing)}", ""))


def _choices(sort: Sort) -> list[tuple[str, Any]]:
    return [(fate.value, sort.name_of(fate)) for fate in sort.fates]
