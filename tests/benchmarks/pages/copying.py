"""Copies of whole papers, made in the database: one statement for each table and a few thousand papers.

Keys move by as much as there are rows; what points at a row of the same paper moves with it, what points at people and
bodies stays. Days move, and in texts is replaced what tells one paper from another (``plan``)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction
from wagtail.models import Page

from papers.models import Attachment
from search.models import Word
from search.spelling import word_of
from tests.benchmarks.pages.graph import Graph, recorded_model, references_of, space_of
from tests.benchmarks.pages.plan import TEXTS, Copy, Plan

BATCH = 2000  # papers
DIGITS = "'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'"
UUIDS_OF_PAPERS = ("translation_key", "object_id", "data_hash")  # besides those that are unique or keys


class Copier:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.sqlite = connection.vendor == "sqlite"
        self.owned = {model: owned for model in graph.rows if (owned := graph.owned(model))}
        self.strides = {space_of(model): self._stride(model) for model in self.owned}
        self.keys = {space: graph.keys(space) for space in self.strides}
        self.all_owned = {
            space: len(self.keys[space]) == len(rows)
            for model, rows in graph.rows.items()
            if (space := space_of(model)) in self.strides and model._meta.db_table == space
        }
        self.statements: dict[type[models.Model], str] = {}

    def _stride(self, model: type[models.Model]) -> int:
        """By how much keys move with each copy, so that those of copies lie above all there are. 0 for others than
        numbers."""
        if isinstance(model._meta.pk, models.UUIDField):
            return 0
        top = next(one for one in self.graph.rows if one._meta.db_table == space_of(model))
        return int(max(self.graph.rows[top])) + 1

    def copy(self, plan: Plan) -> Iterator[int]:
        """Yields how many papers were copied so far."""
        self.plan = plan
        with connection.cursor() as cursor:
            self._prepare(cursor)
            copies, done = iter(plan), 0
            while batch := list(islice(copies, BATCH)):
                with transaction.atomic():
                    self._write_plan(cursor, batch)
                    for model in self.owned:
                        cursor.execute(self.statements[model])
                done += len(batch)
                yield done
            self._finish(cursor)

    def _prepare(self, cursor: Any) -> None:
        if self.sqlite:
            for pragma in ("foreign_keys=OFF", "synchronous=OFF", "temp_store=MEMORY", "cache_size=-400000"):
                cursor.execute(f"PRAGMA {pragma}")
        else:
            cursor.execute("SET synchronous_commit = off")
            self._check_keys(cursor, "DISABLE")
        texts = ", ".join(f"{name}_before text, {name}_after text" for name in TEXTS)
        cursor.execute(
            "CREATE TEMP TABLE bench_plan "
            f"(original bigint, copy bigint, days int, shift text, year int, sequence int, {texts})"
        )
        cursor.execute("CREATE TEMP TABLE bench_own (space text, key text, original bigint)")
        for model, rows in self.owned.items():
            values = [(model._meta.db_table, self._text(key), original) for key, original in rows.items()]
            cursor.executemany("INSERT INTO bench_own VALUES (%s, %s, %s)", values)
        for model in self.owned:
            table, key = model._meta.db_table, model._meta.pk.column
            cursor.execute(
                f"CREATE TEMP TABLE bench_{table} AS SELECT t.*, o.original AS bench_original FROM {table} t "
                f"JOIN bench_own o ON o.space = '{table}' AND o.key = CAST(t.{key} AS text) ORDER BY t.{key}"
            )
        for model in self.owned:
            self.statements[model] = self._statement(cursor, model)

    def _check_keys(self, cursor: Any, enable: str) -> None:
        """PostgreSQL looks up what each row points at, which takes longer than all the rest, and here nothing is
        missing. Triggers of ours stay."""
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger "
            "WHERE tgisinternal AND tgrelid = ANY(%s::regclass[])",
            [[model._meta.db_table for model in self.owned]],
        )
        for table, trigger in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} {enable} TRIGGER "{trigger}"')

    def _text(self, key: Any) -> str:
        return key.hex if self.sqlite and hasattr(key, "hex") else str(key)

    def _write_plan(self, cursor: Any, batch: list[Copy]) -> None:
        cursor.execute("DELETE FROM bench_plan")
        marks = ", ".join(["%s"] * (6 + 2 * len(TEXTS)))
        rows = []
        for one in batch:
            texts = [text for name in TEXTS for text in one.pairs.get(name, ("", ""))]
            rows.append((one.original, one.copy, one.days, f"{one.days} days", one.year, one.sequence, *texts))
        cursor.executemany(f"INSERT INTO bench_plan VALUES ({marks})", rows)
        Word.objects.bulk_create([word_of(one.pairs["word"].after) for one in batch])

    def _statement(self, cursor: Any, model: type[models.Model]) -> str:
        table = model._meta.db_table
        fields = [one for one in model._meta.local_concrete_fields if not getattr(one, "generated", False)]
        columns = ", ".join(f'"{one.column}"' for one in fields)
        values = ", ".join(self._value(cursor, model, one) for one in fields)
        return (
            f"INSERT INTO {table} ({columns}) SELECT {values} FROM bench_{table} t "
            f'JOIN bench_plan p ON p.original = t.bench_original ORDER BY p.year, p.copy, t."{model._meta.pk.column}"'
        )

    def _value(self, cursor: Any, model: type[models.Model], field: models.Field[Any, Any]) -> str:
        table, column = model._meta.db_table, f't."{field.column}"'
        if special := self._special(table, field.column, column):
            return special
        if field.primary_key or field.is_relation or (recorded_model(model) and field.column == "id"):
            return self._key(model, field, column)
        for one in references_of(model):
            if one.column == field.attname and one.type_column:
                return self._named_key(model, one.type_column, field, column)
        if isinstance(field, models.UUIDField):
            return self._uuid(column) if field.unique or field.column in UUIDS_OF_PAPERS else column
        if isinstance(field, models.DateField):  # a DateTimeField is one
            return self._moved(field, column)
        if isinstance(field, models.CharField | models.TextField | models.JSONField):
            return self._replaced(cursor, table, field, column)
        return column

    def _special(self, table: str, name: str, column: str) -> str:
        if table == "papers_paper" and name in ("number_year", "sequence"):
            return f"CASE WHEN {column} IS NOT NULL THEN p.{name.removeprefix('number_')} END"
        if table == Page._meta.db_table and name == "path":
            number = f"(t.id + p.copy * {self.strides[table]})"
            digits = (f"substr({DIGITS}, CAST({number} / {36**place} % 36 + 1 AS int), 1)" for place in (3, 2, 1, 0))
            return f"substr({column}, 1, length({column}) - 4) || {' || '.join(digits)}"
        if name in ("attachment_key", "key") and table in ("papers_restriction", "papers_removedattachment"):
            return f"{column} + p.copy * {self.strides.get(Attachment._meta.db_table, 0)}"
        return ""

    def _key(self, model: type[models.Model], field: models.Field[Any, Any], column: str) -> str:
        space = space_of(model) if field.primary_key else self._space(model, field)
        if space not in self.strides:
            return column
        moved = f"{column} + p.copy * {self.strides[space]}" if self.strides[space] else self._uuid(column)
        if self.all_owned[space] or field.primary_key:
            return moved
        return f"CASE WHEN {column} IN ({self._literals(space)}) THEN {moved} ELSE {column} END"

    def _space(self, model: type[models.Model], field: models.Field[Any, Any]) -> str:
        return next((one.space for one in references_of(model) if one.column == field.attname), "")

    def _named_key(self, model: Any, type_column: str, field: models.Field[Any, Any], column: str) -> str:
        """A key kept as text, of a table that another column names."""
        kind = f't."{model._meta.get_field(type_column.removesuffix("_id")).column}"'
        cases = []
        for content_type, space in sorted(self.graph.types.items()):
            if self.strides.get(space):
                moved = f"CAST(CAST({column} AS bigint) + p.copy * {self.strides[space]} AS text)"
                keys = ", ".join(f"'{key}'" for key in self.keys[space])
                cases.append(f"WHEN {kind} = {content_type} AND CAST({column} AS text) IN ({keys}) THEN {moved}")
        return f"CASE {' '.join(cases)} ELSE {column} END" if cases else column

    def _literals(self, space: str) -> str:
        return ", ".join(str(key) if isinstance(key, int) else f"'{self._text(key)}'" for key in self.keys[space])

    def _uuid(self, column: str) -> str:
        if self.sqlite:
            return f"substr({column}, 1, 24) || printf('%08x', p.copy)"
        return f"CAST(substr(replace(CAST({column} AS text), '-', ''), 1, 24) || lpad(to_hex(p.copy), 8, '0') AS uuid)"

    def _moved(self, field: models.Field[Any, Any], column: str) -> str:
        if self.sqlite:
            return f"date(substr({column}, 1, 10), p.shift) || substr({column}, 11)"
        if isinstance(field, models.DateTimeField):
            return f"{column} + p.days * interval '1 day'"
        return f"{column} + p.days"

    def _replaced(self, cursor: Any, table: str, field: models.Field[Any, Any], column: str) -> str:
        """With only those exchanges that change something in some row."""
        names = [name for name in TEXTS if self._holds(cursor, table, column, name)]
        if not names:
            return column
        is_json = isinstance(field, models.JSONField)
        text = f"CAST({column} AS text)" if is_json else column
        for name in names:
            text = f"replace({text}, p.{name}_before, p.{name}_after)"
        return f"CAST({text} AS jsonb)" if is_json and not self.sqlite else text

    def _holds(self, cursor: Any, table: str, column: str, name: str) -> bool:
        texts = self.plan.befores(name)
        cursor.execute(f"SELECT bench_original, CAST({column} AS text) FROM bench_{table} t WHERE {column} IS NOT NULL")
        return any(original in texts and texts[original] in text for original, text in cursor.fetchall())

    def _finish(self, cursor: Any) -> None:
        if not self.sqlite:
            self._check_keys(cursor, "ENABLE")
        for model in self.owned:
            cursor.execute(f"DROP TABLE bench_{model._meta.db_table}")
        cursor.execute("DROP TABLE bench_plan")
        cursor.execute("DROP TABLE bench_own")
        for page in Page.objects.filter(pk__in=self._parents()):
            children = Page.objects.filter(path__startswith=page.path, depth=page.depth + 1).count()
            Page.objects.filter(pk=page.pk).update(numchild=children)
        for statement in connection.ops.sequence_reset_sql(no_style(), list(self.owned)):
            cursor.execute(statement)

    def _parents(self) -> set[int]:
        pages = Page.objects.filter(pk__in=self.keys[Page._meta.db_table])
        return {page.get_parent().pk for page in pages}
