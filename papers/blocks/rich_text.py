"""The field of rich text in forms: Wagtail's editor, with a strict reading of what it sends (``contentstate``)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from draftjs_exporter.error import ExporterException
from wagtail.admin.rich_text import DraftailRichTextArea

from papers.blocks.contentstate import Known, read

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Refused:
    """Primary keys of what whoever is writing may not put into the text, be it there or not."""

    pages: Collection[int] = frozenset()
    images: Collection[int] = frozenset()


DEEPEST_ITEM = 8  # levels below the first: as many as word processors have
NOTHING = Refused()
_refused: ContextVar[Refused] = ContextVar("refused", default=NOTHING)


@contextmanager
def refusing(refused: Refused) -> Iterator[None]:
    """What is read of a form within it does not contain any of these."""
    before = _refused.set(refused)
    try:
        yield
    finally:
        _refused.reset(before)


def refused_now() -> Refused:
    return _refused.get()


class Misread(str):
    """As much of a text as could be read, and what was wrong with the rest. It counts as something even where nothing
    could be read, so that nobody takes it for a text that was left empty."""

    problems: Sequence[StrOrPromise]

    def __new__(cls, text: str, problems: Sequence[StrOrPromise]) -> Misread:
        self = super().__new__(cls, text)
        self.problems = problems
        return self

    def __bool__(self) -> bool:
        return True


class RichTextArea(DraftailRichTextArea):
    """Named in the settings (``WAGTAILADMIN_RICH_TEXT_EDITORS``), so it stands wherever rich text is edited."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options["maxListNesting"] = DEEPEST_ITEM

    @cached_property
    def known(self) -> Known:
        rules = self.converter.exporter
        blocks = rules.block_options.keys() - {"fallback", "atomic"}
        return Known(blocks, rules.style_options.keys() - {"FALLBACK"}, rules.entity_options.keys() - {"FALLBACK"})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        sent = forms.HiddenInput.value_from_datadict(self, data, files, name)
        if sent is None:
            return None
        reading = read(sent, self.known, refused_now().pages)
        try:
            text = self.converter.exporter.render(reading.state)
        except ExporterException:  # what is within each other does not end in the order it began
            reading.damaged()
            text = ""
        return Misread(text, reading.problems) if reading.problems else text


class RichTextField(forms.CharField):
    """``widget`` has to be a ``RichTextArea``."""

    def to_python(self, value: Any) -> str:
        if isinstance(value, Misread):
            raise ValidationError([ValidationError(problem, code="misread") for problem in value.problems])
        return str(super().to_python(value))
