"""``manage.py check --deploy`` says when a change could go unseen."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, Info, register
from django.db import DatabaseError

from umlauf.fresh import triggers
from umlauf.operation.checks import TAG


@register(TAG, deploy=True)
def changes_are_noticed(app_configs: Any, **kwargs: object) -> list[CheckMessage]:
    try:
        absent = triggers.missing()
    except DatabaseError as problem:
        hint = "Run the check again where the migrated database can be reached."
        return [Info(f"Whether changes are noticed could not be asked: {problem}", hint=hint, id="umlauf.I002")]
    if not absent:
        return []
    names = f"{', '.join(absent[:3])}{' …' if len(absent) > 3 else ''}"
    hint = "Run manage.py migrate, which makes them anew."
    return [Error(f"{len(absent)} triggers of the database are missing ({names}).", hint=hint, id="umlauf.E002")]
