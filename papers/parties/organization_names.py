"""What an organization was called before, and until when.

The names are kept in one column of the organization, the oldest first, so that whoever has the row knows what it was
called on any day without asking the database again: lists, slips and timelines show many organizations.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import get_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST_NAME, LONGEST_CODE = 255, 20
EMPTY_ROWS = 1
PARTS = ("name", "code", "until")
# {"name": "Umweltausschuss", "code": "", "until": "2019-12-31", "translations": {"en": {"name": "…"}}}
FormerNames = list[dict[str, Any]]


def name_then(former_names: FormerNames, day: datetime.date) -> Mapping[str, Any] | None:
    """The entry whose name held on the day; None where the present one did. Its last day still counts."""
    return next((entry for entry in former_names if day.isoformat() <= entry["until"]), None)


def in_order(entries: Iterable[dict[str, Any]]) -> FormerNames:
    return sorted(entries, key=lambda entry: str(entry["until"]))


def with_earlier(name: str, earlier: Iterable[str]) -> str:
    """As a list calls an organization from which one is chosen: who knows it by an earlier name finds it, too."""
    others = [other for other in dict.fromkeys(earlier) if other != name]
    return _("%(name)s (formerly %(earlier)s)") % {"name": name, "earlier": ", ".join(others)} if others else name


class FormerNamesWidget(forms.Widget):
    """A row for each name, and an empty one."""

    template_name = "papers/admin/former_names.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        rows = [*(value or []), *({} for _row in range(EMPTY_ROWS))]
        labels = (
            gettext_lazy("Earlier name %(number)s"),
            gettext_lazy("Code with earlier name %(number)s"),
            gettext_lazy("Last day of earlier name %(number)s"),
        )
        context["rows"] = [
            [
                {
                    "label": label % {"number": number + 1},
                    "name": f"{name}-{number}-{part}",
                    "value": _shown(part, row.get(part, "")),
                    "length": {"name": LONGEST_NAME, "code": LONGEST_CODE, "until": 20}[part],
                }
                for part, label in zip(PARTS, labels, strict=True)
            ]
            for number, row in enumerate(rows)
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[dict[str, str]]:
        rows: list[dict[str, str]] = []
        while f"{name}-{len(rows)}-name" in data:
            rows.append({part: data.get(f"{name}-{len(rows)}-{part}", "").strip() for part in PARTS})
        return [row for row in rows if any(row.values())]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}-0-name" not in data

    def id_for_label(self, id_: str) -> str:
        return ""  # a group of inputs, each with a label of its own


def _shown(part: str, value: str) -> str:
    """A day as people write it; what somebody typed stays as it is."""
    day = _kept_day(value) if part == "until" else None
    return day.strftime(get_format("DATE_INPUT_FORMATS")[0]) if day else value


def _kept_day(text: str) -> datetime.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _day(text: str) -> datetime.date | None:
    try:
        day: datetime.date = forms.DateField().clean(text)
    except ValidationError:
        return None
    return day


class FormerNamesFormField(forms.Field):
    widget = FormerNamesWidget

    def clean(self, value: Any) -> FormerNames:
        """Raises ValidationError for a name without a last day, a day without a name, two names until the same day."""
        entries, problems = [], []
        for row in value or []:
            day = _day(row["until"])
            if not row["name"]:
                problems.append(_("Say which name ended on %(date)s.") % {"date": row["until"] or row["code"]})
            elif day is None:
                problems.append(_("Say until which day “%(name)s” was the name.") % {"name": row["name"]})
            elif day >= timezone.localdate():
                problems.append(_("The last day of “%(name)s” lies in the future.") % {"name": row["name"]})
            elif len(row["name"]) > LONGEST_NAME or len(row["code"]) > LONGEST_CODE:
                problems.append(_("“%(name)s” is too long.") % {"name": row["name"][:40]})
            else:
                entries.append({**row, "until": day.isoformat()})
        if len({entry["until"] for entry in entries}) < len(entries):
            problems.append(_("Two names cannot end on the same day."))
        if problems:
            raise ValidationError(problems)
        return in_order(entries)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return _typed(initial or []) != _typed(self.clean(data))
        except ValidationError:
            return True


def _typed(entries: FormerNames) -> list[list[str]]:
    return [[str(entry.get(part, "")) for part in PARTS] for entry in entries]


class FormerNamesField(models.JSONField):
    """To the database it is a JSON field like any other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        return FormerNamesFormField(
            label=capfirst(self.verbose_name), help_text=self.help_text, required=False, initial=list
        )

    def save_form_data(self, instance: models.Model, data: FormerNames) -> None:
        """What the form does not ask about a name is kept with it: how it is called in other languages."""
        known = {entry["name"]: entry for entry in getattr(instance, self.attname) or []}
        super().save_form_data(instance, [{**known.get(entry["name"], {}), **entry} for entry in data])
