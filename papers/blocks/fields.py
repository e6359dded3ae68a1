"""The column of a text in blocks: whatever is written or read through it holds no character that belongs in none
(``papers.characters``)."""

from __future__ import annotations

import json
from typing import Any

from wagtail.fields import StreamField

from papers.characters import fit_json, may_be_unfit


class TextField(StreamField):
    """Texts came in by other ways before, and JSON spells what no database could keep otherwise: half a letter."""

    def to_python(self, value: Any) -> Any:
        """``value``: as a revision has it, or as somebody assigns it."""
        return super().to_python(_fit(value) if isinstance(value, str) else value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return super().from_db_value(_fit(value) if isinstance(value, str) else value, expression, connection)

    def get_prep_value(self, value: Any) -> Any:
        return fit_json(super().get_prep_value(value))

    def deconstruct(self) -> Any:
        """How it is read makes no migration."""
        name, _path, *rest = super().deconstruct()
        return name, "wagtail.fields.StreamField", *rest


def _fit(raw: str) -> str:
    if not may_be_unfit(raw):
        return raw
    try:
        return json.dumps(fit_json(json.loads(raw)))
    except ValueError:  # no JSON: an old text, which Wagtail keeps as it is
        return raw
