"""A paper as its page shows it: the record and the slip, read once, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Prefetch
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext as _

from papers import access
from papers.access.verbs import EDIT, may_open_editor
from papers.enums import ConsultationRole, ConsultationState, Outcome, PaperState, SuffixKind
from papers.models import Act, Attachment, Consultation, Measure, Organization, Paper, Version
from papers.translation.freshness import Freshness, freshness_of
from papers.wording import final_result, whereabouts
from umlauf.portal.addresses import paper_url
from umlauf.portal.presenters.slip import SlipLine, Step, slip_line, steps_of
from workflows.out_of_turn import may_overtake
from workflows.verbs import ACT_ON, RECORD_AHEAD

if TYPE_CHECKING:
    from papers.access import Person

# From so many sections on a table of contents helps more than it takes room.
LONG = 4

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


@dataclass(frozen=True)
class Progress:
    """How far a paper is: a badge, and either where it is now or what came out."""

    badge: str
    label: str
    now_before: list[Organization] = field(default_factory=list)
    with_whom: str = ""
    decided_by: Organization | None = None
    decided: Act | None = None

    @property
    def decided_name(self) -> str:
        """What the body was called when it decided."""
        return self.decided_by.name_on(self.decided.decided_on) if self.decided_by and self.decided else ""


def progress_of(paper: Paper) -> Progress:
    """Reads ``paper.lines`` where the list prefetched them."""
    badge, label = BADGES[PaperState(paper.state)], str(paper.get_state_display())
    if paper.state == PaperState.COMPLETED:
        line = final_result(paper)
        if line is None or line.latest_act is None:
            return Progress(badge, label)
        badge = "danger" if line.outcome == Outcome.REJECTED else "success"
        return Progress(badge, str(line.get_outcome_display()), decided_by=line.organization, decided=line.latest_act)
    if paper.state in (PaperState.DELIBERATING, PaperState.CO_SIGNING):
        lines = (
            paper.lines
            if hasattr(paper, "lines")
            else list(paper.consultations.in_slip_order().select_related("organization"))
        )
        return Progress(
            badge,
            label,
            now_before=[
                line.organization for line in lines if line.state == ConsultationState.OPEN and line.is_blocking
            ],
        )
    if paper.state == PaperState.WITHDRAWN:
        return Progress(badge, label)
    return Progress(badge, label, with_whom=whereabouts(paper))


@dataclass(frozen=True)
class RelatedPaper:
    relation: str
    paper: Paper


@dataclass(frozen=True)
class OutdatedPart:
    """``anchor`` is empty for what has no place of its own on the translated page."""

    path: str
    heading: str
    anchor: str
    language: str


def _named_parts(paper: Paper) -> Iterator[tuple[str, str, str, str]]:
    language = str(paper.locale.language_code)
    yield "title", _("Title"), "", str(get_language())
    yield "summary", _("Summary"), "", str(get_language())
    yield "vision", _("Vision"), "", str(get_language())
    for name, anchor, title in (
        ("goals", "goals", "title"),
        ("fields_of_action", "fields", "title"),
        ("body", "section-{}", "heading"),
    ):
        for number, block in enumerate(getattr(paper, name, ()), start=1):
            yield f"{name}.{block.id}", str(block.value[title]), anchor.format(number), language


class PaperPresentation:
    def __init__(self, paper: Paper, user: Person) -> None:
        self.paper = paper
        self.original = paper.original
        self.user = user
        self.principal = access.principal_of(user)
        self.readable = Paper.objects.readable_by(user).order_by()

    @property
    def language(self) -> str:
        return str(self.paper.locale.language_code)

    @property
    def is_foreign(self) -> bool:
        """The text is not in the language of the interface around it."""
        return self.language != get_language()

    @property
    def language_name(self) -> str:
        """The name is in the language of the interface."""
        return str(get_language_info(self.language)["name_translated"])

    @cached_property
    def progress(self) -> Progress:
        return progress_of(self.original)

    # --- the translation ---------------------------------------------------------------------------------------------

    @property
    def may_ask_for_translation(self) -> bool:
        return bool(self.is_foreign and self.original.live and get_language() != settings.LANGUAGE_CODE)

    @property
    def is_translation(self) -> bool:
        return bool(self.paper.pk != self.original.pk)

    @cached_property
    def freshness(self) -> Freshness | None:
        return freshness_of(self.paper) if self.is_translation else None

    @property
    def original_url(self) -> str:
        with override(self.original.locale.language_code):
            return paper_url(self.original)

    @property
    def original_language(self) -> str:
        return str(get_language_info(self.original.locale.language_code)["name_translated"])

    @property
    def outdated_parts(self) -> list[OutdatedPart]:
        """Parts come in the order of the page; those the original got since come last, in the original's words."""
        parts = dict(self.freshness.parts) if self.freshness else {}
        named = [*_named_parts(self.paper), *_named_parts(self.original.specific)]
        return [OutdatedPart(*part) for part in named if parts.pop(part[0], None)]

    # --- the slip ----------------------------------------------------------------------------------------------------

    @cached_property
    def slip(self) -> list[SlipLine]:
        acts = Act.objects.select_related("refer_to", "corrects__refer_to").order_by("at", "pk")
        lines = self.original.consultations.in_slip_order().select_related(
            "organization", "handed_to", "latest_act__version", "latest_act__refer_to"
        )
        slip = list(lines.prefetch_related(Prefetch("acts", acts)))
        return [
            slip_line(line, current_version=self.signed_version, act_url=self._act_url(line, slip)) for line in slip
        ]

    @property
    def steps(self) -> list[Step]:
        return steps_of(self.slip)

    @property
    def information(self) -> list[SlipLine]:
        return [item for item in self.slip if not item.line.is_blocking]

    @property
    def amendments(self) -> list[SlipLine]:
        """Decisions that changed the text; what was resolved then is no longer what stands in the motion."""
        return [item for item in self.slip if item.amended_text and item.line.outcome == Outcome.ADOPTED_AS_AMENDED]

    @property
    def has_results(self) -> bool:
        """Says whether a body resolved something, as ``papers.resolved`` has it."""
        return any(
            item.line.is_standing and item.line.latest_act_id and item.line.role != ConsultationRole.CO_SIGN
            for item in self.slip
        )

    def _act_url(self, line: Consultation, slip: list[Consultation]) -> str | None:
        """Of the screen for its turn, or for minutes that came before those of an earlier stage."""
        if ACT_ON.offered_to(self.principal, line):
            return self._admin_address(ACT_ON.view, line.pk)
        if may_overtake(line, slip, self.original) and RECORD_AHEAD.is_for(self.principal, line):
            return self._admin_address(RECORD_AHEAD.view, line.pk)
        return None

    # --- the record --------------------------------------------------------------------------------------------------

    @cached_property
    def versions(self) -> list[Version]:
        return list(Version.objects.filter(paper=self.original).order_by("number"))

    @property
    def version(self) -> Version | None:
        return self.versions[-1] if self.versions else None

    @property
    def signed_version(self) -> int | None:
        """What a signature has to be for: an editorial change asks nobody to sign again."""
        return max((version.number for version in self.versions if not version.editorial), default=None)

    @property
    def office_signature(self) -> str:
        """How the office signs: by the code it had on the day of the paper, or by its name."""
        office, day = self.original.originating_office, self.original.date
        return str(office.code_on(day) or office.name_on(day))

    @cached_property
    def attachments(self) -> list[Attachment]:
        return list(self.original.attachments.readable_by(self.user))

    @cached_property
    def edit_url(self) -> str | None:
        return (
            self._admin_address(EDIT.view, self.original.pk) if may_open_editor(self.principal, self.original) else None
        )

    def _admin_address(self, name: str, pk: int) -> str | None:
        if not self.user.has_perm("wagtailadmin.access_admin"):
            return None
        try:
            return reverse(name, args=[pk])
        except NoReverseMatch:  # an installation may do without the admin on this host
            return None

    @cached_property
    def related(self) -> list[RelatedPaper]:
        """The paper this one belongs to, and those that belong to it, as far as they may be read."""
        wanted = Paper.objects.originals().filter(superordinate=self.original)
        if self.original.superordinate_id:
            wanted |= Paper.objects.originals().filter(pk=self.original.superordinate_id)
        papers = (
            wanted.filter(pk__in=self.readable.values("pk"))
            .titled()
            .select_related("kind", "locale")
            .order_by("released_at", "pk")
        )
        return [RelatedPaper(self._relation(paper), paper) for paper in papers]

    def _relation(self, other: Paper) -> str:
        if other.pk == self.original.superordinate_id:
            return _("Belongs to")
        return str(SuffixKind(other.suffix_kind).label) if other.suffix_kind else _("Further paper")

    @cached_property
    def carries_out(self) -> list[Measure]:
        """Measures this paper carries out, of strategies that may be read."""
        return list(
            self.original.carries_out.filter(strategy__in=self.readable.values("pk")).select_related("strategy__locale")
        )

    # --- the text ----------------------------------------------------------------------------------------------------

    @property
    def is_long(self) -> bool:
        return len(self.paper.body) >= LONG

    @property
    def sections(self) -> Iterator[tuple[str, str]]:
        """Anchor and heading, for the table of contents."""
        return ((f"section-{number}", block.value["heading"]) for number, block in enumerate(self.paper.body, start=1))
