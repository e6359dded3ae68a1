"""How far a paper is, for its page and for every list it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from papers.enums import ConsultationState, Outcome, PaperState
from papers.models import Act, Consultation, Organization, Paper
from papers.wording import final_result, whereabouts

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


def progress_of(paper: Paper, lines: Sequence[Consultation] | None = None) -> Progress:
    """``lines``: those of the paper in their order, where they are in hand. Reads ``paper.lines`` where the list
    prefetched them."""
    if lines is None and hasattr(paper, "lines"):
        lines = paper.lines
    state = PaperState(paper.state)
    badge, label = BADGES[state], str(state.label)
    if state == PaperState.COMPLETED:
        line = final_result(paper, lines)
        if line is None or line.latest_act is None:
            return Progress(badge, label)
        badge = "danger" if line.outcome == Outcome.REJECTED else "success"
        return Progress(badge, str(Outcome(line.outcome).label), decided_by=line.organization, decided=line.latest_act)
    if state in (PaperState.DELIBERATING, PaperState.CO_SIGNING):
        if lines is None:
            lines = list(paper.consultations.in_slip_order().select_related("organization"))
        return Progress(
            badge,
            label,
            now_before=[
                line.organization for line in lines if line.state == ConsultationState.OPEN and line.is_blocking
            ],
        )
    if state == PaperState.WITHDRAWN:
        return Progress(badge, label)
    return Progress(badge, label, with_whom=whereabouts(paper))
