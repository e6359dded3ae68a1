"""Forms of the routing slip: its lines as a table, and its templates. What is allowed is said by the verbs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from papers.models import Organization
from workflows.routing.slip_templates import SlipTemplate
from workflows.routing.slips import HIGHEST_STAGE, Line


class GroupedOrganizations(forms.models.ModelChoiceIterator):  # type: ignore[type-arg]  # Django's takes none when run
    """Organizations by kind, so that a clerk finds the committee among the offices."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label)
        groups: dict[str, list[tuple[Any, str]]] = {}
        for organization in self.queryset:
            groups.setdefault(str(organization.get_kind_display()), []).append(self.choice(organization))
        yield from groups.items()


class OrganizationField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's takes none when run
    iterator = GroupedOrganizations


class SlipLineForm(forms.Form):
    organization = OrganizationField(
        label=_("Organization"), queryset=Organization.objects.none(), empty_label=_("Choose …")
    )
    role = forms.ChoiceField(label=_("Role"))
    stage = forms.IntegerField(label=_("Stage"), min_value=1, max_value=HIGHEST_STAGE, initial=1)
    due = forms.DateField(label=_("Due"), required=False, widget=AdminDateInput)
    # of a line that is on the slip; a new one gets the next
    round = forms.IntegerField(min_value=1, max_value=32767, required=False, widget=forms.HiddenInput)
    is_meant = forms.BooleanField(label=_("It is meant"), required=False)

    def __init__(self, *args: Any, organizations: Any, roles: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = organizations  # type: ignore[attr-defined]  # the field declared above
        # the field declared above
        self.fields["role"].choices = [("", _("Choose …")), *roles]  # type: ignore[attr-defined]

    def has_changed(self) -> bool:
        """A row in which nobody chose anything is no line, whatever its stage or its place says."""
        return bool(self["organization"].value() or self["role"].value() or self["due"].value())

    @property
    def typed_key(self) -> tuple[str, ...]:
        """Organization, role and round as they stand on the screen."""
        return tuple(str(self[name].value() or "") for name in ("organization", "role", "round"))

    @property
    def asks_about_order(self) -> bool:
        """Shown once there is a doubt, and from then on."""
        return bool(self.errors.get("is_meant") or self["is_meant"].value())

    def as_line(self, round_: int) -> Line:
        data = self.cleaned_data
        return Line(data["organization"], data["role"], data["stage"], data["due"], round_, data["is_meant"])


class BaseSlipFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # Django's takes none when run
    """A row left empty is no line. ``ORDER`` carries the order on screen."""

    def __init__(
        self, *args: Any, on_slip: Iterable[int] = (), roles: Iterable[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        # evaluated once, shared by all rows: one query however long the slip
        organizations = (Organization.objects.active() | Organization.objects.filter(pk__in=list(on_slip))).order_by(
            "kind", "position", "code", "name"
        )
        list(organizations)
        kwargs["form_kwargs"] = {"organizations": organizations, "roles": list(roles)}
        super().__init__(*args, **kwargs)

    def filled_forms(self) -> list[SlipLineForm]:
        """Forms come in the order on screen, without empty rows and rows ticked for removal. Only a valid formset has
        them."""
        # BaseFormSet has it, the stubs not
        is_taken_off = self._should_delete_form  # type: ignore[attr-defined]
        rows = [form for form in self.forms if form.has_changed() and not is_taken_off(form)]
        return sorted(rows, key=lambda form: form.cleaned_data.get("ORDER") or len(rows))

    def lines(self) -> list[Line]:
        """A row that is new on the screen is the next round of its organization in its role."""
        rounds: dict[tuple[int, str], int] = {}
        found = []
        for form in self.filled_forms():
            key = (form.cleaned_data["organization"].pk, form.cleaned_data["role"])
            number = form.cleaned_data.get("round") or rounds.get(key, 0) + 1
            rounds[key] = max(rounds.get(key, 0), number)
            found.append(form.as_line(number))
        return found


SlipFormSet: Any = forms.formset_factory(
    SlipLineForm, formset=BaseSlipFormSet, extra=1, can_delete=True, can_order=True, max_num=200, absolute_max=220
)


class TemplateForm(forms.Form):
    template = forms.ModelChoiceField(
        label=_("Template"), queryset=SlipTemplate.objects.all(), required=False, empty_label=_("Choose …")
    )
    name = forms.CharField(label=_("Save this slip as"), max_length=120, required=False)
