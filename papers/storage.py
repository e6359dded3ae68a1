"""Attachments lie under MEDIA_ROOT, but without a URL.

No web server is pointed at them and ``url`` raises, so the only way to a file is the download view, which asks the
access rule."""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath

from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible
class PrivateStorage(FileSystemStorage):
    def url(self, name: str | None) -> str:
        raise ValueError("Attachments have no public address; use the download view.")


def attachment_path(instance: object, filename: str) -> str:
    """Unguessable and free of the uploaded name, which is kept in the record instead."""
    return f"attachments/{uuid.uuid4().hex}{PurePosixPath(filename).suffix.lower()[:12]}"
