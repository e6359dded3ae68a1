"""What of a sent form somebody typed, made readable.

The form itself is not at hand: its screen is built only for those who may open it, and nobody is signed in. So there
are names and values, and labels only where the house agrees about a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.forms.forms import BaseForm
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import override as speaking

from papers.blocks import contentstate
from papers.characters import fit

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

OURS = ("papers.", "workflows.", "search.", "umlauf.")
SECRET = re.compile(r"password|token|csrf|sha\d*(?![a-z])|seen", re.IGNORECASE)
OF_WAGTAIL = ("action-", "comments-", "loaded_revision_")
# what forms carry unseen, and the buttons of ours that have a name
UNSEEN = frozenset({"asked", "before", "chosen", "next", "session", "sort", "round"})
BUTTONS = frozenset(
    {
        *("action", "add_line", "insert_template", "one_by_one", "order", "remove", "resume", "save"),
        *("save_template", "take_back", "try-out", "umlauf-bring-back", "verb"),
    }
)
PRESSED = {"replace": "1", "rename": "1", "level": "1"}  # buttons that share their name with fields
# how rows of a form, and blocks of the editor, end what they say of themselves
OF_ROWS = frozenset({"id", "type", "order", "deleted", "count", "ORDER", "DELETE"})
COUNTS = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
SAYS_NOTHING = frozenset({"value", "form", "__prefix__"})
NOT_WRITTEN = "null"  # how the editor of rich text says so
TICKED = "on"
LONG = 80  # characters
MOST_ROWS = 20


class Typed(NamedTuple):
    """``rows``: how many lines a long text is shown with, 0 of a short one."""

    label: str
    text: str
    rows: int

    @property
    def in_a_textarea(self) -> str:
        """A browser leaves out the line break it begins with."""
        return f"\n{self.text}"


def typed_in(sent: QueryDict) -> list[Typed]:
    found = []
    for name, values in sent.lists():
        text = "\n".join(filter(str.strip, map(_words_of, values)))
        if text and not _is_technical(name) and PRESSED.get(name) != text:
            found.append(Typed(_label_of(name), text, _rows_of(text)))
    return found


def files_in(request: HttpRequest) -> list[str]:
    return [fit(file.name or "") for name, files in request.FILES.lists() for file in files if not SECRET.search(name)]


def _is_technical(name: str) -> bool:
    last = name.rpartition("-")[2]
    in_a_row = last != name and last in OF_ROWS
    return (
        in_a_row
        or last in UNSEEN
        or name in BUTTONS
        or name.startswith(OF_WAGTAIL)
        or name.endswith(COUNTS)
        or bool(SECRET.search(name))
    )


def _words_of(value: str) -> str:
    """Rich text comes as JSON, a block for each paragraph."""
    if value == NOT_WRITTEN:
        return ""
    if value == TICKED:
        return "✓"
    if value.startswith("{") and '"blocks"' in value:
        state = contentstate.read(value, contentstate.Known((), (), ())).state
        if state is not None:
            return "\n".join(block["text"] for block in state["blocks"])
    return fit(value)


def _rows_of(text: str) -> int:
    lines = text.splitlines()
    rows = sum(1 + len(line) // LONG for line in lines)
    return min(max(rows, 2), MOST_ROWS) if len(lines) > 1 or len(text) > LONG else 0


def _label_of(name: str) -> str:
    """``lines-0-remark`` is "Lines 1, Remark"."""
    label = ""
    for part in fit(name).split("-"):
        if part.isascii() and part.isdigit() and len(part) <= len("9999"):
            label += f" {int(part) + 1}"
        elif part and part not in SAYS_NOTHING:
            label += f", {_word_of(part)}" if label else _word_of(part)
    return label.strip() or fit(name)


def _word_of(part: str) -> str:
    if part in _labels():
        return capfirst(str(_labels()[part]))
    plain = part.replace("_", " ").strip()
    for msgid in (capfirst(plain), plain):
        if (word := gettext(msgid)) != msgid:
            return capfirst(word)
    return capfirst(plain)


@cache
def _labels() -> dict[str, Any]:
    """By name of a field, the label that all forms and rows of the house give it, to be translated when it is shown."""
    found: dict[str, dict[str, Any]] = {}
    with speaking(None):
        for name, label in _all_labels():
            found.setdefault(name, {})[capfirst(str(label))] = label
    return {name: next(iter(labels.values())) for name, labels in found.items() if len(labels) == 1}


def _all_labels() -> Iterator[tuple[str, Any]]:
    for form in _below(BaseForm):
        if form.__module__.startswith(OURS):
            yield from ((name, field.label) for name, field in getattr(form, "base_fields", {}).items() if field.label)
    for model in apps.get_models():
        if model.__module__.startswith(OURS):
            yield from ((field.name, field.verbose_name) for field in model._meta.fields)


def _below(form: type[Any]) -> Iterator[type[Any]]:
    for one in form.__subclasses__():
        yield one
        yield from _below(one)
