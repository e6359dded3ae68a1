"""What is told to those who signed a paper whose annexes are others now.

Whoever has to confirm is told with the mail that it is their turn; whoever signed what the council office calls
editorial gets a mail of its own, because nobody asks them again. A mail names an annex only where everybody may read
it, and counts the others (``papers.wording.outside_name`` says why)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from papers.access import NOBODY
from papers.enums import ConsultationRole, ConsultationState
from papers.models import Attachment, Consultation, Version
from papers.versions import annexes_changed, latest_version

if TYPE_CHECKING:
    from papers.access import Reader


def since_signed(line: Consultation, *, until: Version | None = None) -> dict[str, Any]:
    """``given_for``: number of the version the latest act of the line was given for, and ``changes``: sentences about
    the annexes from that one to the latest, or ``until`` another. In words that may leave the house."""
    return told_to(NOBODY, line, until=until)


def told_to(reader: Reader, line: Consultation, *, until: Version | None = None) -> dict[str, Any]:
    act = line.latest_act
    later = until or (latest_version(line.paper) if act is not None else None)
    if act is None or later is None or later.number <= act.version.number:
        return {"given_for": None, "changes": []}
    readable = Attachment.objects.readable_by(reader).filter(paper=line.paper_id)
    named = set(readable.values_list("pk", flat=True))
    return {"given_for": act.version.number, "changes": annexes_changed(act.version, later, named=named)}


def lines_to_tell(version: Version) -> list[Consultation]:
    """Of an editorial version that brings other annexes: lines whose signature stands for it. Once a paper is released,
    its bodies hear of it by a distribution, and those who co-signed by this."""
    earlier = Version.objects.filter(paper=version.paper_id, number=version.number - 1).first()
    if earlier is None or not annexes_changed(earlier, version, named=()):
        return []
    lines = Consultation.objects.filter(paper=version.paper_id, state=ConsultationState.DONE)
    if version.paper.live:
        lines = lines.filter(role=ConsultationRole.CO_SIGN)
    return list(lines)
