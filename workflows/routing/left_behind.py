"""What an organization leaves behind when it ends: lines that wait or are planned there, papers drafted there, measures
it carries out, and its places on saved slips."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from papers.enums import ENDED, MeasureState, PaperState
from papers.models import Consultation, Measure, Organization, Paper
from papers.wording import title_of
from workflows.routing.slip_templates import SlipTemplateLine

Thing = Consultation | Paper | Measure | SlipTemplateLine


class Fate(models.TextChoices):
    """What becomes of one thing that is left at an organization."""

    HAND_OVER = "hand_over", pgettext_lazy("fate of what is left at a body", "goes to the successor")
    END = "end", pgettext_lazy("fate of what is left at a body", "is no longer needed")
    KEEP = "keep", pgettext_lazy("fate of what is left at a body", "stays: a result from before the end will follow")


class Sort(models.TextChoices):
    """The sorts of things, in the order in which they are shown; the value is the first half of their keys."""

    LINE = "line", _("Lines of routing slips")
    PAPER = "paper", _("Papers drafted there")
    MEASURE = "measure", _("Measures it is responsible for")
    TEMPLATE = "template", _("Lines of routing slip templates")

    def name_of(self, fate: Fate) -> str:
        withdrawn = self == Sort.PAPER and fate == Fate.END
        if withdrawn:
            return pgettext("fate of what is left at a body", "is withdrawn, wherever it is")
        return str(fate.label)

    @property
    def fates(self) -> tuple[Fate, ...]:
        """Only a result can follow later; nothing else can stay where there is nobody."""
        return tuple(Fate) if self == Sort.LINE else (Fate.HAND_OVER, Fate.END)


SORT_OF = {
    Consultation: Sort.LINE,
    Measure: Sort.MEASURE,
    SlipTemplateLine: Sort.TEMPLATE,
}


def sort_of(thing: Thing) -> Sort:
    return SORT_OF.get(type(thing), Sort.PAPER)  # papers are of many types


def key_of(thing: Thing) -> str:
    """How a form calls a thing: ``line-7``, ``paper-12``."""
    return f"{sort_of(thing).value}-{thing.pk}"


def label_of(thing: Thing) -> str:
    """What a form says of a thing to whoever ends an organization."""
    if isinstance(thing, Measure):
        return f"{title_of(thing.strategy)}: {thing.title}"
    if isinstance(thing, SlipTemplateLine):
        return f"{thing.template}: {thing.get_role_display()}"
    paper = thing.paper if isinstance(thing, Consultation) else thing
    label = f"{paper.number or ''} {title_of(paper)}".strip()
    return f"{label}: {thing.get_role_display() if isinstance(thing, Consultation) else paper.get_state_display()}"


@dataclass(frozen=True)
class Left:
    """Of papers that have not ended, and of measures that go on."""

    lines: Sequence[Consultation] = ()
    papers: Sequence[Paper] = ()
    measures: Sequence[Measure] = ()
    templates: Sequence[SlipTemplateLine] = ()

    @property
    def keys(self) -> list[str]:
        return [key_of(thing) for thing in self]

    @property
    def by_sort(self) -> dict[Sort, Sequence[Thing]]:
        """Only the sorts of which there is something."""
        sorts: Mapping[Sort, Sequence[Thing]] = {
            Sort.LINE: self.lines,
            Sort.PAPER: self.papers,
            Sort.MEASURE: self.measures,
            Sort.TEMPLATE: self.templates,
        }
        return {sort: things for sort, things in sorts.items() if things}

    def __iter__(self) -> Iterator[Thing]:
        for things in self.by_sort.values():
            yield from things


def left_at(organization: Organization) -> Left:
    """Takes four queries."""
    waiting = (
        Consultation.objects.unfinished()
        .filter(organization=organization)
        .exclude(paper__state__in=ENDED)
        .select_related("organization", "paper__kind", "paper__locale")
        .order_by("paper", "stage", "position", "pk")
    )
    drafted = Paper.objects.originals().filter(originating_office=organization).exclude(state__in=ENDED)
    # of a strategy that was adopted, too: its routing has ended then, its measures begin
    measures = (
        Measure.objects.filter(office=organization)
        .exclude(state__in=(MeasureState.DONE, MeasureState.STOPPED))
        .exclude(strategy__state=PaperState.WITHDRAWN)
        .select_related("strategy")
        .order_by("strategy", "position", "pk")
    )
    templates = SlipTemplateLine.objects.filter(organization=organization).select_related("template", "organization")
    return Left(
        list(waiting),
        list(drafted.select_related("kind", "locale", "author").order_by("pk")),
        list(measures),
        list(templates.order_by("template__name", "stage", "position", "pk")),
    )
