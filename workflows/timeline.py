"""Everything that happened to a paper, in one list.

Merged from four sources, each the authority for its part: acts (results on the slip, with the version they were given
for), revisions (who wrote when), the log (submitted, checked, released …), and the history of the slip's lines (when
each was opened). A fixed number of queries, whatever the number of entries."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import PageLogEntry

from papers.contents import level_sentence
from papers.enums import ConsultationState
from papers.models import Act, Consultation, Paper, Version
from papers.parties.names import NamesThen
from papers.parties.namesakes import ToldApart
from papers.wording import result_sentence
from workflows.log_actions import handed_over, restricted, settled
from workflows.withholding import rows_withheld, without_words

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


@dataclass(frozen=True)
class Entry:
    """``kind``: created, edited, submitted, opened, act, checked, released, returned, recalled, withdrawn, completed,
    ended, handed_over, distributed, slip, restricted or attachment. ``distribution``: primary key of the one it tells
    of. ``name`` and ``name_on_behalf``: what they were called then, and where they work if somebody else is called the
    same."""

    at: datetime.datetime
    kind: str
    text: str
    person: AbstractUser | None = None
    on_behalf_of: AbstractUser | None = None
    detail: str = ""
    version: int | None = None
    outdated: bool = False
    distribution: int | None = None
    name: str = ""
    name_on_behalf: str = ""


def timeline_of(paper: Paper) -> list[Entry]:
    """Entries come oldest first."""
    paper = paper.original
    entries = [*_acts(paper), *_edits(paper), *_log(paper), *_openings(paper)]
    people = {person for entry in entries for person in (entry.person, entry.on_behalf_of) if person is not None}
    names, told = NamesThen(people), ToldApart(people, public=True)  # liaisons of other cities read it, too

    def called(person: AbstractUser | None, at: datetime.datetime) -> str:
        return told.of(person, names.of(person, at)) if person is not None else ""

    return [
        replace(entry, name=called(entry.person, entry.at), name_on_behalf=called(entry.on_behalf_of, entry.at))
        for entry in sorted(entries, key=lambda entry: entry.at)
    ]


def _acts(paper: Paper) -> list[Entry]:
    latest = (
        Version.objects.filter(paper=paper, editorial=False).order_by("number").values_list("number", flat=True).last()
        or 1
    )
    acts = Act.objects.filter(consultation__paper=paper).select_related(
        "consultation__organization", "by", "on_behalf_of", "version", "refer_to"
    )
    return [
        Entry(
            at=act.at,
            kind="act",
            text=_of_act(act),
            person=act.by,
            on_behalf_of=act.on_behalf_of,
            detail="\n".join(part for part in (act.reason, act.remark, act.amended_text, act.votes_reason) if part),
            version=act.version.number,
            outdated=act.version.number < latest,
        )
        for act in acts
    ]


def _of_act(act: Act) -> str:
    line = act.consultation
    said = {"organization": line.organization.name_on(act.decided_on), "result": result_sentence(act)}
    if line.round > 1:
        said["organization"] = _("%(organization)s, round %(number)s") % {**said, "number": line.round}
    if act.corrects_id is None:
        return f"{said['organization']}: {said['result']}"
    return _("%(organization)s, corrected: %(result)s") % said


def _openings(paper: Paper) -> list[Entry]:
    rows = (
        Consultation.history.filter(paper=paper, state=ConsultationState.OPEN)
        .select_related("organization")
        .order_by("history_date", "history_id")
    )
    seen: set[tuple[int, datetime.datetime]] = set()
    entries = []
    for row in rows:
        key = (row.id, row.opened_at)
        if key not in seen:
            seen.add(key)
            text = _("Waiting for %(organization)s (%(role)s)") % {
                "organization": row.organization.name_on(timezone.localtime(row.opened_at).date()),
                "role": row.instance.get_role_display(),
            }
            entries.append(Entry(at=row.opened_at, kind="opened", text=text))
    return entries


def _edits(paper: Paper) -> list[Entry]:
    """One entry for an afternoon of saving. The first revision is the draft itself."""
    entries: list[Entry] = []
    for revision in paper.revisions.select_related("user").defer("content").order_by("created_at", "pk")[1:]:
        previous = entries[-1] if entries else None
        entry = Entry(at=revision.created_at, kind="edited", text=_("Text edited"), person=revision.user)
        if (
            previous
            and previous.person == entry.person
            and timezone.localdate(previous.at) == timezone.localdate(entry.at)
        ):
            entries[-1] = entry
        else:
            entries.append(entry)
    return entries


def _log(paper: Paper) -> list[Entry]:
    entries: list[Entry] = []
    withheld = rows_withheld(paper)
    for row in PageLogEntry.objects.filter(page=paper).select_related("user").order_by("timestamp", "pk"):
        data = without_words(row) if row.pk in withheld else row.data
        described = _describe(row.action, data)
        if described is None:
            continue
        kind, text, detail = described
        distribution = row.data.get("distribution")
        entries.append(
            Entry(at=row.timestamp, kind=kind, text=text, person=row.user, detail=detail, distribution=distribution)
        )
    return entries


def _describe(action: str, data: dict[str, Any]) -> tuple[str, str, str] | None:
    """Kind, text and detail of a log entry, or None for those that say what an entry of ours says better."""
    match action:
        case "wagtail.create":
            return "created", _("Draft created"), ""
        case "umlauf.submit":
            return "submitted", _("Submitted"), ""
        case "umlauf.resubmit":
            return (
                "submitted",
                _("Submitted again, as an editorial change") if data.get("editorial") else _("Submitted again"),
                "",
            )
        case "umlauf.check":
            return (
                "checked",
                _("Formal check passed, number %(number)s") % {"number": data["number"]},
                data.get("remark", ""),
            )
        case "umlauf.release":
            return "released", _("Version %(number)s released") % {"number": data["version"]}, ""
        case "umlauf.return":
            return "returned", _("Returned to the author"), data.get("reason", "")
        case "umlauf.recall":
            return "recalled", _("Recalled by the author"), ""
        case "umlauf.withdraw":
            return "withdrawn", _("Withdrawn"), data.get("reason", "")
        case "umlauf.make_stricter" | "umlauf.take_off_the_public":
            return "restricted", str(restricted(data)), data["reason"]
        case "umlauf.end_line":
            return "ended", _("%(line)s: no longer needed") % {"line": data["line"]}, data.get("reason", "")
        case "umlauf.hand_over_line":
            text = _("%(line)s: handed over to %(to)s") % {"line": data["line"], "to": data["to"]}
            return "handed_over", text, data.get("reason", "")
        case "umlauf.hand_over":
            return "handed_over", str(handed_over(data)), data.get("reason", "")
        case "umlauf.complete":
            return "completed", _("Routing completed"), ""
        case "umlauf.distribute":
            count = data["recipients"]
            text = ngettext(
                "Version %(version)s distributed to %(count)s person",
                "Version %(version)s distributed to %(count)s people",
                count,
            )
            return "distributed", text % {"version": data["version"], "count": count}, ""
        case "umlauf.slip":
            return "slip", _("Routing slip changed"), ""
        case "umlauf.change_the_way":
            back = _("Under deliberation again after a correction: %(line)s")
            text = back if data.get("came_back") else _("What followed from a corrected result was settled: %(line)s")
            return "slip", text % {"line": data["line"]}, settled(data)
        case "umlauf.take_back_lines":
            lines = ", ".join(data["lines"])
            return "slip", _("Waiting for an earlier stage again: %(lines)s") % {"lines": lines}, ""
        case "umlauf.attach" if data.get("late"):
            return "attachment", _("Attachment “%(title)s” handed in late") % {"title": data["title"]}, data["late"]
        case "umlauf.attach":
            return "attachment", _("Attachment “%(title)s” added") % {"title": data["title"]}, ""
        case "umlauf.virus":
            found = _("Attachment “%(title)s” blocked: it contains the virus %(virus)s")
            return "attachment", found % {"title": data["title"], "virus": data["virus"]}, ""
        case "umlauf.detach":
            removed = _("Attachment “%(title)s” removed") % {"title": data["title"]}
            return "attachment", removed, data.get("reason", "")
        case "umlauf.replace_attachment":
            return "attachment", _("Attachment “%(title)s” replaced") % data, data.get("reason", "")
        case "umlauf.rename_attachment":
            renamed = _("Attachment “%(before)s” is called “%(after)s”")
            return "attachment", renamed % {"before": data["before"], "after": data["title"]}, data.get("reason", "")
        case "umlauf.reorder_attachments":
            return "attachment", _("The attachments stand in another order"), data.get("reason", "")
        case "umlauf.set_attachment_level":
            return "attachment", level_sentence(data["title"], data["before"], data["after"]), ""
    return None
