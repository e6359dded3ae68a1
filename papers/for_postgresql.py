"""Migrations that only one of the databases needs."""

from __future__ import annotations

from typing import Any

from django.db.migrations import RunSQL


class OnPostgreSQL(RunSQL):
    """As ``RunSQL``; does nothing elsewhere."""

    def _run_sql(self, schema_editor: Any, sqls: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super()._run_sql(schema_editor, sqls)  # type: ignore[misc]  # unknown to the stubs
