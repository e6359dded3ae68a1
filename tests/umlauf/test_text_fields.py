"""A field of text is filled with harm in the hostile city, or is named with the reason why it is no way in."""

from __future__ import annotations

from django.apps import apps
from django.db import models
from simple_history.models import HistoricalChanges

from tests.factories.hostile_fields import FILLED, NOT_FILLED_IN, OF_OTHERS
from tests.factories.spoilt import IN_TEXTS

OURS = ("papers", "workflows", "search", "umlauf")


def test_every_field_of_text_is_named():
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.split(".")[0] in OURS and not issubclass(model, HistoricalChanges)
        for field in model._meta.local_concrete_fields
        if is_text(field) and not field.choices
    }

    assert found == (FILLED | IN_TEXTS | NOT_FILLED_IN.keys()) - OF_OTHERS


def is_text(field):
    return isinstance(field, (models.CharField, models.TextField, models.JSONField)) or hasattr(field, "stream_block")
