"""Texts are made fit when they are saved, whoever saves them: a form, a catalogue of translations, a machine, an import
(``papers.characters`` says what is taken out). Forms take it out before, so that what is left empty is noticed.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from wagtail.models import Page

from papers.characters import fit, fit_json, fit_line

# Of other packages, what people write.
OF_OTHERS = frozenset(
    {"wagtail_localize.StringTranslation", "wagtailimages.Image", "taggit.Tag", "wagtailcore.TaskState"}
)
OURS = frozenset({"papers", "workflows", "search", "umlauf"})


def holds_texts(model: type[models.Model]) -> bool:
    """Says whether people write what a row of it holds."""
    ours = model.__module__.partition(".")[0] in OURS
    return ours or issubclass(model, Page) or model._meta.label in OF_OTHERS


def models_with_texts() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if holds_texts(model)]


def make_fit(instance: models.Model, **kwargs: object) -> None:
    """Of a column of one line that would be empty then, as much stays as can be kept: whether it may be empty is for
    others to say. A file keeps its name; it was made fit when the file came (``papers.files.names``). What stood in the
    record of a page already is not written together with it, so it stays as it was read."""
    recorded = getattr(instance, "_read", None) or {}
    for field in instance._meta.concrete_fields:
        value = instance.__dict__.get(field.attname)
        if not value or recorded.get(field.name) == value:
            continue
        fitting = _fitting(field, value)
        if fitting != value:
            setattr(instance, field.attname, fitting)


def _fitting(field: Any, value: Any) -> Any:
    if isinstance(field, models.JSONField):
        return fit_json(value)
    if isinstance(field, models.TextField) and isinstance(value, str):
        return fit(value)
    if isinstance(field, models.CharField) and isinstance(value, str):
        return fit_line(value) or fit(value)
    return value
