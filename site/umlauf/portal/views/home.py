"""The front page: what is new, what is before which committee, what was decided, how strategies get on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from papers.enums import BLOCKING_ROLES, BODIES, ConsultationRole, ConsultationState, PaperState
from papers.models import Measure, Organization, Paper, Strategy
from umlauf.portal.presenters.charts import measures_bar
from umlauf.portal.views.committees import lines_of_released
from umlauf.portal.views.paper_list import released_papers

if TYPE_CHECKING:
    from umlauf.home.models import HomePage

NEWEST = 8
COMMITTEES = 6
PAPERS_PER_COMMITTEE = 3
RESULTS = 5
STRATEGIES = 4


@dataclass
class Agenda:
    """What is before one body now; ``more`` counts what is not named here."""

    organization: Organization
    papers: list[Paper] = field(default_factory=list)

    @property
    def named(self) -> list[Paper]:
        return self.papers[:PAPERS_PER_COMMITTEE]

    @property
    def more(self) -> int:
        return max(0, len(self.papers) - PAPERS_PER_COMMITTEE)


def render_home(request: HttpRequest, page: HomePage) -> HttpResponseBase:
    papers = released_papers(request.user)
    context = {
        "page": page,
        "featured": _featured(papers, page),
        "newest": papers.with_routing().order_by("-released_at", "-pk")[:NEWEST],
        "deliberating": papers.filter(state=PaperState.DELIBERATING).count(),
        "completed": papers.filter(state=PaperState.COMPLETED).count(),
        "agendas": _agendas(papers),
        "decisions": _latest_decisions(papers),
        "strategies": _running_strategies(papers),
    }
    return render(request, "portal/home.html", context)


def _featured(papers: Any, page: HomePage) -> list[Paper]:
    """Papers come in the order the council office gave them, as far as the reader may read them. They are chosen once,
    on the home of the original language."""
    original = (
        type(page)
        .objects.filter(translation_key=page.translation_key, locale__language_code=settings.LANGUAGE_CODE)
        .first()
        or page
    )
    chosen = [block.get("value") for block in original.featured.raw_data]
    found = {paper.pk: paper for paper in papers.filter(pk__in=chosen).with_routing()}
    return [found[pk] for pk in chosen if pk in found]


def _agendas(papers: Any) -> list[Agenda]:
    """Bodies with papers before them, the busiest first; only what the reader may read counts."""
    waiting = lines_of_released(papers).filter(
        state=ConsultationState.OPEN, role__in=BLOCKING_ROLES, organization__kind__in=BODIES
    )
    agendas: dict[int, Agenda] = {}
    for line in waiting.order_by("opened_at", "pk"):
        agendas.setdefault(line.organization_id, Agenda(line.organization)).papers.append(line.paper)
    return sorted(
        agendas.values(),
        key=lambda agenda: (-len(agenda.papers), agenda.organization.position, agenda.organization.name),
    )[:COMMITTEES]


def _latest_decisions(papers: Any) -> Any:
    decided = lines_of_released(papers).filter(state=ConsultationState.DONE, role=ConsultationRole.DECISION)
    return decided.order_by("-latest_act__decided_on", "-completed_at", "-pk")[:RESULTS]


def _running_strategies(papers: Any) -> list[dict[str, Any]]:
    with_measures = Measure.objects.order_by().values("strategy")
    readable = Strategy.objects.filter(pk__in=papers.order_by().values("pk")).filter(pk__in=with_measures)
    strategies = list(readable.titled().select_related("locale").order_by("-released_at", "-pk")[:STRATEGIES])
    measures: dict[int, list[Measure]] = {}
    for measure in Measure.objects.filter(strategy__in=[strategy.pk for strategy in strategies]):
        measures.setdefault(measure.strategy_id, []).append(measure)
    return [{"page": strategy, "bar": measures_bar(measures.get(strategy.pk, []))} for strategy in strategies]
