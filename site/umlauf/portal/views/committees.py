"""The council, its committees, factions and offices: who sits there, what is before them, what they resolved."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Prefetch, Value, When
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from papers.enums import BLOCKING_ROLES, ConsultationState, MembershipRole, OrganizationKind
from papers.models import Membership, Organization, Paper
from papers.parties.namesakes import ToldApart
from umlauf.fresh.answered import note_answered
from umlauf.portal.presenters.organization import history_of
from umlauf.portal.presenters.shelf import latest_results, released_lines, released_papers

# In the order of the page. Partner cities are not here: nobody is elected there and nothing is decided.
HEADINGS = {
    OrganizationKind.COUNCIL: _("Council"),
    OrganizationKind.COMMITTEE: _("Committees"),
    OrganizationKind.FACTION: _("Factions"),
    OrganizationKind.OFFICE: _("Offices"),
}
RECENT = 20


def _ranked(field: str, values: Any) -> Case:
    return Case(
        *(When(**{field: value, "then": Value(rank)}) for rank, value in enumerate(values)), output_field=IntegerField()
    )


@require_safe
def committee_list(request: HttpRequest) -> HttpResponseBase:
    organizations = (
        Organization.objects.filter(kind__in=HEADINGS)
        .active()
        .order_by(_ranked("kind", HEADINGS), "position", "code", "name")
    )
    groups = [
        (kind, HEADINGS[OrganizationKind(kind)], list(rows))
        for kind, rows in groupby(organizations, key=lambda row: row.kind)
    ]
    return render(request, "portal/committee_list.html", {"groups": groups})


@require_safe
def committee(request: HttpRequest, slug: str) -> HttpResponseBase:
    organization = get_object_or_404(Organization.objects.filter(kind__in=HEADINGS).select_related("parent"), slug=slug)
    lines = released_lines(request.user).filter(organization=organization)
    waiting = lines.filter(state=ConsultationState.OPEN)
    memberships = list(
        Membership.objects.current()
        .filter(organization=organization)
        .select_related("person")
        .order_by(_ranked("role", MembershipRole), "person__last_name", "person__first_name")
    )
    before_it = waiting.filter(role__in=BLOCKING_ROLES).order_by("due", "opened_at", "pk")
    waiting_page = Paginator(before_it, RECENT).get_page(request.GET.get("page"))
    told = ToldApart([membership.person for membership in memberships], public=True)
    drafted = released_papers(request.user).filter(originating_office=organization).with_routing()
    context = {
        "organization": organization,
        "history": history_of(organization),
        "memberships": [(membership, told.of(membership.person)) for membership in memberships],
        "page_obj": waiting_page,
        "waiting": named(waiting_page.object_list),
        "received": named(waiting.exclude(role__in=BLOCKING_ROLES).order_by("-opened_at", "-pk")[:RECENT]),
        "recent": named(latest_results(lines)[:RECENT]),
        "drafted": [] if organization.is_body else drafted.order_by("-released_at", "-pk")[:RECENT],
    }
    response = render(request, "portal/committee.html", context)
    note_answered(response, page=waiting_page.number)
    return response


def named(lines: Any) -> Any:
    """With what a row about a line shows, in two statements."""
    shown = Paper.objects.titled().select_related("kind", "locale", "originating_office").order_by()
    return lines.select_related("organization", "latest_act__refer_to").prefetch_related(Prefetch("paper", shown))
