"""What somebody had before their eyes when they vouched for a paper.

A screen on which somebody submits, signs, records, checks, releases or sends carries a token of what stood on it: the
text, the annexes with their levels and their order, the filing, and the line or the slip with its results so far. The
verb compares it with what there is once the row is locked (``check_seen``). If anything is another, nothing happens,
and the person is told what: they would have vouched for what nobody saw.

The token says nothing that could be read, so it is the same for everybody who sees the screen.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Revision

from papers.access.verb_table import WrongState
from papers.among import among
from papers.contents import contents_of
from papers.models import Attachment, Consultation, Paper, Version
from papers.same_text import changed_parts

if TYPE_CHECKING:
    from papers.access import Reader
    from papers.contents import Contents

Marks = tuple[tuple[int, str], ...]  # keys of rows with a digest of each
FIELD = "seen"  # of every form that carries a token


class Changed(WrongState):
    """Says what is not as it was shown."""

    def __init__(self, sentences: Iterable[str]) -> None:
        intro = _("Something was changed since this page was opened. Please look at it again; what you entered stays.")
        super().__init__([intro, *sentences], code="changed")


@dataclass(frozen=True)
class Seen:
    """``text``: key of the revision. ``line`` and ``slip`` where the verb is about one."""

    text: int | None
    filing: str
    annexes: Marks
    line: str = ""
    slip: Marks = ()

    def token(self) -> str:
        return json.dumps([self.text, self.filing, self.annexes, self.line, self.slip], separators=(",", ":"))

    @classmethod
    def from_token(cls, token: str) -> Seen | None:
        """None for what no screen of ours wrote."""
        try:
            text, filing, annexes, line, slip = json.loads(token)
            marks = [tuple((int(key), str(digest)) for key, digest in rows) for rows in (annexes, slip)]
            return cls(None if text is None else int(text), str(filing), marks[0], str(line), marks[1])
        except (ValueError, TypeError, OverflowError, RecursionError):
            return None


def what_stands(paper: Paper) -> Seen:
    """Of a screen about the paper and the text it was last given."""
    return _seen(paper, paper.latest_revision_id)


def what_is_released(paper: Paper) -> Seen:
    """Of a screen about the text that counts, whatever drafts there are."""
    return _seen(paper, paper.live_revision_id)


def attachments_that_stand(paper: Paper) -> Seen:
    """Of a screen about the annexes: the text may be written on meanwhile."""
    return Seen(None, "", _marks_of(contents_of(paper)))


def slip_that_stands(paper: Paper) -> Seen:
    """Of a screen about the slip: the text may be written on meanwhile."""
    lines = Consultation.objects.filter(paper=paper.pk).not_cancelled().order_by("pk")
    return Seen(None, "", (), slip=tuple((line.pk, _mark_of_line(line)) for line in lines))


def with_slip(seen: Seen, paper: Paper) -> Seen:
    return Seen(seen.text, seen.filing, seen.annexes, slip=slip_that_stands(paper).slip)


def line_that_stands(line: Consultation, paper: Paper) -> Seen:
    """Of the screen of a line, with the version that circulates."""
    version = Version.objects.filter(paper=paper.pk).order_by("number").values_list("revision", flat=True).last()
    seen = _seen(paper, version)
    return Seen(seen.text, seen.filing, seen.annexes, line=_mark_of_line(line))


def check_seen(token: str | None, stands: Callable[[], Seen], *, by: Reader) -> None:
    """Raises Changed. ``token``: None where the caller reads what it vouches for in the same breath, as an import does;
    what came from a screen without one is refused."""
    if token is None:
        return
    before = Seen.from_token(token)
    if before is None:
        raise Changed([])
    if sentences := changed_since_seen(before, stands(), by=by):
        raise Changed(sentences)


def changed_since_seen(before: Seen, now: Seen, *, by: Reader) -> list[str]:
    """What is another than it was, in sentences for ``by``; empty where all is as it was."""
    return list(_differences(before, now, by))


# --- what is compared -------------------------------------------------------------------------------------------------


def _seen(paper: Paper, text: int | None) -> Seen:
    contents = contents_of(paper)
    return Seen(text, _digest(*vars(contents.filing).values()), _marks_of(contents))


def _marks_of(contents: Contents) -> Marks:
    return tuple(
        (one.key, _digest(one.title, one.sha512, one.confidentiality, one.filename)) for one in contents.annexes
    )


def _mark_of_line(line: Consultation) -> str:
    return _digest(line.organization_id, line.role, line.stage, line.due, line.state, line.latest_act_id)


def _digest(*values: Any) -> str:
    return sha256(repr([str(value) for value in values]).encode("utf-8", "surrogatepass")).hexdigest()[:16]


# --- what is told -----------------------------------------------------------------------------------------------------


def _differences(before: Seen, now: Seen, by: Reader) -> Iterator[str]:
    if before.text != now.text:
        yield from _of_text(before.text, now.text)
    if before.filing != now.filing:
        yield _("The confidentiality, the kind or the office of the paper is another one.")
    if before.annexes != now.annexes:
        yield from _of_annexes(before.annexes, now.annexes, by)
    if before.line != now.line:
        yield _("The line is not as it was: somebody recorded something, or the slip was changed.")
    if before.slip != now.slip:
        yield from _of_slip(before.slip, now.slip)


def _of_text(before: int | None, now: int | None) -> Iterator[str]:
    revisions = Revision.objects.in_bulk([key for key in (before, now) if key is not None])
    one, other = revisions.get(before or 0), revisions.get(now or 0)
    if one is None or other is None or one.object_id != other.object_id:
        yield _("The text is another one.")
        return
    parts = changed_parts(one, other)
    if parts:
        names = ", ".join(_("“%(heading)s”") % {"heading": part} for part in parts)
        yield _("The text was changed: %(parts)s") % {"parts": names}


def _of_annexes(before: Marks, now: Marks, by: Reader) -> Iterator[str]:
    old, new = dict(before), dict(now)
    told = [key for key, digest in new.items() if old.get(key) != digest]
    titles = Attachment.objects.readable_by(by).filter(among("pk", told))
    named = ", ".join(_("“%(heading)s”") % {"heading": one.title} for one in titles.order_by("position", "pk"))
    gone = len(old.keys() - new.keys())
    if named:
        yield _("Attachments were added or changed: %(titles)s") % {"titles": named}
    if gone:
        yield ngettext("%(count)s attachment was removed.", "%(count)s attachments were removed.", gone) % {
            "count": gone
        }
    if not named and not gone:
        yield _("The attachments are not as they were.")


def _of_slip(before: Marks, now: Marks) -> Iterator[str]:
    old, new = dict(before), dict(now)
    changed = [key for key, digest in new.items() if old.get(key) != digest]
    lines = Consultation.objects.filter(among("pk", changed)).select_related("organization").in_slip_order()
    named = ", ".join(str(line) for line in lines)
    gone = len(old.keys() - new.keys())
    if named:
        yield _("Lines of the slip were added or changed: %(lines)s") % {"lines": named}
    if gone:
        yield ngettext("%(count)s line of the slip was removed.", "%(count)s lines of the slip were removed.", gone) % {
            "count": gone
        }
