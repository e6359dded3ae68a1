"""What each column of a paper is: its text, its record, or what Wagtail keeps for itself.

Every column belongs to exactly one group, and whatever asks "is this text?", "may a revision bring it back?", "what
follows into a translation?" or "what does a copy begin without?" is answered from the groups. A new column has to be
put into one.

The record is what happened to a paper and how it is filed. No revision carries it: publishing or reverting to an old
draft leaves it as it stands. Part of it is written by verbs alone, with the row locked, through ``Paper.write_record``.
Whoever assigns such a column and saves the page is told so, because the page would be saved without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from wagtail_localize.fields import SynchronizedField, TranslatableField

if TYPE_CHECKING:
    from django.db.models import Model


class InTranslations(Enum):
    OWN = "each language version has its own"
    TRANSLATED = "translated, string by string"
    SAME = "taken over from the original whenever the translation is saved"
    NONE = "asked from the original, which alone has it"


@dataclass(frozen=True)
class Group:
    """``signed``: a change makes a new version of the text. ``record``: no revision brings it back. ``by_verbs``: it is
    not saved together with the page."""

    fields: tuple[str, ...]
    translations: InTranslations = InTranslations.OWN
    signed: bool = False
    record: bool = False
    by_verbs: bool = False


TEXT = Group(
    ("title", "summary", "body", "vision", "goals", "fields_of_action"),
    InTranslations.TRANSLATED,
    signed=True,
)
SIGNATURE = Group(("date", "place"), InTranslations.SAME, signed=True)
TOPICS = Group(("related_topics",), signed=True)
CITIES = Group(("partner_cities",))
ADDRESS = Group(("slug",), InTranslations.SAME)
FILING = Group(("kind", "originating_office", "author", "confidentiality"), InTranslations.SAME, record=True)
RELATION = Group(("superordinate", "suffix_kind", "agenda_item"), InTranslations.NONE, record=True)
HISTORY = Group(
    ("state", "state_since", "number", "number_year", "sequence", "released_at", "taken_off_at"),
    InTranslations.NONE,
    record=True,
    by_verbs=True,
)
READERS = Group(("circle",), InTranslations.NONE, record=True, by_verbs=True)  # follows from facts (``access.circles``)
FRESHNESS = Group(("is_behind",), InTranslations.NONE, record=True, by_verbs=True)  # (``translation.behind``)
TREE = Group(
    ("id", "page_ptr", "paper_ptr", "path", "depth", "numchild", "url_path", "content_type", "owner"),
)
LANGUAGE = Group(("locale", "translation_key", "translation_of", "alias_of"))
PUBLICATION = Group(
    (
        "live",
        "has_unpublished_changes",
        "first_published_at",
        "last_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "draft_title",
    ),
)
LOCK = Group(("locked", "locked_at", "locked_by"))
UNUSED = Group(("seo_title", "search_description", "show_in_menus", "go_live_at", "expire_at", "expired"))

GROUPS = (
    TEXT,
    SIGNATURE,
    TOPICS,
    CITIES,
    ADDRESS,
    FILING,
    RELATION,
    HISTORY,
    READERS,
    FRESHNESS,
    TREE,
    LANGUAGE,
    PUBLICATION,
    LOCK,
    UNUSED,
)


def _fields(belongs: Callable[[Group], bool]) -> tuple[str, ...]:
    return tuple(name for group in GROUPS if belongs(group) for name in group.fields)


SIGNED = _fields(lambda group: group.signed)
RECORD = _fields(lambda group: group.record)
# Wagtail keeps these with the page, whichever text of it is read or published.
OF_THE_PAGE = _fields(lambda group: group in (TREE, LANGUAGE, PUBLICATION, LOCK))
WRITTEN_BY_VERBS = frozenset(_fields(lambda group: group.by_verbs))
# A copy is a new draft, and a translation has no record of its own: neither begins with these.
OF_THE_ORIGINAL = _fields(lambda group: group.translations == InTranslations.NONE)
# Given with the number; the page keeps it from then on.
ADDRESS_OF_A_NUMBER = frozenset({"slug", "url_path"})


def translatable_fields(model: type[Model]) -> list[TranslatableField | SynchronizedField]:
    """How the columns of this model follow into translations, as wagtail-localize wants it said."""
    known = {field.name for field in model._meta.concrete_fields}
    found: list[TranslatableField | SynchronizedField] = []
    for group in GROUPS:
        names = [name for name in group.fields if name in known]
        if group.translations == InTranslations.TRANSLATED:
            found += [TranslatableField(name) for name in names]
        elif group.translations == InTranslations.SAME:
            found += [SynchronizedField(name, overridable=False) for name in names]
    return found


_verbs: dict[str, list[str]] = {}


def written_by(*verbs: str, fields: Iterable[str]) -> None:
    """Say which verbs write these columns, by dotted name. Each app names its own when it gets ready."""
    for name in fields:
        known = _verbs.setdefault(name, [])
        known += [verb for verb in verbs if verb not in known]


def verbs_for(field: str) -> list[str]:
    return list(_verbs.get(field, ()))


class RecordAssigned(Exception):
    """Somebody assigned what would not be kept: a mistake of a program, not of its user."""

    def __init__(self, fields: Iterable[str]) -> None:
        self.fields = sorted(fields)
        problems = [f"{name}: {self._problem(name)}" for name in self.fields]
        super().__init__("\n".join(problems))

    @staticmethod
    def _problem(name: str) -> str:
        if name in ADDRESS_OF_A_NUMBER:
            return "a numbered paper keeps the address that came with its number"
        if name not in WRITTEN_BY_VERBS:
            return "record of a paper, which no revision carries; save the page before its revision"
        verbs = ", ".join(verbs_for(name)) or "none of those installed"
        return f"record of a paper, which is never written together with the page. Verbs that write it: {verbs}"


def check_written(names: Iterable[str]) -> None:
    """Checks columns that somebody names to write. Raises RecordAssigned."""
    by_verbs = WRITTEN_BY_VERBS.intersection(names)
    if by_verbs:
        raise RecordAssigned(by_verbs)
