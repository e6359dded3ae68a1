"""Original and translation next to each other, text by text, as translators and reviewers read them."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils.html import strip_tags
from wagtail_localize.models import StringTranslation

from papers.translation.freshness import part_of, renderings
from papers.translation.glossary import Finding, Glossary

if TYPE_CHECKING:
    from datetime import datetime

    from wagtail_localize.models import Translation


@dataclass(frozen=True)
class Pair:
    """One text. ``translation`` is None where there is none yet; both may hold inline markup."""

    path: str
    original: str
    translation: str | None
    machine: bool
    changed: bool
    findings: tuple[Finding, ...]

    @property
    def original_text(self) -> str:
        return strip_tags(self.original)

    @property
    def translated_text(self) -> str:
        return strip_tags(self.translation or "")


@dataclass(frozen=True)
class Part:
    """``path`` as in ``papers.translation.freshness``; ``heading`` in the language of the original."""

    path: str
    heading: str
    pairs: tuple[Pair, ...]

    @property
    def untranslated(self) -> int:
        return sum(pair.translation is None for pair in self.pairs)


def side_by_side(translation: Translation, *, changed_since: datetime | None = None) -> list[Part]:
    """Parts come in the order of the original. ``changed_since``: what was reworded later is marked. It takes a
    constant number of queries."""
    glossary = Glossary(translation.target_locale.language_code)
    rendered = {
        (row.translation_of_id, row.context_id): row
        for row in renderings(translation.source, translation.target_locale)
    }
    parts: dict[str, list[Pair]] = {}
    for segment in translation.source.stringsegment_set.select_related("string", "context").order_by("order"):
        row = rendered.get((segment.string_id, segment.context_id))
        text = row.data if row else None
        pair = Pair(
            path=segment.context.path,
            original=segment.string.data,
            translation=text,
            machine=row is not None and row.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE,
            changed=bool(row and changed_since and row.updated_at > changed_since),
            findings=() if text is None else tuple(glossary.findings(segment.string.data, text)),
        )
        parts.setdefault(part_of(pair.path), []).append(pair)
    return [Part(path, _heading(pairs), tuple(pairs)) for path, pairs in parts.items()]


def fingerprint(parts: list[Part]) -> str:
    """Tells whether two people look at the same texts."""
    digest = sha256()
    for part in parts:
        for pair in part.pairs:
            digest.update(repr((pair.path, pair.original, pair.translation)).encode())
    return digest.hexdigest()[:32]


def _heading(pairs: list[Pair]) -> str:
    return next((pair.original_text for pair in pairs if pair.path.endswith((".heading", ".title"))), "")
