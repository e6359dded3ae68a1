"""The council, its committees, factions and offices: who sits there, what is before them, what they resolved."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from papers.enums import ConsultationState, OrganizationKind
from papers.models import Consultation, Membership, Organization
from umlauf.portal.listing import released_papers

LISTED = (OrganizationKind.COUNCIL, OrganizationKind.COMMITTEE, OrganizationKind.FACTION, OrganizationKind.OFFICE)
RECENT = 20


def committee_list(request: HttpRequest) -> HttpResponse:
    organizations = Organization.objects.filter(kind__in=LISTED).active()
    order = {kind: position for position, kind in enumerate(LISTED)}
    rows = sorted(organizations, key=lambda row: (order[OrganizationKind(row.kind)], row.position, row.code, row.name))
    groups = [(OrganizationKind(kind), list(members)) for kind, members in groupby(rows, key=lambda row: row.kind)]
    return render(request, "portal/committee_list.html", {"groups": groups})


def committee(request: HttpRequest, slug: str) -> HttpResponse:
    organization = get_object_or_404(Organization.objects.filter(kind__in=LISTED), slug=slug)
    context = {
        "organization": organization,
        "memberships": Membership.objects.current().filter(organization=organization).select_related("person").order_by("role", "person__last_name"),
        "waiting": _lines(request, organization, ConsultationState.OPEN).order_by("due", "opened_at"),
        "recent": _lines(request, organization, ConsultationState.DONE).order_by("-completed_at")[:RECENT],
    }
    return render(request, "portal/committee.html", context)


def _lines(request: HttpRequest, organization: Organization, state: str) -> Any:
    papers = released_papers(request.user)
    lines = Consultation.objects.filter(organization=organization, state=state, paper__in=papers.order_by().values("pk"))
    shown = released_papers(request.user).select_related("kind", "locale")
    return lines.select_related("organization", "latest_act__refer_to").prefetch_related(Prefetch("paper", shown))
