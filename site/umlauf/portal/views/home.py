"""The front page: what is new, what is before which committee, what was decided, how strategies get on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from papers.enums import BLOCKING_ROLES, BODIES, ConsultationRole, ConsultationState, PaperState
from papers.models import Consultation, Measure, Organization, Paper, Strategy
from umlauf.fresh.kept_for import kept_for
from umlauf.portal.presenters.charts import measures_bar
from umlauf.portal.presenters.shelf import latest_results, released_lines, released_papers, shelf_of
from umlauf.portal.views.committees import named

if TYPE_CHECKING:
    from papers.access import Reader
    from umlauf.home.models import HomePage

NEWEST = 8
COMMITTEES = 6
PAPERS_PER_COMMITTEE = 3
RESULTS = 5
STRATEGIES = 4


@dataclass
class Agenda:
    """What is before one body now, as far as it is named; ``more`` counts the rest."""

    organization: Organization
    papers: list[Paper]
    more: int


def render_home(request: HttpRequest, page: HomePage) -> HttpResponseBase:
    papers = released_papers(request.user)
    shelf = shelf_of(request.user)
    context = {
        "page": page,
        "featured": _featured(papers, page),
        "newest": papers.with_routing().order_by("-released_at", "-pk")[:NEWEST],
        "deliberating": shelf.total({"state": PaperState.DELIBERATING}),
        "completed": shelf.total({"state": PaperState.COMPLETED}),
        "agendas": _agendas(request.user),
        "decisions": named(
            latest_results(released_lines(request.user).filter(role=ConsultationRole.DECISION))[:RESULTS]
        ),
        "strategies": _running_strategies(request.user),
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


def _agendas(user: Reader) -> list[Agenda]:
    """Bodies with papers before them, the busiest first; only what the reader may read counts."""
    busiest = kept_for(user, "busiest bodies", lambda: _busiest(user))
    wanted = [line for _count, lines in busiest for line in lines]
    found = {line.pk: line for line in named(Consultation.objects.filter(pk__in=wanted))}
    agendas = []
    for count, lines in busiest:
        there = [found[line] for line in lines if line in found]
        if there:
            agendas.append(Agenda(there[0].organization, [line.paper for line in there], count - len(there)))
    return agendas


def _busiest(user: Reader) -> list[tuple[int, list[int]]]:
    """How many papers are before each of the busiest bodies, and the keys of the lines that are named."""
    waiting = released_lines(user).filter(
        state=ConsultationState.OPEN, role__in=BLOCKING_ROLES, organization__kind__in=BODIES
    )
    before: dict[tuple[int, str, int], list[int]] = {}
    columns = ("organization__position", "organization__name", "organization", "pk")
    for *body, line in waiting.order_by("opened_at", "pk").values_list(*columns).iterator():
        before.setdefault((body[0], body[1], body[2]), []).append(line)
    busiest = sorted(before.items(), key=lambda one: (-len(one[1]), one[0]))[:COMMITTEES]
    return [(len(lines), lines[:PAPERS_PER_COMMITTEE]) for _body, lines in busiest]


def _running_strategies(user: Reader) -> list[dict[str, Any]]:
    latest = kept_for(user, "latest strategies", lambda: _latest_strategies(user))
    readable = Strategy.objects.originals_readable_by(user).filter(pk__in=latest)
    strategies = list(readable.titled().select_related("locale").order_by("-released_at", "-pk"))
    measures: dict[int, list[Measure]] = {}
    for measure in Measure.objects.filter(strategy__in=[strategy.pk for strategy in strategies]):
        measures.setdefault(measure.strategy_id, []).append(measure)
    return [{"page": strategy, "bar": measures_bar(measures.get(strategy.pk, []))} for strategy in strategies]


def _latest_strategies(user: Reader) -> list[int]:
    """Keys of those that have measures."""
    with_measures = Exists(Measure.objects.order_by().filter(strategy=OuterRef("pk")))
    strategies = Strategy.objects.released().originals_readable_by(user).filter(with_measures)
    return list(strategies.order_by("-released_at", "-pk").values_list("pk", flat=True)[:STRATEGIES])
