"""How a page keeps its record apart from its text.

A revision brings back the text and nothing else; a save writes of the record only what was assigned, and refuses what
verbs alone write. Which column is which is said in ``papers.record``.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Page

from papers import record
from papers.access import circles
from papers.characters import fit


class RecordedPage(Page):
    """The part of ``Paper`` that guards its record."""

    class Meta:
        abstract = True

    circle: Any  # while it is saved, how the database is to find it
    # the record as it was when this instance was read from the database; None where it was not
    _read: dict[str, Any] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # a row of the database brings no child objects along; looking for them takes half a millisecond a row
        if args and not kwargs:
            models.Model.__init__(self, *args)
            self._remember()
        else:
            super().__init__(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """A text, with the record of this page. What belongs to the page is left out of the text, so that Wagtail does
        not look up each row it names."""
        kept = _kept()
        content = {name: fit(value) if isinstance(value, str) else value for name, value in content.items()}
        page: Self = super().with_content_json({**content, **{field.name: None for field in kept if field.is_relation}})
        for field in kept:
            setattr(page, field.attname, getattr(self, field.attname))
            if field.is_relation and field.is_cached(self):
                field.set_cached_value(page, field.get_cached_value(self))
        if self.number:
            page.slug = self.slug
            page.set_url_path(self.get_parent())
        page._read = self._read
        return page

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """The database says whether rows the page points to exist; Django would ask about each of them before a text is
        published."""
        kept = _kept()
        super().clean_fields(exclude={*(exclude or ()), *(field.name for field in kept if field.is_relation)})

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        """No form sets any of these, and the database keeps them unique."""
        super().validate_unique(exclude={*(exclude or ()), "path", "translation_key", "locale", "number"})

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """They hold what verbs write, and no form can break them; the database refuses whatever else does."""

    def refresh_from_db(self, using: str | None = None, fields: Any = None, from_queryset: Any = None) -> None:
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)
        self._remember(fields)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Writes of the record only what was assigned, so that a page read a moment ago undoes nobody's work.

        Raises RecordAssigned where a column was assigned that is not written together with the page.
        """
        if self.pk is not None and not kwargs.get("force_insert"):
            fields = kwargs.get("update_fields")
            self._check_assigned(record.WRITTEN_BY_VERBS)
            record.check_written(fields or ())
            kwargs["update_fields"] = self._fields_to_save() if fields is None else list(fields)
        with nullcontext() if self._may_refer_to_others(kwargs.get("update_fields")) else _without_references():
            super().save(*args, **kwargs)
        self._remember(kwargs.get("update_fields"))

    def _update_descendant_url_paths(self, old_url_path: str, new_url_path: str) -> None:
        """Hardly any paper has a page below it; to look for them, SQLite reads all pages."""
        if self.numchild:
            super()._update_descendant_url_paths(old_url_path, new_url_path)

    def save_base(self, raw: bool = False, update_fields: Collection[str] | None = None, **kwargs: Any) -> None:
        """Puts into the row what follows from the others: whose translation it is, and who reads it."""
        if not raw and update_fields is None:
            self._place()
        elif not raw and (facts := circles.FACTS.intersection(update_fields or ())):
            self.circle = circles.written({name: getattr(self, self._meta.get_field(name).attname) for name in facts})
            update_fields = frozenset({*(update_fields or ()), "circle"})
        super().save_base(raw=raw, update_fields=update_fields, **kwargs)
        if not isinstance(self.circle, str):
            self.circle = circles.circle_of(self)
            self._remember({"circle"})

    def _place(self) -> None:
        """Of a row that is new. Nothing but the database knows the original; a page without one stands for itself."""
        if self.locale.language_code != settings.LANGUAGE_CODE:
            papers = self._meta.get_field("state").model._base_manager
            self.translation_of = papers.filter(
                translation_key=self.translation_key, locale__language_code=settings.LANGUAGE_CODE
            ).first()
        else:
            self.translation_of = None
        self.circle = circles.circle_of(self)

    def write_record(self, **values: Any) -> None:
        """The one way verbs write what they alone write. The paper's row is locked by the caller."""
        self._meta.get_field("state").model._default_manager.filter(pk=self.pk).update(**values)
        for name, value in values.items():
            setattr(self, name, value)
        if circles.FACTS.intersection(values):
            self.circle = circles.circle_of(self)
        self._remember({*values, "circle"})

    def _may_refer_to_others(self, saved: Collection[str] | None) -> bool:
        """Says whether a field that can name images, documents or pages is among those saved. Looking through a page
        for them takes seven statements."""
        if saved is None:
            return True
        touched = getattr(self, "_cluster_related_objects", {})
        return any(name in touched or name in self._fields_that_refer() for name in saved)

    @classmethod
    def _fields_that_refer(cls) -> set[str]:
        return {
            field.name
            for field in cls._meta.concrete_fields
            if hasattr(field, "extract_references")
            or (field.is_relation and not getattr(field.related_model, "wagtail_reference_index_ignore", False))
        }

    def _fields_to_save(self) -> list[str]:
        left_out = set(record.RECORD) - self._assigned()
        if self.number:
            left_out |= record.ADDRESS_OF_A_NUMBER
        columns = [field.name for field in self._meta.concrete_fields if not field.primary_key]
        children = [relation.get_accessor_name() for relation in get_all_child_relations(self)]
        relations = [field.name for field in get_all_child_m2m_relations(self)]
        return [*(name for name in columns if name not in left_out), *children, *relations]

    def _remember(self, names: Collection[str] | None = None) -> None:
        """What these columns hold now is what stands in the database; without ``names`` all of them."""
        own, columns = self.__dict__, _guarded_columns()
        if names is not None:
            columns = {name: column for name, column in columns.items() if name in names or column in names}
        read = {name: own[column] for name, column in columns.items() if column in own}
        self._read = read if names is None else {**(self._read or {}), **read}

    def _assigned(self) -> set[str]:
        """Columns that hold something else than what was read. One that somebody else changed in the database meanwhile
        is out of date, and not assigned."""
        own, read, nothing = self.__dict__, self._read or {}, object()
        held = {name: own[column] for name, column in _guarded_columns().items() if column in own}
        return {name for name, value in held.items() if value != read.get(name, nothing)}

    def _check_assigned(self, guarded: Collection[str]) -> None:
        assigned = self._assigned().intersection(guarded)
        if assigned:
            raise record.RecordAssigned(assigned)
        if self.number and "slug" in self._assigned():
            raise record.RecordAssigned({"slug"})


def _without_references() -> AbstractContextManager[None]:
    # here, because from Wagtail 8 on its module asks for models, which are not there yet while this one is imported
    from wagtail.signal_handlers import disable_reference_index_auto_update

    context: AbstractContextManager[None] = disable_reference_index_auto_update()
    return context


@cache
def _guarded_columns() -> dict[str, str]:
    """Returns the column of each field of the record and the address, by name of the field."""
    columns = apps.get_model("papers", "Paper")._meta
    return {name: columns.get_field(name).attname for name in (*record.RECORD, *record.ADDRESS.fields)}


@cache
def _kept() -> list[Any]:
    """Fields that no revision brings along: the record, and by what a page points to other rows."""
    columns = apps.get_model("papers", "Paper")._meta
    of_the_page = [field for field in columns.concrete_fields if field.name in record.OF_THE_PAGE]
    rows = [field for field in of_the_page if field.is_relation and not field.primary_key and not field.auto_created]
    return [*map(columns.get_field, record.RECORD), *rows]
