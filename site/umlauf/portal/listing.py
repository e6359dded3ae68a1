"""The public list of papers, its filters, and what its rows need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from papers.enums import BODIES, PUBLIC_STATES
from papers.models import Consultation, Organization, Paper, PaperKind

PER_PAGE = 20


class PaperFilterForm(forms.Form):
    """Unknown values are dropped, not punished: an old link keeps working."""

    q = forms.CharField(label=_("Word in the title, or number"), required=False, max_length=200)
    kind = forms.ModelChoiceField(label=_("Kind"), queryset=PaperKind.objects.all(), to_field_name="slug", required=False, empty_label=_("All kinds"))
    committee = forms.ModelChoiceField(
        label=_("Committee"),
        queryset=Organization.objects.filter(kind__in=BODIES).order_by("kind", "position", "name"),
        to_field_name="slug",
        required=False,
        empty_label=_("All committees"),
    )
    year = forms.TypedChoiceField(label=_("Year"), coerce=int, required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *((state.value, state.label) for state in PUBLIC_STATES)])

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", _("All years")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]  # declared above


@dataclass(frozen=True)
class Chip:
    """A filter that is set, with the address of the list without it."""

    label: str
    value: str
    url: str


def released_papers(user: Any) -> Any:
    return Paper.objects.originals().released().readable_by(user)


def paper_list(request: HttpRequest) -> HttpResponse:
    papers = released_papers(request.user)
    years = list(papers.order_by("-number_year").values_list("number_year", flat=True).exclude(number_year=None).distinct())
    form = PaperFilterForm(request.GET, years=years)
    form.is_valid()
    chosen = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
    page = Paginator(_filtered(papers, chosen).with_routing().order_by("-number_year", "-sequence", "-released_at", "-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    query = {name: request.GET[name] for name in chosen}
    context = {
        "form": form,
        "page_obj": page,
        "chips": _chips(form, chosen, query),
        "query": urlencode(query),
    }
    return render(request, "portal/paper_list.html", context)


def _filtered(papers: Any, chosen: dict[str, Any]) -> Any:
    if word := chosen.get("q"):
        papers = papers.filter(Q(title__icontains=word) | Q(number__icontains=word))
    if kind := chosen.get("kind"):
        papers = papers.filter(kind=kind)
    if committee := chosen.get("committee"):
        papers = papers.filter(Exists(Consultation.objects.standing().filter(paper=OuterRef("pk"), organization=committee)))
    if year := chosen.get("year"):
        papers = papers.filter(number_year=year)
    if state := chosen.get("state"):
        papers = papers.filter(state=state)
    return papers


def _chips(form: PaperFilterForm, chosen: dict[str, Any], query: dict[str, str]) -> list[Chip]:
    chips = []
    for name, value in chosen.items():
        without = {key: text for key, text in query.items() if key != name}
        label = dict(form.fields[name].choices).get(value, value) if name == "state" else value  # type: ignore[attr-defined]  # a choice field
        chips.append(Chip(str(form.fields[name].label), str(label), "?" + urlencode(without)))
    return chips
