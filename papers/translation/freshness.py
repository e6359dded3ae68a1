"""Translations of papers: what they were made from, and how current they are.

Freshness is computed from content, never from dates. A translation's text remembers, part by part, what stood in the
original it was made from; that is compared with what the original says today. A part is a field of the page (title,
summary) or one section, goal or field of action, known by the id it keeps when sections are re-ordered. Figures in cost
tables count as content, although nobody translates them: a translation that shows old amounts is not current."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.rich_text import RichText
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import StringTranslation, TranslationLog
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from papers.models.paper import Paper
from papers.models.translation import TranslationVersion
from papers.parties.consultation import Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from django.db.models import QuerySet
    from wagtail.models import Locale
    from wagtail_localize.models import TranslationSource

Contents = dict[str, list[str]]


@dataclass(frozen=True)
class Freshness:
    """``parts``: path of each part of the original that reads differently now, with the number of its strings concerned
    (1 or more).

    ``total`` counts the strings of the original as it stands.
    """

    total: int
    parts: dict[str, int] = field(default_factory=dict)
    translates: Version | None = None
    untranslated: dict[str, int] = field(default_factory=dict)
    machine: dict[str, int] = field(default_factory=dict)
    reviewed: bool = False

    @property
    def is_current(self) -> bool:
        return not self.parts

    @property
    def share(self) -> int:
        """Per cent of the text that is out of date: at least 1 where anything is, 100 only where everything is."""
        if not self.parts:
            return 0
        outdated = sum(self.parts.values())
        return 100 if outdated >= self.total else min(99, max(1, round(100 * outdated / self.total)))

    @property
    def is_machine_translated(self) -> bool:
        """Says whether a machine translated it and nobody has read it since."""
        return bool(self.machine) and not self.reviewed

    def concerns(self, path: str) -> bool:
        return path in self.parts


def part_of(path: str) -> str:
    """``body.<id>.content.<id>`` belongs to the part ``body.<id>``, ``title`` to itself."""
    return ".".join(path.split(".")[:2])


def contents_of(original: Paper) -> Contents:
    """Digests of everything a reader of the original sees, per part."""
    contents: dict[str, list[str]] = {}
    for segment in extract_segments(original):
        if isinstance(segment, StringSegmentValue):
            contents.setdefault(part_of(segment.path), []).append(_digest(segment.string.data))
    for path, figures in _figures_of(original):
        contents.setdefault(path, []).append(_digest("\n".join(figures)))
    return {path: sorted(digests) for path, digests in contents.items()}


def freshness_of(translation: Paper) -> Freshness | None:
    """How current the released text of the translation is (the latest one where none is released yet); None where it
    was not made by translating."""
    revision_id = translation.live_revision_id or translation.latest_revision_id
    made = TranslationVersion.objects.filter(revision=revision_id).select_related("translates").first()
    return None if made is None else _compared(made, contents_of(translation.original.specific))


def freshness_of_many(released: Iterable[Paper], originals: Mapping[UUID, Paper]) -> dict[int, Freshness]:
    """Returns freshness by primary key of the translation, in one query. ``originals``: specific pages, by translation
    key."""
    keys = {page.live_revision_id: page for page in released}
    found, contents = {}, {}
    for made in TranslationVersion.objects.filter(revision__in=keys).select_related("translates"):
        page = keys[made.revision_id]
        if page.translation_key not in contents:
            contents[page.translation_key] = contents_of(originals[page.translation_key])
        found[page.pk] = _compared(made, contents[page.translation_key])
    return found


def _compared(made: TranslationVersion, now: Contents) -> Freshness:
    return Freshness(
        total=max(1, sum(len(digests) for digests in now.values())),
        parts=changed_parts(made.contents, now),
        translates=made.translates,
        untranslated=made.untranslated,
        machine=made.machine,
        reviewed=made.reviewed_at is not None,
    )


def changed_parts(then: Contents, now: Contents) -> dict[str, int]:
    """What was reworded counts once, not as one string gone and one come."""
    changed = {}
    for path in then.keys() | now.keys():
        old, new = Counter(then.get(path, ())), Counter(now.get(path, ()))
        count = max((new - old).total(), (old - new).total())
        if count:
            changed[path] = count
    return changed


def renderings(source: TranslationSource, locale: Locale) -> QuerySet[StringTranslation]:
    """Of the texts of this page alone: what it says may stand in a thousand others, too."""
    contexts = source.stringsegment_set.values("context")
    found: QuerySet[StringTranslation] = StringTranslation.objects.filter(
        locale=locale, context__in=contexts, has_error=False
    )
    return found


def remember_what_was_translated(log: TranslationLog) -> TranslationVersion | None:
    """Called whenever a translation was saved, while its source still is what it was made from."""
    source: TranslationSource = log.source
    original = source.as_instance()
    if log.revision is None or not isinstance(original, Paper):
        return None
    untranslated: Counter[str] = Counter()
    machine: Counter[str] = Counter()
    kinds = {
        (string, context): kind
        for string, context, kind in renderings(source, log.locale).values_list(
            "translation_of_id", "context_id", "translation_type"
        )
    }
    for segment in source.stringsegment_set.select_related("context"):
        kind = kinds.get((segment.string_id, segment.context_id))
        if kind is None:
            untranslated[part_of(segment.context.path)] += 1
        elif kind == StringTranslation.TRANSLATION_TYPE_MACHINE:
            machine[part_of(segment.context.path)] += 1
    version = (
        Version.objects.filter(paper=original.pk, created_at__lte=source.last_updated_at).order_by("number").last()
    )
    made, _created = TranslationVersion.objects.update_or_create(
        revision=log.revision,
        defaults={
            "page_id": int(log.revision.object_id),
            "translates": version,
            "contents": contents_of(original),
            "untranslated": dict(untranslated),
            "machine": dict(machine),
        },
    )
    return made


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _figures_of(original: Paper) -> list[tuple[str, list[str]]]:
    found = []
    for translatable in get_translatable_fields(type(original)):
        model_field = translatable.get_field(type(original))
        if isinstance(model_field, StreamField) and translatable.is_translated(original):
            for child in model_field.value_from_object(original):
                figures = sorted(_figures_in(child.block, child.value))
                if figures:
                    found.append((f"{model_field.name}.{child.id}", figures))
    return found


def _figures_in(block: blocks.Block, value: Any) -> list[str]:
    """What is shown as it is in every language: amounts, years, choices. Each row of figures is one entry, so that
    re-ordering changes nothing."""
    if value is None or (isinstance(value, (str, RichText)) and not isinstance(block, blocks.ChoiceBlock)):
        return []
    if isinstance(block, ImageBlock):  # whose value is an image, though it is a struct; another image is another text
        return [str(value.pk)]
    if hasattr(block, "figures_in"):
        return list(block.figures_in(value))
    if isinstance(block, blocks.StructBlock):
        here: list[str] = []
        below: list[str] = []
        for name, child in block.child_blocks.items():
            figures = _figures_in(child, value.get(name))
            (here if isinstance(child, blocks.FieldBlock) else below).extend(figures)
        return [*(["|".join(here)] if here else []), *below]
    if isinstance(block, blocks.StreamBlock):
        return [figure for child in value for figure in _figures_in(child.block, child.value)]
    if isinstance(block, blocks.ListBlock):
        return [figure for child in value for figure in _figures_in(block.child_block, child)]
    if isinstance(block, (blocks.ChoiceBlock, blocks.IntegerBlock, blocks.DecimalBlock)):
        return [f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)]
    return []
