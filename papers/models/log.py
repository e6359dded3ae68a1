"""Entries of Wagtail's log that are about papers. The same rows in the same table, written with fewer questions."""

from __future__ import annotations

from collections.abc import Collection

from wagtail.models import PageLogEntry


class PaperLogEntry(PageLogEntry):
    """Before it saves an entry, Wagtail asks the database whether the user, the page, the revision and the type it
    names exist. A verb has all of them in hand, the paper's row locked. That the action is a known one is still
    checked."""

    class Meta:
        proxy = True
        default_permissions = ()

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        super().clean_fields(
            exclude={*(exclude or ()), *(field.name for field in self._meta.concrete_fields if field.is_relation)}
        )
