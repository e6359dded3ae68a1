"""Whether two revisions say the same.

The editor never writes a text as it found it: it gives every block and paragraph a key of its own, writes ``<b>`` for
``<strong>``, ends lines as browsers do, and adds what a block holds today and did not when the text was loaded or
imported. Compared is what is left of a text in the editor, which shows everything a reader is shown (see
``blocks.cleaning``).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Field
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.fields import RichTextField, StreamField

from papers.blocks import TEXT_FEATURES
from papers.blocks.converting import converter_of
from papers.characters import fit_json, fit_line
from papers.record import SIGNED

if TYPE_CHECKING:
    from wagtail.models import Revision


def say_the_same(one: Revision, other: Revision) -> bool:
    if one.pk == other.pk:
        return True
    model = one.content_type.model_class()
    fields = {field.name: field for field in model._meta.get_fields() if field.name in SIGNED} if model else {}
    return all(
        one.content.get(name) == other.content.get(name)
        or _of_field(field, one.content.get(name)) == _of_field(field, other.content.get(name))
        for name, field in fields.items()
    )


def changed_parts(one: Revision, other: Revision) -> list[str]:
    """Names of the fields, and headings of the sections, that say something else in the other revision. A section is
    known by the key it keeps; one that was moved is not among them."""
    model = one.content_type.model_class()
    fields = [field for field in model._meta.get_fields() if field.name in SIGNED] if model else []
    changed: list[str] = []
    for field in fields:
        before, after = (fit_json(revision.content.get(field.name)) for revision in (one, other))
        if before == after or _of_field(field, before) == _of_field(field, after):
            continue
        sections = _changed_sections(field, before, after) if isinstance(field, StreamField) else []
        changed += sections or [str(field.verbose_name)]
    return changed


def _changed_sections(field: StreamField, before: Any, after: Any) -> list[str]:
    def sections(raw: Any) -> dict[str, tuple[Any, str]]:
        items = [item for item in _parsed(raw) or [] if isinstance(item, dict)]
        return {str(item.get("id")): (_of_item(field.stream_block, item), _heading(item)) for item in items}

    old, new = sections(before), sections(after)
    keys = [*new, *(key for key in old if key not in new)]
    return [
        (new.get(key) or old[key])[1]
        for key in keys
        if old.get(key, (None, ""))[0] != new.get(key, (None, ""))[0] and (new.get(key) or old[key])[1]
    ]


def _heading(item: dict[str, Any]) -> str:
    value = item.get("value")
    return str(value.get("heading") or value.get("title") or "") if isinstance(value, dict) else ""


def _of_field(field: Any, raw: Any) -> Any:
    if isinstance(field, StreamField):
        return _of_block(field.stream_block, _parsed(raw))
    if isinstance(field, RichTextField):
        return _rich_text(raw)
    if isinstance(field, CharField) and isinstance(raw, str):
        return _plain(fit_line(raw))
    if isinstance(field, Field) and not field.many_to_many:
        return _plain(raw)
    return sorted(raw or [], key=str)


def _parsed(raw: Any) -> Any:
    """A StreamField is written as a JSON string into a revision."""
    try:
        return fit_json(json.loads(raw)) if isinstance(raw, str) else raw
    except ValueError:
        return raw


def _of_block(block: blocks.Block, raw: Any) -> Any:
    if isinstance(block, blocks.StreamBlock) and isinstance(raw, list):
        return [_of_item(block, item) for item in raw]
    if isinstance(block, blocks.ListBlock) and isinstance(raw, list):
        return [_of_block(block.child_block, _item(item)) for item in raw]
    if isinstance(block, BaseTypedTableBlock) and isinstance(raw, dict):
        return _table(block, raw)
    if isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        return {name: _of_block(child, raw[name] if name in raw else _default(child)) for name, child in _named(block)}
    if isinstance(block, blocks.RichTextBlock):
        return _rich_text(raw)
    return _plain(raw)


def _of_item(block: blocks.StreamBlock, item: Any) -> Any:
    child = block.child_blocks.get(item.get("type")) if isinstance(item, dict) else None
    return (item["type"], _of_block(child, item.get("value"))) if child else item


def _named(block: blocks.StructBlock) -> list[tuple[str, blocks.Block]]:
    return list(block.child_blocks.items())


def _default(block: blocks.Block) -> Any:
    return block.get_prep_value(block.get_default())


def _item(item: Any) -> Any:
    """Of a list; an old one has neither types nor keys."""
    return item.get("value") if isinstance(item, dict) and item.get("type") == "item" else item


def _table(block: BaseTypedTableBlock, raw: dict[str, Any]) -> Any:
    columns = [(column.get("type"), _plain(column.get("heading"))) for column in raw.get("columns") or []]
    cells = [block.child_blocks.get(kind) for kind, _heading in columns]
    rows = [
        [
            _of_block(child, value) if child else value
            for child, value in zip(cells, row.get("values", []), strict=False)
        ]
        for row in raw.get("rows") or []
    ]
    return columns, rows, _plain(raw.get("caption"))


def _plain(raw: Any) -> Any:
    """A form strips what is typed, and ends lines by two characters."""
    if isinstance(raw, str):
        return raw.replace("\r\n", "\n").strip()
    return "" if raw is None else raw


def _rich_text(raw: Any) -> Any:
    # everything that may be shown, whatever a single field offers: what the editor drops is a change
    editor = converter_of(TEXT_FEATURES)
    state = json.loads(editor.from_database_format(str(raw or "").replace("\r\n", "\n")))
    paragraphs = [{name: value for name, value in block.items() if name != "key"} for block in state["blocks"]]
    return paragraphs, state["entityMap"]
