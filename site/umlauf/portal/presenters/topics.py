"""A strategy as its page shows it: fields of action with their measures, and the topics around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from papers import access
from papers.enums import MeasureState
from papers.models import Measure, Organization, Paper, Strategy
from papers.prepared import join, prepared
from umlauf.portal.presenters.charts import Bar, measures_bar
from umlauf.portal.presenters.paper import PaperPresentation, as_links

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from papers.access import Person
    from papers.access.principal import Principal

MEASURE_BADGES = {
    MeasureState.PLANNED: "warning",
    MeasureState.RUNNING: "info",
    MeasureState.DONE: "success",
    MeasureState.STOPPED: "danger",
}


@dataclass(frozen=True)
class TrackedMeasure:
    """A measure with those of its papers that the reader may read."""

    measure: Measure
    papers: list[Paper]

    @property
    def badge(self) -> str:
        return MEASURE_BADGES[MeasureState(self.measure.state)]

    @property
    def state(self) -> str:
        return str(MeasureState(self.measure.state).label)


@dataclass(frozen=True)
class FieldOfAction:
    number: int | None
    title: str
    text: Any
    measures: list[TrackedMeasure] = field(default_factory=list)

    @cached_property
    def bar(self) -> Bar | None:
        return measures_bar([tracked.measure for tracked in self.measures])


@prepared
def _measures(*, strategy: Any) -> QuerySet[Measure]:
    return Measure.objects.filter(strategy=strategy).order_by("position", "pk")


@prepared
def _offices_of_measures(*, strategy: Any) -> QuerySet[Organization]:
    measures = Measure.objects.filter(strategy=strategy)
    return Organization.objects.filter(pk__in=measures.values("office")).order_by()


@prepared
def _papers_of_measures(reader: Principal, language: str | None, *, strategy: Any) -> QuerySet[Any]:
    """A row for each measure a paper carries out. ``language``: the active one, of their titles."""
    papers = Paper.objects.originals().filter(access.readable_rule(reader), carries_out__strategy=strategy)
    return as_links(papers.annotate(measure=F("carries_out"))).order_by("released_at", "pk")


@prepared
def _topics_between(
    reader: Principal, language: str | None, *, first: Any, last: Any, depth: Any
) -> QuerySet[Strategy]:
    """By their paths in the tree of pages, which all topics of an interval are in. ``language``: the active one."""
    topics = Strategy.objects.filter(path__range=(first, last), depth=depth)
    return as_links(topics.readable_by(reader)).order_by("path")


class StrategyPresentation(PaperPresentation):
    paper: Strategy

    @cached_property
    def measures(self) -> list[TrackedMeasure]:
        strategy = self.original.pk
        papers: dict[int, list[Paper]] = {}
        for paper in _papers_of_measures(self.principal, get_language(), strategy=strategy):
            papers.setdefault(paper.measure, []).append(paper)
        offices = {office.pk: office for office in _offices_of_measures(strategy=strategy)}
        measures = _measures(strategy=strategy)
        for measure in measures:
            join(measure, office=offices)
        return [TrackedMeasure(measure, papers.get(measure.pk, [])) for measure in measures]

    @cached_property
    def fields(self) -> list[FieldOfAction]:
        by_field: dict[str, list[TrackedMeasure]] = {}
        for tracked in self.measures:
            by_field.setdefault(tracked.measure.field_of_action, []).append(tracked)
        fields = [
            FieldOfAction(number, block.value["title"], block.value["text"], by_field.pop(str(block.id), []))
            for number, block in enumerate(self.paper.fields_of_action, start=1)
        ]
        rest = [tracked for left in by_field.values() for tracked in left]
        if rest:
            fields.append(FieldOfAction(None, _("Further measures"), "", rest))
        return fields

    @cached_property
    def bar(self) -> Bar | None:
        return measures_bar([tracked.measure for tracked in self.measures])

    @property
    def is_long(self) -> bool:
        return len(self.paper.body) + len(self.fields) + bool(self.paper.goals) > 2

    @cached_property
    def topics_above(self) -> list[Strategy]:
        if not self._is_below_a_topic:
            return []
        return list(self._readable(Strategy.objects.ancestor_of(self.paper)).order_by("path"))

    @property
    def _is_below_a_topic(self) -> bool:
        """Not directly below the index of papers, which is below the home page."""
        return len(self.paper.url_path.strip("/").split("/")) > 3

    @cached_property
    def sub_topics(self) -> list[Strategy]:
        return self._children_of(self.paper.path)

    @cached_property
    def sibling_topics(self) -> list[Strategy]:
        """More on the same topic; only below a topic, not among all strategies of the city."""
        if not self.topics_above:
            return []
        left_out = {self.paper.pk, *(topic.pk for topic in self.related_topics)}
        siblings = self._children_of(self.paper.path[: -self.paper.steplen])
        return [topic for topic in siblings if topic.pk not in left_out]

    @cached_property
    def related_topics(self) -> list[Strategy]:
        chosen = self.paper.related_topics.values_list("pk", flat=True)
        if not chosen:
            return []
        return list(self._readable(Strategy.objects.filter(pk__in=chosen)).order_by("title"))

    def _children_of(self, path: str) -> list[Strategy]:
        first, last = Strategy._get_children_path_interval(path)
        depth = len(first) // Strategy.steplen
        return _topics_between(self.principal, get_language(), first=first, last=last, depth=depth)

    def _readable(self, topics: Any) -> Any:
        return as_links(topics.readable_by(self.user))


def present(paper: Paper, user: Person) -> PaperPresentation:
    return StrategyPresentation(paper, user) if isinstance(paper, Strategy) else PaperPresentation(paper, user)
