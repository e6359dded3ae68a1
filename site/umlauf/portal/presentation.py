"""A paper as its page shows it: the record and the slip, read once, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from papers import access
from papers.enums import ConsultationState, PaperState
from papers.models import Act, Attachment, Consultation, Measure, Paper, Strategy, Version
from papers.wording import final_result, line_sentence, votes_phrase
from umlauf.portal.charts import Bar, measures_bar, votes_bar

# How a state looks: the badge says it in words, the colour only repeats it.
BADGES = {
    PaperState.DRAFT: "warning",
    PaperState.CO_SIGNING: "info",
    PaperState.CHECKING: "info",
    PaperState.RELEASING: "info",
    PaperState.DELIBERATING: "info",
    PaperState.COMPLETED: "success",
    PaperState.RETURNED: "warning",
    PaperState.WITHDRAWN: "danger",
}


def state_badge(paper: Paper) -> tuple[str, str]:
    """Kind of badge, and its words: the decision if there is one, the state otherwise."""
    line = final_result(paper)
    if line is not None and paper.state == PaperState.COMPLETED:
        return ("danger" if line.outcome == "rejected" else "success"), str(line.get_outcome_display())
    return BADGES[PaperState(paper.state)], str(paper.get_state_display())


@dataclass(frozen=True)
class SlipLine:
    line: Consultation
    sentence: str
    votes: Bar | None
    given_for: int | None
    act_url: str | None

    @property
    def state(self) -> str:
        """For the marker only; the sentence says it in words."""
        return {ConsultationState.DONE: "done", ConsultationState.OPEN: "current"}.get(ConsultationState(self.line.state), "open")


@dataclass(frozen=True)
class Stage:
    number: int
    lines: list[SlipLine]

    @property
    def parallel(self) -> bool:
        return len(self.lines) > 1


class PaperPresentation:
    def __init__(self, paper: Paper, user: Any) -> None:
        self.paper = paper
        self.original = paper.original
        self.user = user
        self.standing = access.standing_of(user)

    @property
    def language(self) -> str:
        return str(self.paper.locale.language_code)

    @property
    def language_name(self) -> str:
        """In the language of the interface."""
        return str(get_language_info(self.language)["name_translated"])

    @property
    def is_foreign(self) -> bool:
        """The text is not in the language of the interface around it."""
        return self.language != get_language()

    @property
    def badge(self) -> tuple[str, str]:
        return state_badge(self.original)

    @cached_property
    def slip(self) -> list[Consultation]:
        lines = self.original.consultations.in_slip_order()
        return list(lines.select_related("organization", "latest_act__version", "latest_act__refer_to"))

    @cached_property
    def version(self) -> int | None:
        return Version.objects.filter(paper=self.original, editorial=False).order_by("number").values_list("number", flat=True).last()

    @property
    def stages(self) -> list[Stage]:
        blocking = [line for line in self.slip if line.is_blocking]
        return [Stage(number, [self._line(line) for line in lines]) for number, lines in groupby(blocking, key=lambda line: line.stage)]

    @property
    def information(self) -> list[SlipLine]:
        return [self._line(line) for line in self.slip if not line.is_blocking]

    def _line(self, line: Consultation) -> SlipLine:
        act: Act | None = line.latest_act
        outdated = act is not None and self.version is not None and act.version.number < self.version
        may_act = line.is_open and line.organization_id in self.standing.acting_for
        return SlipLine(
            line=line,
            sentence=line_sentence(line),
            votes=votes_bar(act) if act and votes_phrase(act) else None,
            given_for=act.version.number if act and outdated else None,
            act_url=reverse("workflows:act", args=[line.pk]) if may_act else None,
        )

    @cached_property
    def attachments(self) -> list[Attachment]:
        return list(self.original.attachments.readable_by(self.user))

    @cached_property
    def edit_url(self) -> str | None:
        own = self.original.originating_office_id in self.standing.acting_for
        return reverse("wagtailadmin_pages:edit", args=[self.original.pk]) if own or self.standing.council_office else None

    @cached_property
    def related(self) -> list[Paper]:
        """The paper this one belongs to, and those that belong to it, as far as they may be read."""
        wanted = Paper.objects.originals().filter(superordinate=self.original)
        if self.original.superordinate_id:
            wanted |= Paper.objects.originals().filter(pk=self.original.superordinate_id)
        return list(wanted.readable_by(self.user).select_related("kind", "locale").order_by("number"))

    @cached_property
    def carries_out(self) -> list[Measure]:
        """Measures this paper carries out, of strategies that may be read."""
        strategies = Strategy.objects.originals().readable_by(self.user).order_by()
        return list(self.original.carries_out.filter(strategy__in=strategies.values("pk")).select_related("strategy__locale"))

    @property
    def sections(self) -> Iterator[tuple[str, str]]:
        """Anchor and heading, for the table of contents."""
        return ((f"section-{number}", block.value["heading"]) for number, block in enumerate(self.paper.body, start=1))


@dataclass(frozen=True)
class Field:
    """A field of action with its measures."""

    title: str
    text: Any
    measures: list[Measure]
    bar: Bar | None


class StrategyPresentation(PaperPresentation):
    paper: Strategy

    @cached_property
    def measures(self) -> list[Measure]:
        strategy = self.original
        rows = Measure.objects.filter(strategy=strategy.pk).select_related("office").prefetch_related("papers")
        readable = set(Paper.objects.originals().readable_by(self.user).filter(carries_out__strategy=strategy.pk).values_list("pk", flat=True))
        measures = list(rows)
        for measure in measures:
            measure.readable_papers = [paper for paper in measure.papers.all() if paper.pk in readable]  # type: ignore[attr-defined]
        return measures

    @property
    def fields(self) -> list[Field]:
        by_field: dict[str, list[Measure]] = {}
        for measure in self.measures:
            by_field.setdefault(measure.field_of_action, []).append(measure)
        fields = []
        for block in self.paper.fields_of_action:
            measures = by_field.pop(str(block.id), [])
            fields.append(Field(block.value["title"], block.value["text"], measures, measures_bar(measures)))
        rest = [measure for measures in by_field.values() for measure in measures]
        if rest:
            fields.append(Field(_("Further measures"), "", rest, measures_bar(rest)))
        return fields

    @property
    def bar(self) -> Bar | None:
        return measures_bar(self.measures)

    @cached_property
    def sub_topics(self) -> list[Strategy]:
        children = Strategy.objects.child_of(self.paper).readable_by(self.user).select_related("locale")
        return list(children.order_by("path"))

    @cached_property
    def parent_topic(self) -> Strategy | None:
        return Strategy.objects.parent_of(self.paper).readable_by(self.user).select_related("locale").first()

    @cached_property
    def related_topics(self) -> list[Strategy]:
        chosen = [topic.pk for topic in self.paper.related_topics.all()]
        return list(Strategy.objects.filter(pk__in=chosen).readable_by(self.user).select_related("locale").order_by("title"))


def present(paper: Paper, user: Any) -> PaperPresentation:
    return StrategyPresentation(paper, user) if isinstance(paper, Strategy) else PaperPresentation(paper, user)
