"""A strategy as its page shows it: fields of action with their measures, and the topics around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from papers.enums import MeasureState
from papers.models import Measure, Paper, Strategy
from umlauf.portal.presenters.charts import Bar, measures_bar
from umlauf.portal.presenters.paper import PaperPresentation

if TYPE_CHECKING:
    from papers.access import Person

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


@dataclass(frozen=True)
class FieldOfAction:
    number: int | None
    title: str
    text: Any
    measures: list[TrackedMeasure] = field(default_factory=list)

    @property
    def bar(self) -> Bar | None:
        return measures_bar([tracked.measure for tracked in self.measures])


class StrategyPresentation(PaperPresentation):
    paper: Strategy

    @cached_property
    def measures(self) -> list[TrackedMeasure]:
        readable = self.readable.originals().titled().select_related("locale").order_by("released_at", "pk")
        rows = (
            Measure.objects.filter(strategy=self.original.pk)
            .select_related("office")
            .prefetch_related(Prefetch("papers", readable))
        )
        return [TrackedMeasure(measure, list(measure.papers.all())) for measure in rows]

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

    @property
    def bar(self) -> Bar | None:
        return measures_bar([tracked.measure for tracked in self.measures])

    @property
    def is_long(self) -> bool:
        return len(self.paper.body) + len(self.fields) + bool(self.paper.goals) > 2

    @cached_property
    def topics_above(self) -> list[Strategy]:
        return list(self._in_the_tree(Strategy.objects.ancestor_of(self.paper)))

    @cached_property
    def sub_topics(self) -> list[Strategy]:
        return list(self._in_the_tree(Strategy.objects.child_of(self.paper)))

    @cached_property
    def sibling_topics(self) -> list[Strategy]:
        """More on the same topic; only below a topic, not among all strategies of the city."""
        if not self.topics_above:
            return []
        chosen = [topic.pk for topic in self.related_topics]
        return list(self._in_the_tree(Strategy.objects.sibling_of(self.paper, inclusive=False).exclude(pk__in=chosen)))

    @cached_property
    def related_topics(self) -> list[Strategy]:
        chosen = [topic.pk for topic in self.paper.related_topics.all()]
        return list(self._readable(Strategy.objects.filter(pk__in=chosen)).order_by("title"))

    def _in_the_tree(self, topics: Any) -> Any:
        return self._readable(topics).order_by("path")

    def _readable(self, topics: Any) -> Any:
        return topics.filter(pk__in=self.readable.values("pk")).titled().select_related("locale")


def present(paper: Paper, user: Person) -> PaperPresentation:
    return StrategyPresentation(paper, user) if isinstance(paper, Strategy) else PaperPresentation(paper, user)
