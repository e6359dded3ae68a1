"""What the database itself does when something shown changes: triggers, because rows are also changed by ``update``,
in bulk and by hand, where no signal tells of it, and because they cost no statement.

On PostgreSQL the first change of a transaction adds a row; the others see a setting that ends with the transaction, or
with the savepoint, as the row itself does. SQLite has one writer at a time, who may as well count in one row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache

from django.apps import apps
from django.db import connection

from umlauf.fresh.models import Change, Stamp
from umlauf.fresh.shown import ONLY_WHILE_LIVE, PAGES, SHOWN

BEGINNING = "umlauf_shown_"  # of the name of each trigger
FUNCTION = "shown_has_changed"
STAMP, CHANGE = Stamp._meta.db_table, Change._meta.db_table

FUNCTION_ON_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION {{name}}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('umlauf.shown_has_changed', true) IS DISTINCT FROM txid_current()::text AND {{condition}} THEN
        INSERT INTO {CHANGE} (salt) VALUES ((random() * 2147483647)::bigint);
        PERFORM set_config('umlauf.shown_has_changed', txid_current()::text, true);
    END IF;
    RETURN NULL;
END $$
"""  # noqa: S608 - names of ours
COUNT_ON_SQLITE = f"UPDATE {STAMP} SET number = number + 1, salt = salt + (random() & 2147483647) WHERE id = 1"  # noqa: S608
THERE_ON_POSTGRESQL = """
SELECT tgname, relname, tgenabled IN ('O', 'A') FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND starts_with(tgname, %s) AND pg_table_is_visible(tgrelid)
"""
THERE_ON_SQLITE = "SELECT name, tbl_name, 1 FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, %s) = %s"


def declared() -> dict[str, str]:
    """By name of the trigger: the statement that makes it, as the models of this release say."""
    return _statements(_columns_of_models())


@cache
def fingerprint() -> str:
    """Of all triggers there have to be."""
    return _digest(declared())


def install() -> None:
    """Makes all triggers anew, and counts a change: nobody watched before. Tables there are not yet are left out, and
    then the fingerprint is another than that of the release, so that nothing is kept."""
    remove()
    statements = _statements(_columns_of_database())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION_ON_POSTGRESQL.format(name=FUNCTION, condition="TRUE"))
        for statement in statements.values():
            cursor.execute(statement)
    Stamp.objects.get_or_create(pk=1)
    Stamp.objects.filter(pk=1).update(watched=_digest(statements))
    count_a_change()


def remove() -> None:
    """A column that a trigger names can neither be altered nor removed."""
    with connection.cursor() as cursor:
        for name, table in _there():
            on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')
    if STAMP in connection.introspection.table_names():
        Stamp.objects.filter(pk=1).update(watched="")


def missing() -> list[str]:
    """Names of triggers that are not there, or switched off, or not those of this release."""
    wanted = [name for name in declared() if name.startswith(BEGINNING)]
    there = {name for name, _table in _there(working=True)}
    absent = set(wanted) - there
    if not absent and not Stamp.objects.filter(pk=1, watched=fingerprint()).exists():
        absent = set(wanted)
    return sorted(absent)


def count_a_change() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"INSERT INTO {CHANGE} (salt) VALUES ((random() * 2147483647)::bigint)")  # noqa: S608
        else:
            cursor.execute(COUNT_ON_SQLITE)


def _statements(columns: dict[str, list[str]]) -> dict[str, str]:
    make = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    statements: dict[str, str] = {}
    for table, names in columns.items():
        statements |= make(table, [name for name in names if name not in SHOWN[table]])
    return statements


def _on_sqlite(table: str, watched: list[str]) -> dict[str, str]:
    changed = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in watched)
    when = {"INSERT": "", "DELETE": "", "UPDATE": f"WHEN ({changed}) AND {_is_live(table)}"}
    return {
        (name := _name(table, event)): f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" FOR EACH ROW '
        f"{condition} BEGIN {COUNT_ON_SQLITE}; END"
        for event, condition in when.items()
    }


def _on_postgresql(table: str, watched: list[str]) -> dict[str, str]:
    """Its conditions cannot ask another table, so a function of its own does."""
    changed = " OR ".join(f'OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in watched)
    function, asking = FUNCTION, {}
    if table in ONLY_WHILE_LIVE:
        function = f"{FUNCTION}_{table}"
        asking = {function: FUNCTION_ON_POSTGRESQL.format(name=function, condition=_is_live(table))}
    each_row = {
        _name(table, "INSERT"): f'AFTER INSERT OR DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()',
        _name(table, "UPDATE"): f'AFTER UPDATE ON "{table}" FOR EACH ROW WHEN ({changed}) '
        f"EXECUTE FUNCTION {function}()",
        _name(table, "TRUNCATE"): f'AFTER TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()',
    }
    return asking | {name: f'CREATE TRIGGER "{name}" {rest}' for name, rest in each_row.items()}


def _is_live(table: str) -> str:
    """Before or after the change."""
    if table not in ONLY_WHILE_LIVE:
        return "TRUE"
    if table == PAGES:
        return "(OLD.live OR NEW.live)"
    key = ONLY_WHILE_LIVE[table]
    return f'EXISTS (SELECT 1 FROM {PAGES} WHERE id IN (OLD."{key}", NEW."{key}") AND live)'  # noqa: S608


def _name(table: str, event: str) -> str:
    return f"{BEGINNING}{table}_{event.lower()}"


def _digest(statements: dict[str, str]) -> str:
    parts = [f"{name}\0{statement}" for name, statement in sorted(statements.items())]
    return hashlib.blake2b("\0".join([FUNCTION_ON_POSTGRESQL, *parts]).encode(), digest_size=16).hexdigest()


def _columns_of_models() -> dict[str, list[str]]:
    models = apps.get_models(include_auto_created=True)
    tables = {
        model._meta.db_table: sorted(str(field.column) for field in model._meta.local_concrete_fields)
        for model in models
        if model._meta.db_table in SHOWN
    }
    return dict(sorted(tables.items()))


def _columns_of_database() -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        return {
            table: sorted(column.name for column in connection.introspection.get_table_description(cursor, table))
            for table in sorted(SHOWN)
            if table in there
        }


def _there(*, working: bool = False) -> Iterable[tuple[str, str]]:
    """(trigger, table) of those that are in the database. ``working``: and not switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(THERE_ON_POSTGRESQL, [BEGINNING])
        else:
            cursor.execute(THERE_ON_SQLITE, [len(BEGINNING), BEGINNING])
        return [(name, table) for name, table, works in cursor.fetchall() if works or not working]
