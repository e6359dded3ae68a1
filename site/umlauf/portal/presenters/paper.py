"""A paper as its page shows it: the record and the slip, read once, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F, Q
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from papers import access
from papers.access.verbs import EDIT, may_open_editor
from papers.enums import ConsultationRole, ConsultationState, Outcome, PaperState, SuffixKind
from papers.models import Attachment, Consultation, Measure, Paper, Version
from papers.prepared import prepared
from papers.translation.freshness import Freshness, freshness_of
from umlauf.languages import named_language
from umlauf.portal.addresses import address_at, paper_url
from umlauf.portal.presenters.outdated import OutdatedPart, outdated_parts
from umlauf.portal.presenters.progress import Progress, progress_of
from umlauf.portal.presenters.slip import ReadLine, SlipLine, Step, read_slip, slip_line, steps_of
from workflows.out_of_turn import may_overtake
from workflows.verbs import ACT_ON, RECORD_AHEAD

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from papers.access import Person
    from papers.access.principal import Principal
    from papers.models.paper_queries import PaperQuerySet
    from umlauf.portal.presenters.charts import Bar

# From so many sections on a table of contents helps more than it takes room.
LONG = 4


def as_links(papers: PaperQuerySet) -> QuerySet[Any]:
    """As much of them as a link shows, with the ``language`` each is in: a row of its two tables has forty columns."""
    links: QuerySet[Any] = papers.titled().annotate(language=F("locale__language_code"))
    return links.only("title", "number", "url_path")


@dataclass(frozen=True)
class RelatedPaper:
    relation: str
    paper: Paper


@dataclass(frozen=True)
class CarriedOut:
    """A measure of a strategy."""

    title: str
    url: str


NONE = 0  # no row has this key


@prepared
def _versions(*, paper: Any) -> QuerySet[Version]:
    return Version.objects.filter(paper=paper).order_by("number")


@prepared
def _attachments(reader: Principal, *, paper: Any) -> QuerySet[Attachment]:
    return Attachment.objects.filter(paper=paper).readable_by(reader)


@prepared
def _related(reader: Principal, language: str | None, *, paper: Any, above: Any) -> QuerySet[Any]:
    """``language``: the active one, of their titles."""
    family = Paper.objects.originals().filter(Q(superordinate=paper) | Q(pk=above))
    readable = family.filter(access.readable_rule(reader)).annotate(relation=F("suffix_kind"))
    return as_links(readable).order_by("released_at", "pk")


@prepared
def _carried_out(reader: Principal, *, paper: Any) -> QuerySet[Any]:
    of_originals = Measure.objects.filter(papers=paper, strategy__locale__language_code=settings.LANGUAGE_CODE)
    readable = of_originals.filter(access.readable_rule(reader, "strategy__"))
    return readable.only("title").annotate(strategy_path=F("strategy__url_path"))


class PaperPresentation:
    def __init__(self, paper: Paper, user: Person) -> None:
        self.paper = paper
        self.original = paper.original
        self.user = user
        self.principal = access.principal_of(user)

    @cached_property
    def readable(self) -> PaperQuerySet:
        readable: PaperQuerySet = Paper.objects.readable_by(self.user).order_by()
        return readable

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
        return named_language(self.language)

    @cached_property
    def progress(self) -> Progress:
        return progress_of(self.original, self.lines)

    # --- the translation ---------------------------------------------------------------------------------------------

    @property
    def may_ask_for_translation(self) -> bool:
        """What was withdrawn nobody translates."""
        wanted = self.original.live and self.original.state != PaperState.WITHDRAWN
        return bool(self.is_foreign and wanted and get_language() != settings.LANGUAGE_CODE)

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
        return named_language(self.original.locale.language_code)

    @property
    def outdated_parts(self) -> list[OutdatedPart]:
        return outdated_parts(self.paper, self.original, self.freshness)

    # --- the slip ----------------------------------------------------------------------------------------------------

    @cached_property
    def _read_slip(self) -> list[ReadLine]:
        return read_slip(self.original, self.versions)

    @cached_property
    def lines(self) -> list[Consultation]:
        return [read.line for read in self._read_slip]

    @cached_property
    def slip(self) -> list[SlipLine]:
        signed = self.signed_version
        return [slip_line(read, current_version=signed, act_url=self._act_url(read.line)) for read in self._read_slip]

    @cached_property
    def steps(self) -> list[Step]:
        return steps_of(self.slip)

    @cached_property
    def information(self) -> list[SlipLine]:
        return [item for item in self.slip if not item.line.is_blocking]

    @cached_property
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

    def _act_url(self, line: Consultation) -> str | None:
        """Of the screen for its turn, or for minutes that came before those of an earlier stage."""
        if not self.works_at_desk:
            return None
        if ACT_ON.offered_to(self.principal, line):
            return self._admin_address(ACT_ON.view, line.pk)
        if may_overtake(line, self.lines, self.original) and RECORD_AHEAD.is_for(self.principal, line):
            return self._admin_address(RECORD_AHEAD.view, line.pk)
        return None

    @cached_property
    def decides(self) -> str:
        """Who decides in the end, as long as others deal with it: the last body that is asked for a decision."""
        if not self.progress.now_before:
            return ""
        asked = [
            item.line for item in self.slip if item.line.is_standing and item.line.role == ConsultationRole.DECISION
        ]
        last = asked[-1] if asked else None
        if last is None or last.state == ConsultationState.DONE or last.organization in self.progress.now_before:
            return ""
        return str(last.organization.name)

    @property
    def result_votes(self) -> Bar | None:
        """How the decision was voted on that stands for the paper."""
        decided = self.progress.decided
        return next((item.votes for item in self.slip if decided and item.line.latest_act_id == decided.pk), None)

    # --- the record --------------------------------------------------------------------------------------------------

    @cached_property
    def versions(self) -> list[Version]:
        return _versions(paper=self.original.pk)

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
        return _attachments(self.principal, paper=self.original.pk)

    @cached_property
    def edit_url(self) -> str | None:
        return (
            self._admin_address(EDIT.view, self.original.pk) if may_open_editor(self.principal, self.original) else None
        )

    @cached_property
    def works_at_desk(self) -> bool:
        return self.user.has_perm("wagtailadmin.access_admin")

    def _admin_address(self, name: str, pk: int) -> str | None:
        if not self.works_at_desk:
            return None
        try:
            return reverse(name, args=[pk])
        except NoReverseMatch:  # an installation may do without the admin on this host
            return None

    @cached_property
    def related(self) -> list[RelatedPaper]:
        """The paper this one belongs to, and those that belong to it, as far as they may be read."""
        above = self.original.superordinate_id or NONE
        papers = _related(self.principal, get_language(), paper=self.original.pk, above=above)
        return [RelatedPaper(self._relation(paper), paper) for paper in papers]

    def _relation(self, other: Any) -> str:
        if other.pk == self.original.superordinate_id:
            return _("Belongs to")
        return str(SuffixKind(other.relation).label) if other.relation else _("Further paper")

    @cached_property
    def carries_out(self) -> list[CarriedOut]:
        """Measures this paper carries out, of strategies that may be read."""
        return [
            CarriedOut(measure.title, f"{address_at(measure.strategy_path)}#measure-{measure.pk}")
            for measure in _carried_out(self.principal, paper=self.original.pk)
        ]

    # --- the text ----------------------------------------------------------------------------------------------------

    @cached_property
    def motion_number(self) -> int:
        """Place of the section with the motion in the text, counted from 1; 0 where there is none. It is shown before
        all others."""
        for number, block in enumerate(self.paper.body, start=1):
            if block.block_type == "section" and any(part.block_type == "motion" for part in block.value["content"]):
                return number
        return 0

    @property
    def motion(self) -> Any:
        return self.paper.body[self.motion_number - 1]

    @property
    def is_long(self) -> bool:
        return len(self.paper.body) >= LONG

    @property
    def sections(self) -> Iterator[tuple[str, str]]:
        """Anchor and heading, for the table of contents."""
        return ((f"section-{number}", block.value["heading"]) for number, block in enumerate(self.paper.body, start=1))
