"""What people vouch for besides the text: the annexes in their order, each with its level, and how the paper is filed.

None of it stands in a revision, so a version keeps it for itself (``Version.contents``), and two versions can be told
apart for ever, whatever became of the files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from papers.enums import Confidentiality
from papers.models.attachment import Attachment

if TYPE_CHECKING:
    from papers.models.paper import Paper


@dataclass(frozen=True)
class Annex:
    """``key``: of the row, which a file keeps under another title, level or place."""

    key: int
    title: str
    sha512: str
    confidentiality: str
    filename: str
    size: int


@dataclass(frozen=True)
class Filing:
    """``office``: its key, and ``kind``: of the kind of paper."""

    confidentiality: str
    kind: int
    office: int


@dataclass(frozen=True)
class Contents:
    filing: Filing
    annexes: tuple[Annex, ...]

    def as_data(self) -> dict[str, Any]:
        return {"filing": asdict(self.filing), "annexes": [asdict(annex) for annex in self.annexes]}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Contents | None:
        """None for a version that is older than what is kept of it."""
        if not data:
            return None
        return cls(Filing(**data["filing"]), tuple(Annex(**annex) for annex in data["annexes"]))


def contents_of(paper: Paper) -> Contents:
    """``paper``: an original. One query. An annex that waits for a later release is among them, one that was taken off
    the public is not."""
    annexes = Attachment.objects.filter(paper=paper.pk, taken_off_at__isnull=True).order_by("position", "pk")
    return Contents(
        Filing(paper.confidentiality, paper.kind_id, paper.originating_office_id),
        tuple(
            Annex(one.pk, one.title, one.sha512, one.confidentiality, one.filename, one.size)
            for one in annexes.only("title", "sha512", "confidentiality", "filename", "size")
        ),
    )


def differences(before: Contents, after: Contents) -> list[str]:
    """Sentences that say what became another, in the active language."""
    return [
        *_of_filing(before.filing, after.filing),
        *(change.sentence for change in changes_of_annexes(before, after)),
    ]


def changes_told(before: Contents, after: Contents, *, named: Collection[int]) -> list[str]:
    """Sentences about the annexes that name those whose keys are ``named``, and count the others: for whoever may not
    know them all."""
    changes = list(changes_of_annexes(before, after))
    counted = Counter(change.how for change in changes if change.key is not None and change.key not in named)
    told = [change.sentence for change in changes if change.key is None or change.key in named]
    return [*told, *(_counted(how, count) for how, count in counted.items())]


def is_wider(before: Contents, after: Contents) -> bool:
    """Says whether more people may read the paper, or an annex that was there, than before. A file that was taken off
    and added again is known by its content."""
    levels = list(Confidentiality.values)

    def circle(contents: Contents, annex: Annex) -> int:
        return levels.index(Confidentiality.stricter(contents.filing.confidentiality, annex.confidentiality))

    if levels.index(after.filing.confidentiality) < levels.index(before.filing.confidentiality):
        return True
    for annex in after.annexes:
        were = [circle(before, old) for old in before.annexes if annex.key == old.key or annex.sha512 == old.sha512]
        if were and circle(after, annex) < min(were):
            return True
    return False


def _of_filing(before: Filing, after: Filing) -> Iterator[str]:
    if before.confidentiality != after.confidentiality:
        yield _("Confidentiality: “%(after)s” instead of “%(before)s”") % {
            "before": Confidentiality(before.confidentiality).label,
            "after": Confidentiality(after.confidentiality).label,
        }
    if before.kind != after.kind:
        yield _("The paper is of another kind")
    if before.office != after.office:
        yield _("The paper comes from another office")


class How(Enum):
    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    REPLACED = "replaced"
    OF_ANOTHER_LEVEL = "level"
    REORDERED = "order"


@dataclass(frozen=True)
class AnnexChange:
    """``key``: of the annex, None where it is about all of them."""

    how: How
    key: int | None
    sentence: str


def changes_of_annexes(before: Contents, after: Contents) -> Iterator[AnnexChange]:
    old, new = ({annex.key: annex for annex in contents.annexes} for contents in (before, after))
    for key, annex in old.items():
        if key not in new:
            yield AnnexChange(How.REMOVED, key, _("Attachment “%(title)s” removed") % {"title": annex.title})
    for key, annex in new.items():
        if key not in old:
            yield AnnexChange(How.ADDED, key, _("Attachment “%(title)s” added") % {"title": annex.title})
        else:
            yield from _of_annex(old[key], annex)
    stayed = [key for key in old if key in new]
    if stayed != [key for key in new if key in old]:
        yield AnnexChange(How.REORDERED, None, _("The attachments stand in another order"))


def _of_annex(before: Annex, after: Annex) -> Iterator[AnnexChange]:
    titles = {"before": before.title, "after": after.title, "title": after.title}
    if before.title != after.title:
        yield AnnexChange(How.RENAMED, after.key, _("Attachment “%(before)s” is called “%(after)s”") % titles)
    if before.sha512 != after.sha512:
        yield AnnexChange(How.REPLACED, after.key, _("Attachment “%(title)s” is another file") % titles)
    if before.confidentiality != after.confidentiality:
        sentence = level_sentence(after.title, before.confidentiality, after.confidentiality)
        yield AnnexChange(How.OF_ANOTHER_LEVEL, after.key, sentence)


def _counted(how: How, count: int) -> str:
    sentences = {
        How.ADDED: ngettext("%(count)s attachment was added.", "%(count)s attachments were added.", count),
        How.REMOVED: ngettext("%(count)s attachment was removed.", "%(count)s attachments were removed.", count),
        How.RENAMED: ngettext("%(count)s attachment was renamed.", "%(count)s attachments were renamed.", count),
        How.REPLACED: ngettext(
            "%(count)s attachment is another file.", "%(count)s attachments are other files.", count
        ),
        How.OF_ANOTHER_LEVEL: ngettext(
            "%(count)s attachment has another level.", "%(count)s attachments have another level.", count
        ),
    }
    return sentences[how] % {"count": count}


def level_sentence(title: str, before: str, after: str) -> str:
    return _("Attachment “%(title)s” is “%(after)s” instead of “%(before)s”") % {
        "title": title,
        "before": Confidentiality(before).label,
        "after": Confidentiality(after).label,
    }
