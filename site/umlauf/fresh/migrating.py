"""Triggers go before the first migration and come back behind the last: SQLite drops them with the table it rebuilds,
and PostgreSQL alters no column that one of them names. Where migrating failed in between there are none, and then
nothing is kept (``stamp.read``)."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.db import connection, transaction
from django.db.models.signals import post_migrate, pre_migrate

from umlauf.fresh import triggers


def connect() -> None:
    """Both signals are sent once for each app; once is enough."""
    ours = apps.get_app_config("fresh")
    pre_migrate.connect(_before, sender=ours, dispatch_uid="umlauf.fresh.before")
    post_migrate.connect(_after, sender=ours, dispatch_uid="umlauf.fresh.after")


def _before(*, using: str, plan: list[Any] | None = None, **kwargs: object) -> None:
    if plan and using == connection.alias:
        triggers.remove()


def _after(*, sender: AppConfig, using: str, **kwargs: object) -> None:
    """Also where nothing had to be migrated: then somebody may have changed rows past the triggers."""
    if using != connection.alias or not {triggers.STAMP, triggers.CHANGE} <= set(
        connection.introspection.table_names()
    ):
        return
    with transaction.atomic():
        if triggers.missing():
            triggers.install()
        else:
            triggers.count_a_change()
