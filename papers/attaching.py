"""Attachments: adding and removing files of a paper.

What others vouched for stays what it was. Before the release a change is one of the text: it becomes a version with the
next step, and what was signed has to be confirmed, unless the council office calls it editorial. After the release an
annex is handed in late, or taken off, by the council office: an act of its own, with a day and a reason, that makes an
editorial version of the same text. While a released paper is being changed, a new annex waits for its release."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from papers.access.verb_table import WrongState
from papers.access.verbs import ATTACH, DETACH
from papers.drafting import check_confidentiality
from papers.enums import Confidentiality, PaperState
from papers.files.kinds import media_type_of
from papers.files.names import safe_name
from papers.inspection.inspecting import inspect_later
from papers.models import Attachment, Paper, RemovedAttachment, Restriction, Version
from papers.once import one_verb
from papers.scanning import first_state, scan_former_later, scan_later
from papers.seen import attachments_that_stand, check_seen
from papers.versions import latest_version, new_version

if TYPE_CHECKING:
    from django.core.files.base import File

    from papers.access import Person


def checked_type(file: File[bytes], name: str) -> str:
    """The media type by content. Raises ValidationError on the field ``file``."""
    largest: int = settings.LARGEST_ATTACHMENT
    if not file.size:
        raise ValidationError({"file": _("The file is empty.")})
    if file.size > largest:
        raise ValidationError({"file": _("The file is larger than %(size)s.") % {"size": filesizeformat(largest)}})
    try:
        return media_type_of(file, name)
    except ValidationError as problem:
        raise ValidationError({"file": problem.messages}) from problem


def digest_of(file: File[bytes]) -> str:
    digest = hashlib.sha512()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


# The released text is the one that counts, and nobody is changing it.
SETTLED = frozenset({PaperState.DELIBERATING, PaperState.COMPLETED})


def is_settled(paper: Paper) -> bool:
    return bool(paper.live) and paper.state in SETTLED


@transaction.atomic
@one_verb()
def attach(
    paper: Paper,
    *,
    file: File[bytes],
    title: str,
    by: Person,
    confidentiality: str = Confidentiality.PUBLIC,
    reason: str = "",
) -> Attachment:
    """Append a file to the paper. ``reason``: why it comes after the release, where it does; readers are told. Raises
    PermissionDenied, ValidationError by field name."""
    paper = in_turn(paper)
    ATTACH.allow(by, paper)
    late = is_settled(paper)
    if late and not reason.strip():
        raise ValidationError({"reason": _("Say why the attachment is handed in after the release.")})
    name = safe_name(file.name or "")
    media_type = checked_type(file, name)
    check_confidentiality(confidentiality)
    if not title.strip():
        raise ValidationError({"title": _("An attachment needs a title.")})
    digest = digest_of(file)
    if late:
        check_not_wider(paper, digest, confidentiality)
    elif paper.live:
        _check_not_taken_back(paper, digest, confidentiality)
    last = paper.attachments.aggregate(last=Max("position"))["last"] or 0
    attachment = Attachment.objects.create(
        paper=paper,
        title=title.strip(),
        file=file,
        filename=name,
        media_type=media_type,
        size=file.size or 0,
        sha512=digest,
        confidentiality=confidentiality,
        position=last + 1,
        scan_state=first_state(),
        waits=bool(paper.live) and not late,
        added_by_id=by.pk,
    )
    if late:
        _hand_in_late(paper, attachment, by=by, reason=reason.strip())
    scan_later(attachment)
    inspect_later(attachment)
    data = {"title": attachment.title, "sha512": attachment.sha512} | ({"late": reason.strip()} if late else {})
    log(instance=paper, action="umlauf.attach", user=by, data=data)
    return attachment


def _check_not_taken_back(paper: Paper, sha512: str, confidentiality: str) -> None:
    """A file that was made stricter, or taken off, does not come back more open than it went. Raises ValidationError on
    ``file`` or ``confidentiality``."""
    # the file it had then, and those it had before
    keys = RemovedAttachment.objects.filter(paper=paper.pk, sha512=sha512).values("key")
    went_along = Q(former=None, attachment_key__in=keys)
    for row in Restriction.objects.filter(Q(sha512=sha512) | went_along, paper=paper.pk):
        if row.takes_off:
            raise ValidationError({"file": _("This file was taken off the public and cannot be added again.")})
        if Confidentiality.stricter(confidentiality, row.after) != confidentiality:
            level = Confidentiality(row.after).label
            raise ValidationError(
                {"confidentiality": _("This file was made “%(level)s” and cannot become more open.") % {"level": level}}
            )


def _hand_in_late(paper: Paper, attachment: Attachment, *, by: Person, reason: str) -> None:
    attachment.handed_in_late_on, attachment.late_reason = timezone.localdate(), reason
    said = _("An attachment was handed in late: %(reason)s") % {"reason": reason}
    if is_as_open_as(paper, attachment):
        said = _("Attachment “%(title)s” handed in late: %(reason)s") % {"title": attachment.title, "reason": reason}
    attachment.came_with = version_of_the_same_text(paper, by=by, reason=said)
    attachment.save(update_fields=["handed_in_late_on", "late_reason", "came_with", "modified"])


def is_as_open_as(paper: Paper, attachment: Attachment) -> bool:
    """Says whether whoever may read the paper may read the annex, too. The reason of a version stands in the print and
    in mails to all of them, so it names no other annex."""
    level = Confidentiality.stricter(paper.confidentiality, attachment.confidentiality)
    return bool(level == paper.confidentiality)


def check_not_wider(paper: Paper, sha512: str, level: str) -> None:
    """After the release: a file of the paper does not come back for more people than it had. Raises ValidationError on
    ``file`` or ``confidentiality``."""
    _check_not_taken_back(paper, sha512, level)
    for model in (Attachment, RemovedAttachment):
        for had in model.objects.filter(paper=paper.pk, sha512=sha512).values_list("confidentiality", flat=True):
            if Confidentiality.stricter(level, had) != level:
                raise ValidationError({"file": _("The paper has or had this file with a stricter level.")})


def version_of_the_same_text(paper: Paper, *, by: Person, reason: str) -> Version:
    """What an act of the council office on the annexes of a released text makes. ``reason``: a sentence for readers."""
    return new_version(
        paper, after=latest_version(paper), by=by, editorial=True, reason=reason, revision=paper.live_revision
    )


@transaction.atomic
@one_verb()
def detach(attachment: Attachment, *, by: Person, reason: str = "", seen: str | None = None) -> None:
    """Remove an attachment from the paper. What belonged to a version is kept for those who may see that. ``reason``:
    needed after the release. Raises PermissionDenied, ValidationError on ``reason``, WrongState."""
    paper = in_turn(attachment.paper)
    DETACH.allow(by, paper)
    attachment = row_as_seen(paper, attachment, seen, by=by)
    late = is_released(paper, attachment)
    if late and not is_settled(paper):
        raise WrongState(
            _("This attachment belongs to the released text. It can be removed once the changed text is released.")
        )
    if late and not reason.strip():
        raise ValidationError({"reason": _("Say why the attachment is removed after the release.")})
    title, key = attachment.title, attachment.pk
    if latest_version(paper) is not None:
        keep_former_file(attachment, by=by)
    data = {"title": title, "sha512": attachment.sha512, "key": key} | ({"reason": reason.strip()} if late else {})
    log(instance=paper, action="umlauf.detach", user=by, data=data)
    attachment.delete()
    if late:
        said = _("An attachment was removed: %(reason)s") % {"reason": reason.strip()}
        if is_as_open_as(paper, attachment):
            said = _("Attachment “%(title)s” removed: %(reason)s") % {"title": title, "reason": reason.strip()}
        version_of_the_same_text(paper, by=by, reason=said)


def row_as_seen(paper: Paper, attachment: Attachment, seen: str | None, *, by: Person) -> Attachment:
    """The row as it is now, locked: a scanner may have something to say of it. The paper's row is locked by the caller.
    Raises Changed, and WrongState where somebody removed it."""
    check_seen(seen, lambda: attachments_that_stand(paper), by=by)
    row = Attachment.objects.select_for_update(of=("self",)).filter(pk=attachment.pk, paper=paper.pk).first()
    if row is None:
        raise WrongState(_("This attachment was removed meanwhile."))
    if row.is_taken_off:
        raise WrongState(_("This attachment was taken off the public. It stays on record."))
    row.paper = paper
    return row


def is_released(paper: Paper, attachment: Attachment) -> bool:
    """Says whether the annex belongs to a text that readers have."""
    return bool(paper.live) and not attachment.waits


def keep_former_file(attachment: Attachment, *, by: Person, replaced: bool = False) -> None:
    copied = ("paper", "title", "file", "filename", "media_type", "size", "sha512", "confidentiality", "scan_state")
    former = RemovedAttachment.objects.create(
        key=attachment.pk,
        removed_by_id=by.pk,
        replaced=replaced,
        **{name: getattr(attachment, name) for name in copied},
    )
    scan_former_later(former)


def release_waiting(paper: Paper) -> None:
    """Annexes of a text that is released now. The paper's row is locked by the caller."""
    Attachment.objects.filter(paper=paper.pk, waits=True).update(waits=False, modified=timezone.now())


def in_turn(paper: Paper) -> Paper:
    """The paper as it is once its row is locked: a verb of its way may be at work."""
    locked: Paper = Paper.objects.in_turn().get(pk=paper.pk)
    return locked
