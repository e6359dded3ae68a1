"""Ways an attachment becomes another, for the tests of it."""

from __future__ import annotations

from django.core.files.base import ContentFile

from papers.changing_attachments import (
    rename_attachment,
    reorder_attachments,
    replace_attachment,
    set_attachment_level,
)


def pdf(words="Ersatz", name="ersatz.pdf"):
    return ContentFile(b"%PDF-1.7 " + words.encode(), name=name)


def keys(paper):
    return list(paper.attachments.values_list("pk", flat=True))


CHANGES = {
    "replace": lambda paper, by, **why: replace_attachment(paper.attachments.first(), file=pdf(), by=by, **why),
    "rename": lambda paper, by, **why: rename_attachment(paper.attachments.first(), title="Neu", by=by, **why),
    "reorder": lambda paper, by, **why: reorder_attachments(paper, order=keys(paper)[::-1], by=by, **why),
    "level": lambda paper, by, **why: set_attachment_level(
        paper.attachments.first(), confidentiality="confidential", by=by, **why
    ),
}
SAID = {
    "replace": "Vertrag",
    "rename": "Neu",
    "reorder": "",
    "level": "Vertrag",
}
