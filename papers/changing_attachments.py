"""Attachments that stay and become others: another file, title, level or place.

Each is a change of what people vouch for, as adding and removing are (``papers.attaching``). Before the release it
becomes a version with the next step. After the release it is an act of the council office with a reason, which makes an
editorial version of the same text; the level is not changed then. What readers have stands still while its text is
being changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history
from wagtail.log_actions import log

from papers.access.verb_table import WrongState
from papers.access.verbs import (
    RENAME_ATTACHMENT,
    REORDER_ATTACHMENTS,
    REPLACE_ATTACHMENT,
    SET_ATTACHMENT_LEVEL,
)
from papers.attaching import (
    check_not_wider,
    checked_type,
    digest_of,
    in_turn,
    is_as_open_as,
    is_released,
    is_settled,
    keep_former_file,
    row_as_seen,
    version_of_the_same_text,
)
from papers.characters import fit_line
from papers.drafting import check_confidentiality
from papers.enums import AT_COUNCIL_OFFICE, Confidentiality
from papers.files.names import safe_name
from papers.inspection.inspecting import inspect_later
from papers.models import Attachment, Paper
from papers.once import one_verb
from papers.scanning import first_state, scan_later
from papers.seen import Changed, attachments_that_stand, check_seen
from papers.versions import is_open_to_more, latest_version

if TYPE_CHECKING:
    from django.core.files.base import File

    from papers.access import Person


@transaction.atomic
@one_verb()
def replace_attachment(
    attachment: Attachment, *, file: File[bytes], by: Person, reason: str = "", seen: str | None = None
) -> Attachment:
    """Put another file in its place; title, level and place stay. The file it had is kept for those who may see the
    versions it belonged to. ``reason``: needed after the release. Raises PermissionDenied, WrongState, Changed,
    ValidationError by field name."""
    paper = in_turn(attachment.paper)
    REPLACE_ATTACHMENT.allow(by, paper)
    row = row_as_seen(paper, attachment, seen, by=by)
    late = is_released(paper, row)
    why = _why(paper, reason) if late else ""
    name = safe_name(file.name or "")
    media_type, digest = checked_type(file, name), digest_of(file)
    if digest == row.sha512:
        raise ValidationError({"file": _("This is the file the attachment has already.")})
    if late:
        check_not_wider(paper, digest, row.confidentiality)
    if latest_version(paper) is not None:
        keep_former_file(row, by=by, replaced=True)
    data = {"title": row.title, "sha512": digest, "before": row.sha512} | ({"reason": why} if late else {})
    row.file, row.filename, row.media_type = file, name, media_type
    row.size, row.sha512 = file.size or 0, digest
    row.scan_state, row.virus, row.scanned_at = first_state(), "", None
    row.added_by_id = by.pk
    row.save()
    if late:  # the version tells of the file it brings
        said = _("An attachment was replaced: %(reason)s") % {"reason": why}
        if is_as_open_as(paper, row):
            said = _("Attachment “%(title)s” replaced: %(reason)s") % {"title": row.title, "reason": why}
        row.replaced_on, row.late_reason = timezone.localdate(), why
        row.came_with = version_of_the_same_text(paper, by=by, reason=said)
        row.save(update_fields=["replaced_on", "late_reason", "came_with", "modified"])
    scan_later(row)
    inspect_later(row)
    log(instance=paper, action="umlauf.replace_attachment", user=by, data=data)
    return row


@transaction.atomic
@one_verb()
def rename_attachment(
    attachment: Attachment, *, title: str, by: Person, reason: str = "", seen: str | None = None
) -> Attachment:
    """``reason``: needed after the release. Raises PermissionDenied, WrongState, Changed, ValidationError by field
    name."""
    paper = in_turn(attachment.paper)
    RENAME_ATTACHMENT.allow(by, paper)
    row = row_as_seen(paper, attachment, seen, by=by)
    late = is_released(paper, row)
    why = _why(paper, reason) if late else ""
    before, title = row.title, fit_line(title).strip()
    if not title:
        raise ValidationError({"title": _("An attachment needs a title.")})
    if title == before:
        raise ValidationError({"title": _("The attachment is called so already.")})
    row.title = title
    row.clean_fields(exclude=[field.name for field in Attachment._meta.fields if field.name != "title"])
    row.save(update_fields=["title", "modified"])
    if late:
        said = _("An attachment was renamed: %(reason)s") % {"reason": why}
        if is_as_open_as(paper, row):
            said = _("Attachment “%(before)s” is called “%(after)s”: %(reason)s") % {
                "before": before,
                "after": title,
                "reason": why,
            }
        version_of_the_same_text(paper, by=by, reason=said)
    data = {"title": title, "before": before, "sha512": row.sha512} | ({"reason": why} if late else {})
    log(instance=paper, action="umlauf.rename_attachment", user=by, data=data)
    return row


@transaction.atomic
@one_verb()
def set_attachment_level(
    attachment: Attachment, *, confidentiality: str, by: Person, seen: str | None = None
) -> Attachment:
    """Until the release. Where the council office checks, the level does not become wider than it was signed: the paper
    has to go back to its author for that, and what was signed has to be confirmed. Raises PermissionDenied, WrongState,
    Changed, ValidationError on ``confidentiality``."""
    paper = in_turn(attachment.paper)
    SET_ATTACHMENT_LEVEL.allow(by, paper)
    row = row_as_seen(paper, attachment, seen, by=by)
    check_confidentiality(confidentiality)
    before = row.confidentiality
    if confidentiality == before:
        raise ValidationError({"confidentiality": _("The attachment has this level already.")})
    row.confidentiality = confidentiality
    row.save(update_fields=["confidentiality", "modified"])
    if paper.state in AT_COUNCIL_OFFICE and is_open_to_more(paper, latest_version(paper)):
        raise ValidationError(
            {
                "confidentiality": _(
                    "The attachment was signed with a stricter level. Return the paper to its author: what was signed "
                    "has to be confirmed."
                )
            }
        )
    data = {"title": row.title, "before": before, "after": str(Confidentiality(confidentiality)), "sha512": row.sha512}
    log(instance=paper, action="umlauf.set_attachment_level", user=by, data=data)
    return row


@transaction.atomic
@one_verb()
def reorder_attachments(
    paper: Paper, *, order: Sequence[int], by: Person, reason: str = "", seen: str | None = None
) -> None:
    """``order``: the keys of all attachments, as they are to stand. ``reason``: needed after the release, where any
    that readers have stands elsewhere among them. Raises PermissionDenied, WrongState, Changed, ValidationError on
    ``order`` and ``reason``."""
    paper = in_turn(paper)
    REORDER_ATTACHMENTS.allow(by, paper)
    check_seen(seen, lambda: attachments_that_stand(paper), by=by)
    rows = list(Attachment.objects.select_for_update(of=("self",)).filter(paper=paper.pk).order_by("position", "pk"))
    by_key = {row.pk: row for row in rows}
    if sorted(order) != sorted(by_key):  # no screen of ours named them, or they are others by now
        raise Changed([])
    wanted = [by_key[key] for key in order]
    if wanted == rows:
        raise ValidationError({"order": _("The attachments stand in this order already.")})
    released = [row for row in rows if is_released(paper, row)]
    late = released != [row for row in wanted if is_released(paper, row)]
    why = _why(paper, reason) if late else ""
    now = timezone.now()
    for position, row in enumerate(wanted, start=1):
        row.position, row.modified = position, now
    bulk_update_with_history(wanted, Attachment, ["position", "modified"], batch_size=500)
    if late:
        said = _("The attachments stand in another order: %(reason)s") % {"reason": why}
        version_of_the_same_text(paper, by=by, reason=said)
    data = {"order": list(order)} | ({"reason": why} if late else {})
    log(instance=paper, action="umlauf.reorder_attachments", user=by, data=data)


def _why(paper: Paper, reason: str) -> str:
    """Of a change to what readers have. Raises WrongState while its text is being changed, ValidationError on
    ``reason``."""
    if not is_settled(paper):
        raise WrongState(
            _("This attachment belongs to the released text. It can be changed once the changed text is released.")
        )
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the attachment is changed after the release.")})
    return reason.strip()
