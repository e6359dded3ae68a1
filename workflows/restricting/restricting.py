"""The verbs of the council office for what was published by mistake: make it stricter, or take it off the public for
good. There is no verb that leads back.

Access asks the record at each request, so what was open a moment ago is gone as soon as the verb is committed. What is
kept beside (the index of the search, what Elasticsearch was told) is marked by the log entry as with every verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from papers.access import NOBODY, may_read, may_read_attachment
from papers.enums import Confidentiality
from papers.models import Attachment, Paper, RemovedAttachment, Restriction, Version
from papers.once import one_verb
from papers.tombstones import WITHHELD, tombstone_of, tombstone_of_attachment, without_taken_off
from papers.versions import latest_version, new_version
from workflows import notifications
from workflows.distribution.deliveries import Distribution
from workflows.errors import WrongState
from workflows.restricting_verbs import MAKE_STRICTER, TAKE_OFF_THE_PUBLIC
from workflows.routing import state_machine
from workflows.routing.steps import end_for_good
from workflows.withholding import Annex, Withheld, words_withheld

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from papers.access import Person

Subject: TypeAlias = Paper | Annex


@transaction.atomic
@one_verb()
def make_stricter(
    subject: Paper | Attachment, *, level: str, reason: str, by: Person, keeps_title: bool = False
) -> Restriction:
    """Narrow the circle of readers of a released paper, or of one annex. ``level``: stricter than the one that counts
    for it. ``keeps_title``: the title may still be told at the address where it was public.

    It makes an editorial version of what was signed, so signatures stand and the next print says the new level. Raises
    PermissionDenied, WrongState, ValidationError on ``level`` and ``reason``."""
    paper = _in_turn(subject)
    MAKE_STRICTER.allow(by, paper)
    annex = None if isinstance(subject, Paper) else _released(paper, subject)
    before = _level(paper, annex)
    if level not in Confidentiality.values or level == before or Confidentiality.stricter(level, before) != level:
        raise ValidationError(
            {"level": _("It is “%(level)s” already. Choose a stricter level.") % {"level": before.label}}
        )
    _check_reason(reason)
    restriction = _recorded(paper, annex, after=level, reason=reason, by=by, keeps_title=keeps_title)
    words = {"after": Confidentiality(level).label, "before": before.label}
    if annex is None:
        _file_anew(paper, level)
        said = _("Confidentiality: “%(after)s” instead of “%(before)s”") % words
    else:
        annex.confidentiality = level
        annex.save(update_fields=["confidentiality", "modified"])
        said = _("An attachment is “%(after)s” instead of “%(before)s”") % words
    _make_versions(paper, by=by, reason=said)
    _told(paper, restriction, annex)
    return restriction


@transaction.atomic
@one_verb()
def take_off_the_public(subject: Subject, *, reason: str, by: Person, keeps_title: bool = False) -> Restriction:
    """Take a released paper, or one annex, from everybody but the council office, for good; or alone what no reader has
    any more: an annex that was removed, or a file that was replaced.

    A paper that is still on its way ends with it, because nobody can deal with what nobody may read. ``keeps_title``:
    the title is not the problem and may stand where it was public. Raises PermissionDenied, WrongState,
    ValidationError on ``reason``."""
    paper = _in_turn(subject)
    TAKE_OFF_THE_PUBLIC.allow(by, paper)
    annex = None if isinstance(subject, Paper) else _there(paper, subject)
    _check_reason(reason)
    restriction = _recorded(paper, annex, after="", reason=reason, by=by, keeps_title=keeps_title)
    if annex is None:
        end_for_good(paper, by=by)
        paper.write_record(taken_off_at=restriction.at)
    elif isinstance(annex, Attachment):
        annex.taken_off_at = restriction.at
        annex.save(update_fields=["taken_off_at", "modified"])
    if annex is not None and not (restriction.former and keeps_title):  # then readers read the same as before
        _make_versions(paper, by=by, reason=_("An attachment was taken off"))
    _told(paper, restriction, annex)
    return restriction


def _in_turn(subject: Subject) -> Paper:
    return state_machine.locked(subject if isinstance(subject, Paper) else subject.paper)


def _released(paper: Paper, subject: Attachment) -> Attachment:
    """Raises WrongState for an annex that is not released, or was removed or taken off meanwhile."""
    annex = Attachment.objects.filter(pk=subject.pk, paper=paper.pk, waits=False, taken_off_at__isnull=True).first()
    if annex is None:
        raise WrongState(_("This attachment is not released, or is no longer there."))
    annex.paper = paper
    return annex


def _there(paper: Paper, subject: Annex) -> Annex:
    """Raises WrongState for what can no longer be taken off."""
    if isinstance(subject, Attachment):
        return _released(paper, subject)
    if not former_files_left(paper).filter(pk=subject.pk).exists():
        raise WrongState(_("This file was taken off already."))
    return subject


def former_files_left(paper: Paper) -> QuerySet[RemovedAttachment]:
    """Removed annexes and replaced files the originating office can still see."""
    return without_taken_off(paper.removed_attachments.order_by("removed_at", "pk"))


def _level(paper: Paper, annex: Annex | None) -> Confidentiality:
    """The one that counts: of an annex the stricter of both."""
    return Confidentiality.stricter(paper.confidentiality, annex.confidentiality if annex else paper.confidentiality)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it was a mistake to publish this.")})


def _recorded(
    paper: Paper, annex: Annex | None, *, after: str, reason: str, by: Person, keeps_title: bool
) -> Restriction:
    former = annex if isinstance(annex, RemovedAttachment) else None
    if isinstance(annex, Attachment):
        was_public = may_read_attachment(NOBODY, annex) or tombstone_of_attachment(annex) is not None
    else:  # what was removed has no address where something could be told
        was_public = annex is None and (may_read(NOBODY, paper) or tombstone_of(paper) is not None)
    return Restriction.objects.create(
        paper=paper,
        attachment_key=former.key if former else annex.pk if annex else None,
        former=former,
        sha512=annex.sha512 if annex else "",
        before=_level(paper, annex),
        after=after,
        was_public=was_public,
        keeps_title=keeps_title,
        reason=reason.strip(),
        by_id=by.pk,
        at=timezone.now(),
    )


def _file_anew(paper: Paper, level: str) -> None:
    """Translations carry the level of their original."""
    paper.write_record(confidentiality=level)
    paper.translations.update(confidentiality=level)


def _make_versions(paper: Paper, *, by: Person, reason: str) -> None:
    """An editorial version of the released text, and another of the text that is to replace it, where one was put into
    circulation: what people sign next is that text."""
    latest = latest_version(paper)
    made = new_version(paper, after=latest, by=by, editorial=True, reason=reason, revision=paper.live_revision)
    if latest is not None and latest.revision_id != paper.live_revision_id:
        new_version(paper, after=made, by=by, editorial=True, reason=reason, revision=latest.revision)


def _withhold(paper: Paper, words: Withheld, *, key: int | None) -> None:
    """Readers of the paper see why each version was made, and so do mails that wait; the title of a late annex stands
    there. ``key``: of the annex, beside which it stands why it has its file."""
    for version in Version.objects.filter(paper=paper.pk):
        if (said := words.taken_out_of(version.reason)) != version.reason:
            version.reason = said
            version.save(update_fields=["reason"])
    for distribution in Distribution.objects.filter(paper=paper.pk):
        if (said := words.taken_out_of(distribution.remark)) != distribution.remark:
            distribution.remark = said
            distribution.save(update_fields=["remark"])
    paper.attachments.filter(pk=key, late_reason__in=words.reasons).update(late_reason=WITHHELD)


def _told(paper: Paper, restriction: Restriction, annex: Annex | None) -> None:
    if annex is not None and not restriction.keeps_title:
        _withhold(paper, words_withheld(paper, annex), key=restriction.attachment_key)
    data = {
        "restriction": restriction.pk,
        "attachment": restriction.attachment_key,
        "before": restriction.before,
        "after": restriction.after,
        "reason": restriction.reason,
    }
    if restriction.takes_off:
        log(instance=paper, action="umlauf.take_off_the_public", user=restriction.by, data=data)
    else:
        log(instance=paper, action="umlauf.make_stricter", user=restriction.by, data=data)
    notifications.announce_restriction(restriction)
