"""Forms of what ends, and of what goes on elsewhere. What is allowed is said by the verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from papers.admin.people import tell_apart
from papers.enums import BODIES
from papers.models import Consultation, Membership, Organization
from papers.wording import title_of
from workflows.routing.ending import Fate, Left, key_of

if TYPE_CHECKING:
    from papers.parties.organization import OrganizationQuerySet

LINE_FATES: list[tuple[str, Any]] = [(fate.value, fate.label) for fate in Fate]
# A paper cannot stay with an office that has ended.
PAPER_FATES: list[tuple[str, Any]] = [(fate.value, fate.label) for fate in (Fate.HAND_OVER, Fate.END)]


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
        same_sort = Organization.objects.active().exclude(pk=body.pk)
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


class EndForm(forms.Form):
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

    def __init__(self, *args: Any, organization: Organization, left: Left, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Organization.objects.active().exclude(pk=organization.pk)
        others = others.filter(kind__in=BODIES) if organization.is_body else others.filter(kind=organization.kind)
        self.fields["successor"].queryset = others  # type: ignore[attr-defined]  # the field declared above
        self.left = left
        for thing in left:
            choices: list[tuple[str, Any]] = [("", _("as said above"))]
            choices += LINE_FATES if isinstance(thing, Consultation) else PAPER_FATES
            named = thing.paper if isinstance(thing, Consultation) else thing
            label = f"{named.number or ''} {title_of(named)}".strip()
            self.fields[f"fate-{key_of(thing)}"] = forms.ChoiceField(
                label=f"{label}: {thing.get_role_display()}" if isinstance(thing, Consultation) else label,
                choices=choices,
                required=False,
            )

    @property
    def fates(self) -> dict[str, str]:
        found = {key: self.cleaned_data.get(f"fate-{key}") for key in self.left.keys}
        return {key: fate for key, fate in found.items() if fate}
