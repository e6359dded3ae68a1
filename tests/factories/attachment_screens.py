"""What is sent from the screens of a paper's attachments (``tests.factories.screens``)."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from papers.access.verb_table import VERBS
from tests.factories.addresses import at


def attach(paper):
    file = SimpleUploadedFile("anlage.pdf", b"%PDF-1.7")
    return at("attach", paper.pk, file=file, title="Anlage", confidentiality="public", reason="Lag noch nicht vor.")


def detach(paper):
    annex = paper.attachments.values_list("pk", flat=True).first() or 0
    return at("detach", paper.pk, remove=annex, reason_to_remove="Falsche Datei.")


def change_attachment(verb, paper, button, **fields):
    annex = paper.attachments.values_list("pk", flat=True).first() or 0
    return reverse(VERBS[verb].view, args=[paper.pk, annex]), {button: "1", **fields}, {}


def replace_attachment(paper):
    file = SimpleUploadedFile("ersatz.pdf", b"%PDF-1.7 Ersatz")
    fields = {"replace-file": file, "replace-reason": "Falsche Datei."}
    return change_attachment("replace_attachment", paper, "replace", **fields)


def rename_attachment(paper):
    fields = {"rename-title": "Neuer Name", "rename-reason": "Schreibfehler."}
    return change_attachment("rename_attachment", paper, "rename", **fields)


def set_attachment_level(paper):
    """To a stricter one, which nobody has to confirm."""
    annex = paper.attachments.first()
    level = "non_public" if annex and annex.confidentiality == "confidential" else "confidential"
    return change_attachment("set_attachment_level", paper, "level", **{"level-confidentiality": level})


def reorder_attachments(paper):
    keys = list(paper.attachments.values_list("pk", flat=True))
    places = {f"place-{key}": len(keys) - place for place, key in enumerate(keys)}
    return at("reorder_attachments", paper.pk, order="1", reason_to_order="Falsche Folge.", **places)
