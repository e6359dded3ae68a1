"""What can go wrong when a paper is moved. Each error says what to do about it, in the user's language; forms show it
at its field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from papers.access.verb_table import WrongState

if TYPE_CHECKING:
    from papers.models import Consultation, RequiredSection
    from papers.pdf.preflight import Problem


class IncompletePaper(ValidationError):
    def __init__(self, missing: Sequence[RequiredSection]) -> None:
        self.missing = list(missing)
        names = ", ".join(_("“%(heading)s”") % {"heading": section.heading} for section in missing)
        super().__init__(
            ngettext(
                "The section %(names)s is missing or empty. The council demands it of every paper of this kind.",
                "The sections %(names)s are missing or empty. The council demands them of every paper of this kind.",
                len(missing),
            )
            % {"names": names},
            code="incomplete",
        )


class UnprintablePaper(ValidationError):
    """Something would be missing in the document, or from those who do not see it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(
            [
                f"{problem.section}: {problem.message}" if problem.section else str(problem.message)
                for problem in problems
            ],
            code="unprintable",
        )


@dataclass(frozen=True)
class SlipProblem:
    """``index``: which line, from 0, or None for the slip as a whole; ``field``: organization, role, stage, due or
    None."""

    index: int | None
    field: str | None
    message: str


class InvalidSlip(ValidationError):
    def __init__(self, problems: Sequence[SlipProblem]) -> None:
        self.problems = list(problems)
        super().__init__([_describe(problem) for problem in problems])


def _describe(problem: SlipProblem) -> str:
    if problem.index is None:
        return problem.message
    return _("Line %(number)s: %(message)s") % {"number": problem.index + 1, "message": problem.message}


class LineNotOpen(WrongState):
    def __init__(self) -> None:
        super().__init__(
            _("This line is not open. It is not its turn yet, or the paper was returned or withdrawn."), code="not_open"
        )


class LineAlreadyDone(WrongState):
    """A colleague was faster; says who and when."""

    def __init__(self, line: Consultation) -> None:
        act = line.latest_act
        if act is None:  # impossible by database constraint
            raise ValueError("a done line without an act")
        super().__init__(
            _("%(person)s already recorded “%(outcome)s” for this line on %(when)s.")
            % {
                "person": act.by,
                "outcome": act.get_outcome_display(),
                "when": date_format(timezone.localtime(act.at), "SHORT_DATETIME_FORMAT"),
            },
            code="already_done",
        )


class LineNotStranded(WrongState):
    def __init__(self) -> None:
        super().__init__(_("Somebody can act on this line again, or it no longer waits."), code="not_stranded")


class NotYourLine(PermissionDenied):
    def __init__(self) -> None:
        super().__init__(_("You cannot act on this line: it belongs to an organization you do not act for."))
