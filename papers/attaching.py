"""Attachments: adding and removing files of a paper."""

from __future__ import annotations

import hashlib
import mimetypes
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from papers.access.verbs import ATTACH, DETACH
from papers.drafting import check_confidentiality
from papers.enums import Confidentiality
from papers.models import Attachment, Paper
from papers.once import one_verb

if TYPE_CHECKING:
    from django.core.files.base import File

    from papers.access import Person

# What a reader can be expected to open, and what the archive accepts.
ACCEPTED_SUFFIXES = frozenset(
    {".pdf", ".docx", ".odt", ".xlsx", ".ods", ".pptx", ".odp", ".txt", ".rtf", ".csv", ".png", ".jpg", ".jpeg"}
)
LARGEST_FILE = 100 * 1024 * 1024


def check_file(file: File[bytes]) -> None:
    """Raises ValidationError on the field ``file``."""
    name = file.name or ""
    suffix = f".{name.rsplit('.', 1)[-1].lower()}" if "." in name else ""
    if suffix not in ACCEPTED_SUFFIXES:
        raise ValidationError(
            {
                "file": _("Files of this type are not accepted. Accepted are: %(types)s.")
                % {"types": ", ".join(sorted(ACCEPTED_SUFFIXES))}
            }
        )
    if file.size > LARGEST_FILE:
        raise ValidationError({"file": _("The file is larger than 100 MB.")})
    if not file.size:
        raise ValidationError({"file": _("The file is empty.")})


@transaction.atomic
@one_verb()
def attach(
    paper: Paper, *, file: File[bytes], title: str, by: Person, confidentiality: str = Confidentiality.PUBLIC
) -> Attachment:
    """Append a file to the paper. Raises PermissionDenied, ValidationError by field name."""
    ATTACH.allow(by, paper)
    check_file(file)
    check_confidentiality(confidentiality)
    if not title.strip():
        raise ValidationError({"title": _("An attachment needs a title.")})
    digest = hashlib.sha512()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    name = (file.name or "").replace("\\", "/").rsplit("/", 1)[-1]
    last = paper.attachments.aggregate(last=Max("position"))["last"] or 0
    attachment = Attachment.objects.create(
        paper=paper,
        title=title.strip(),
        file=file,
        filename=name,
        media_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
        size=file.size or 0,
        sha512=digest.hexdigest(),
        confidentiality=confidentiality,
        position=last + 1,
    )
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
