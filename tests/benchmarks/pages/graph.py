"""Which rows belong to which paper, found by the foreign keys of the models, so that a table or column somebody adds is
copied like all others.

Rows are told by their *space*, the table their keys are counted in (that of pages for papers and strategies), and their
key. Papers that point at each other are copied together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail_localize.models import String, TranslatableObject

from papers.models import Paper

MARK = re.compile(r"\b[bdfghjkmnprtvwxz]{8}\b")

Key = Any
Row = tuple[str, Key]  # space and key


class Reference(NamedTuple):
    """A column that names a row, of ``space`` or of what the content type in the other column says."""

    column: str
    space: str
    type_column: str = ""


class Graph:
    def __init__(self) -> None:
        self.owner: dict[Row, int] = {}  # key of the original
        self.together: dict[int, int] = {}  # originals that point at each other, by one of them
        self.types = {row.pk: space_of(model) for row in ContentType.objects.all() if (model := row.model_class())}
        self.rows: dict[type[Model], dict[Key, list[Row]]] = {model: self._read(model) for model in models_with_rows()}
        self._begin()
        while self._grow():
            pass

    def _read(self, model: type[Model]) -> dict[Key, list[Row]]:
        """What each row of a table points at."""
        references = references_of(model)
        columns = {column for one in references for column in (one.column, one.type_column) if column}
        found = {}
        for row in model._base_manager.order_by("pk").values("pk", *sorted(columns)):
            targets = []
            for one in references:
                space = self.types.get(row[one.type_column], "") if one.type_column else one.space
                if row[one.column] is not None and space:
                    targets.append((space, fitting(row[one.column])))
            found[row["pk"]] = targets
        return found

    def _begin(self) -> None:
        """With the pages of a paper, and with what is known by their words and keys alone."""
        page, text, thing = space_of(Paper), space_of(String), space_of(TranslatableObject)
        originals = {
            one.translation_key: one.pk
            for one in Paper.objects.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("pk")
        }
        self.marks: dict[int, str] = {}
        for paper in Paper.objects.order_by("pk"):
            original = originals[paper.translation_key]
            self.owner[page, paper.pk] = original
            self.owner[thing, paper.translation_key] = original
            self.together[original] = original
            if found := MARK.search(paper.title or paper.draft_title):
                self.marks[original] = found[0]
        by_mark = {mark: original for original, mark in self.marks.items()}
        for string in String.objects.order_by("pk"):
            if (found := MARK.search(string.data)) and found[0] in by_mark:
                self.owner[text, string.pk] = by_mark[found[0]]

    def _grow(self) -> bool:
        """Whatever points at a row of a paper is the paper's, too."""
        before = len(self.owner)
        for model, rows in self.rows.items():
            for key, targets in rows.items():
                own = (space_of(model), key)
                owners = [self.owner[one] for one in (own, *targets) if one in self.owner]
                if owners:
                    self.owner.setdefault(own, owners[0])
                    for other in owners[1:]:
                        self._join(owners[0], other)
        return len(self.owner) > before

    def _join(self, one: int, other: int) -> None:
        one, other = sorted((self.head_of(one), self.head_of(other)))
        self.together[other] = one

    def head_of(self, original: int) -> int:
        while self.together[original] != original:
            original = self.together[original]
        return original

    def groups(self) -> dict[int, list[int]]:
        """Originals that are copied together, by the first of them."""
        found = defaultdict(list)
        for original in sorted(self.together):
            found[self.head_of(original)].append(original)
        return dict(found)

    def owned(self, model: type[Model]) -> dict[Key, int]:
        """The originals the rows of a table belong to."""
        space = space_of(model)
        return {key: self.owner[space, key] for key in self.rows.get(model, ()) if (space, key) in self.owner}

    def keys(self, space: str) -> list[Key]:
        return sorted(key for found, key in self.owner if found == space)


def models_with_rows() -> Iterator[type[Model]]:
    seen = set()
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if not meta.proxy and meta.managed and meta.db_table not in seen and model._base_manager.exists():
            seen.add(meta.db_table)
            yield model


def space_of(model: type[Model]) -> str:
    key = model._meta.pk
    while key.is_relation:
        model = key.remote_field.model
        key = model._meta.pk
    return str(model._meta.concrete_model._meta.db_table)


def references_of(model: type[Model]) -> list[Reference]:
    found = []
    names = {field.name: field for field in model._meta.local_fields}
    for field in model._meta.local_fields:
        if field.is_relation and field.remote_field and field.name not in ("content_type", "base_content_type"):
            found.append(Reference(field.attname, space_of(field.remote_field.model)))
    for name, kinds in (("object_id", ("base_content_type", "content_type")), ("to_object_id", ("to_content_type",))):
        kind = next((one for one in kinds if one in names), None)
        if kind and name in names and not names[name].is_relation:
            found.append(Reference(name, "", names[kind].attname))
    if of := recorded_model(model):  # the history of a row
        found.append(Reference(of._meta.pk.attname, space_of(of)))
    return found


def recorded_model(model: type[Model]) -> type[Model] | None:
    for one in apps.get_models(include_auto_created=True):
        manager = one.__dict__.get("history")
        if manager is not None and getattr(manager, "model", None) is model:
            return one
    return None


def fitting(key: Key) -> Key:
    """Keys stand in some columns as text."""
    return int(key) if isinstance(key, str) and key.isdecimal() else key
