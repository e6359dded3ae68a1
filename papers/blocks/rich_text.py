"""The field of rich text in forms, with a strict reading of what the editor sends (``rich_text_area``)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Refused:
    """Primary keys of what whoever is writing may not put into the text, be it there or not."""

    pages: Collection[int] = frozenset()
    images: Collection[int] = frozenset()


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


class RichTextField(forms.CharField):
    """``widget`` has to be a ``RichTextArea`` (``papers.blocks.rich_text_area``)."""

    def to_python(self, value: Any) -> str:
        if isinstance(value, Misread):
            raise ValidationError([ValidationError(problem, code="misread") for problem in value.problems])
        return str(super().to_python(value))
