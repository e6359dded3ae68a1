"""The front page: what is new, what is before which committee, how strategies get on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from papers.enums import BLOCKING_ROLES, BODIES, ConsultationState, PaperState
from papers.models import Measure, Organization, Strategy
from umlauf.portal.charts import measures_bar
from umlauf.portal.listing import released_papers

if TYPE_CHECKING:
    from umlauf.home.models import HomePage

NEWEST = 6


def render_home(request: HttpRequest, page: HomePage) -> HttpResponse:
    papers = released_papers(request.user)
    context = {
        "page": page,
        "newest": papers.with_routing().order_by("-released_at", "-pk")[:NEWEST],
        "deliberating": papers.filter(state=PaperState.DELIBERATING).count(),
        "completed": papers.filter(state=PaperState.COMPLETED).count(),
        "committees": _busy_committees(papers),
        "strategies": _running_strategies(request.user),
    }
    return render(request, "portal/home.html", context)


def _busy_committees(papers: Any) -> Any:
    """Bodies with papers before them, the busiest first; counts only what the reader may read."""
    waiting = Q(
        consultations__state=ConsultationState.OPEN,
        consultations__role__in=BLOCKING_ROLES,
        consultations__paper__in=papers.order_by().values("pk"),
    )
    bodies = Organization.objects.filter(kind__in=BODIES)
    return bodies.annotate(waiting=Count("consultations", filter=waiting, distinct=True)).filter(waiting__gt=0).order_by("-waiting", "name")[:8]


def _running_strategies(user: Any) -> list[dict[str, Any]]:
    strategies = list(Strategy.objects.originals().released().readable_by(user).filter(measures__isnull=False).distinct().select_related("locale")[:4])
    measures: dict[int, list[Measure]] = {}
    for measure in Measure.objects.filter(strategy__in=[strategy.pk for strategy in strategies]):
        measures.setdefault(measure.strategy_id, []).append(measure)
    return [{"page": strategy, "bar": measures_bar(measures.get(strategy.pk, []))} for strategy in strategies]
