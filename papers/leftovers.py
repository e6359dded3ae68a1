"""Files in the storage that no row refers to: of uploads that broke off, of attachments that were removed, of images
that were replaced.

What a row of any model names stays, whatever field names it, so a new field is looked at by itself. Kept prints stay in
any case: they are the official papers, and one whose row is missing is a reason to look, not to tidy.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core.files.storage import Storage, default_storage
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from papers.access.image_use import ImageUse

logger = logging.getLogger(__name__)

NEVER = ("printed/",)  # folders of what is kept for ever


def file_fields() -> Iterator[tuple[type[models.Model], models.FileField]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                yield model, field


def is_referred_to(name: str) -> bool:
    """Asked anew of each file just before it goes."""
    return any(model._base_manager.filter(**{field.name: name}).exists() for model, field in file_fields())


def leftovers(days: int) -> Iterator[tuple[Storage, str]]:
    """Files older than that many days which nothing refers to."""
    oldest = timezone.now() - timedelta(days=days)
    for name in _files_in(default_storage, ""):
        if not name.startswith(NEVER) and _written(default_storage, name) < oldest and not is_referred_to(name):
            yield default_storage, name


def remove(storage: Storage, name: str) -> bool:
    """Whether it went. Asked once more, because looking through the others took a while."""
    if is_referred_to(name):
        return False
    storage.delete(name)
    logger.info("removed the file %s, which nothing refers to", name)
    return True


def unused_images(days: int) -> models.QuerySet[Any]:
    """Images of the library, uploaded before that many days, which stand in no text of any revision and are referred to
    by nothing else."""
    image = get_image_model()
    referred = ReferenceIndex.objects.filter(
        to_content_type__app_label=image._meta.app_label,
        to_content_type__model=image._meta.model_name,
        to_object_id=models.functions.Cast(OuterRef("pk"), models.CharField()),
    )
    used = Q(Exists(ImageUse.objects.filter(image=OuterRef("pk")))) | Q(Exists(referred))
    images: models.QuerySet[Any] = image.objects.filter(created_at__lt=timezone.now() - timedelta(days=days))
    return images.exclude(used)


def _files_in(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (f"{prefix}{name}" for name in names)
    for inner in folders:
        yield from _files_in(storage, f"{prefix}{inner}")


def _written(storage: Storage, name: str) -> Any:
    """Now, for a file that went meanwhile."""
    try:
        return storage.get_modified_time(name)
    except FileNotFoundError:
        return timezone.now()
