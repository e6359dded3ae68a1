"""Changes as people read them: in a mail, and in the history of a row."""

from __future__ import annotations

import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

NOTHING = "–"


def change_lines(model: type[models.Model], changes: list[list[Any]]) -> list[str]:
    return [_line(model._meta.get_field(name), old, new) for name, old, new in changes]


def change_lines_of(label: str, changes: list[list[Any]]) -> list[str]:
    return change_lines(apps.get_model(label), changes)


def _line(field: Any, old: Any, new: Any) -> str:
    return f"{capfirst(field.verbose_name)}: {_words(field, old)} → {_words(field, new)}"


def _words(field: Any, value: Any) -> str:
    if value in (None, "", []):
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, models.DateField):
        return date_format(datetime.date.fromisoformat(value), "SHORT_DATE_FORMAT")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or NOTHING
    return str(dict(field.flatchoices or ()).get(value, value))


class ChangeFormatter(LogFormatter):
    label = gettext_lazy("Change")

    def format_message(self, log_entry: Any) -> str:
        model = log_entry.content_type.model_class()
        changes = log_entry.data.get("changes", [])
        return "; ".join(change_lines(model, changes)) if model else str(self.label)


class CreationFormatter(ChangeFormatter):
    label = gettext_lazy("Enter")


class RemovalFormatter(ChangeFormatter):
    label = gettext_lazy("Remove")


def register(actions: Any) -> None:
    actions.register_action("umlauf.send_link", gettext_lazy("Send link"), gettext_lazy("Link to set a password sent"))
    actions.register_action("umlauf.password", gettext_lazy("Set password"), gettext_lazy("Password set"))
    for action, formatter in (
        ("umlauf.changed", ChangeFormatter),
        ("umlauf.created", CreationFormatter),
        ("umlauf.removed", RemovalFormatter),
    ):
        actions.register_action(action)(formatter)
