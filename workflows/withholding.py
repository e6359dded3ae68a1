"""The words of an annex that was taken back, where its title is the problem: what it was called, and the reasons given
for what became of it, which tend to name what they are about. They go from all that readers of the paper are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from wagtail.models import PageLogEntry

from papers.models import Attachment, RemovedAttachment, Restriction
from papers.tombstones import WITHHELD

if TYPE_CHECKING:
    from papers.models import Paper

Annex: TypeAlias = Attachment | RemovedAttachment
RENAMED = "umlauf.rename_attachment"
ABOUT_ANNEXES = ("umlauf.attach", "umlauf.replace_attachment", RENAMED, "umlauf.detach")
REASONS = ("reason", "late")


class Withheld(NamedTuple):
    titles: set[str]
    reasons: set[str]

    def taken_out_of(self, text: str) -> str:
        """Titles wherever they stand; reasons where a sentence of ours ends in them."""
        for title in _longest_first(self.titles):
            text = text.replace(title, WITHHELD)
        for reason in _longest_first(self.reasons):
            text = text.replace(f": {reason}", f": {WITHHELD}")
        return text


def _longest_first(words: Iterable[str]) -> list[str]:
    """One may be part of another."""
    return sorted(filter(None, words), key=len, reverse=True)


def words_withheld(paper: Paper, annex: Annex) -> Withheld:
    """What has to go from all that readers of the paper are told."""
    known = _known_by(annex, list(paper.removed_attachments.all()))
    rows, titles = _rows(_log_of(paper), known), set(known.titles)
    if isinstance(annex, Attachment):
        titles |= {row.data[name] for row in rows if row.action == RENAMED for name in ("title", "before")}
    else:  # what is called so today has nothing to hide
        titles -= set(paper.attachments.filter(taken_off_at__isnull=True).values_list("title", flat=True))
    return Withheld(titles, {reason for row in rows for name in REASONS if (reason := row.data.get(name))})


def rows_withheld(paper: Paper) -> set[int]:
    """Primary keys of log entries that tell of such annexes. Four queries at most."""
    gone = list(Restriction.objects.filter(paper=paper.pk, after="", keeps_title=False, attachment_key__isnull=False))
    if not gone:
        return set()
    former = list(paper.removed_attachments.all())
    annexes: dict[int | None, Annex] = {one.pk: one for one in paper.attachments.all()}
    files: dict[int | None, Annex] = {one.pk: one for one in former}
    taken = [files.get(row.former_id) if row.former_id else annexes.get(row.attachment_key) for row in gone]
    log = _log_of(paper)
    return {row.pk for annex in taken if annex for row in _rows(log, _known_by(annex, former))}


def without_words(row: PageLogEntry) -> dict[str, str]:
    """What a log entry says, without them."""
    titles = ("title", "before") if row.action == RENAMED else ("title",)
    data: dict[str, str] = row.data
    return data | {name: WITHHELD for name in (*titles, *REASONS) if name in data}


class _Known(NamedTuple):
    digests: frozenset[str]
    titles: frozenset[str]


def _known_by(annex: Annex, former: Iterable[RemovedAttachment]) -> _Known:
    """Its own digest and title, and of an annex those of all files it had. ``former``: of the paper."""
    mine = [one for one in former if isinstance(annex, Attachment) and one.key == annex.pk]
    every: list[Annex] = [annex, *mine]
    return _Known(frozenset(one.sha512 for one in every), frozenset(one.title for one in every))


def _log_of(paper: Paper) -> list[PageLogEntry]:
    return list(PageLogEntry.objects.filter(page=paper.pk, action__in=ABOUT_ANNEXES))


def _rows(log: Iterable[PageLogEntry], known: _Known) -> list[PageLogEntry]:
    """Those about these files, and about what was called so."""
    return [row for row in log if _is_about(row.action, row.data, known)]


def _is_about(action: str, data: dict[str, str], known: _Known) -> bool:
    if data.get("sha512") in known.digests or data.get("before") in known.digests:
        return True
    return action == RENAMED and bool({data.get("before"), data.get("title")} & known.titles)
