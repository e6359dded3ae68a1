"""Attachments: adding and removing files of a paper."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from papers.access.verbs import ATTACH, DETACH
from papers.drafting import check_confidentiality
from papers.enums import Confidentiality
from papers.files.kinds import media_type_of
from papers.files.names import safe_name
from papers.inspection.inspecting import inspect_later
from papers.models import Attachment, Paper
from papers.once import one_verb
from papers.scanning import first_state, scan_later

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


@transaction.atomic
@one_verb()
def attach(
    paper: Paper, *, file: File[bytes], title: str, by: Person, confidentiality: str = Confidentiality.PUBLIC
) -> Attachment:
    """Append a file to the paper. Raises PermissionDenied, ValidationError by field name."""
    ATTACH.allow(by, paper)
    name = safe_name(file.name or "")
    media_type = checked_type(file, name)
    check_confidentiality(confidentiality)
    if not title.strip():
        raise ValidationError({"title": _("An attachment needs a title.")})
    digest = hashlib.sha512()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    last = paper.attachments.aggregate(last=Max("position"))["last"] or 0
    attachment = Attachment.objects.create(
        paper=paper,
        title=title.strip(),
        file=file,
        filename=name,
        media_type=media_type,
        size=file.size or 0,
        sha512=digest.hexdigest(),
        confidentiality=confidentiality,
        position=last + 1,
        scan_state=first_state(),
        added_by_id=by.pk,
    )
    scan_later(attachment)
    inspect_later(attachment)
    log(instance=paper, action="umlauf.attach", user=by, data={"title": attachment.title, "sha512": attachment.sha512})
    return attachment


@transaction.atomic
@one_verb()
def detach(attachment: Attachment, *, by: Person) -> None:
    """Remove an attachment from the paper; the history keeps that it was there. Raises PermissionDenied."""
    paper = attachment.paper
    DETACH.allow(by, paper)
    log(instance=paper, action="umlauf.detach", user=by, data={"title": attachment.title, "sha512": attachment.sha512})
    attachment.delete()
