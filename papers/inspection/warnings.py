"""What annexes say unseen, in words for whoever can still change it: in the way of problems of printing.

Nothing is opened for that; a screen asks for what was found when the file came. An error stands in the way of the
release: what contains a virus, and what runs a program where it is opened. The rest is for people to judge, because
names, remarks and hidden rows are often meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from papers.blocks.in_section import Problem, Severity
from papers.enums import ScanState
from papers.inspection.inspecting import with_findings

if TYPE_CHECKING:
    from papers.models import Attachment, Paper

IN_WORDS = {
    "active_content": _("contains a program or a form that runs one when it is opened."),
    "author": _("names a person in its properties: %(detail)s."),
    "comments": _("contains remarks or comments."),
    "covered_text": _("shows blackened text that can still be read and copied, on page: %(detail)s."),
    "embedded_files": _("contains other files."),
    "hidden_columns": _("contains hidden columns."),
    "hidden_rows": _("contains hidden rows."),
    "hidden_sheets": _("contains hidden sheets."),
    "hidden_slides": _("contains hidden slides."),
    "hidden_text": _("contains hidden text."),
    "position": _("says where the picture was taken."),
    "speaker_notes": _("contains notes for the speaker."),
    "tracked_changes": _("contains tracked changes; what was deleted can still be read."),
    "unreadable": _("could not be looked through."),
}
ERRORS = frozenset({"active_content", "virus"})


def problems_of_annexes(paper: Paper) -> list[Problem]:
    """Of all annexes of an original, in their order. One query."""
    return list(_problems(with_findings(paper.original.attachments.filter(taken_off_at__isnull=True))))


def _problems(annexes: Iterable[Any]) -> Iterator[Problem]:
    for annex in annexes:
        if annex.scan_state == ScanState.INFECTED:
            yield _problem(annex, "virus", _("contains a virus (%(detail)s) and is given to nobody."), annex.virus)
        elif annex.scan_state == ScanState.WAITING:
            yield _problem(annex, "waiting", _("is still being checked for viruses and given to nobody until then."))
        for code, detail in annex.findings or []:
            if code in IN_WORDS:
                yield _problem(annex, code, IN_WORDS[code], detail)


def _problem(annex: Attachment, code: str, words: object, detail: str = "") -> Problem:
    severity: Severity = "error" if code in ERRORS else "warning"
    said = str(words) % {"detail": detail}
    return Problem(code, _("“%(title)s” %(says)s") % {"title": annex.title, "says": said}, "", "", severity)
