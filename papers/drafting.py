"""Creating a paper: a draft page that already has the sections its kind demands, in order, with their headings."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from papers.access.verbs import DRAFT_PAPER
from papers.enums import Confidentiality, SectionBlockKind
from papers.models import Organization, Paper, PaperIndexPage, PaperKind, Strategy
from papers.once import one_verb

if TYPE_CHECKING:
    from papers.access import Person

STRATEGY_SLUG = "strategy"


@transaction.atomic
@one_verb()
def draft_paper(
    *,
    kind: PaperKind,
    title: str,
    originating_office: Organization,
    by: Person,
    confidentiality: str = Confidentiality.PUBLIC,
    date: datetime.date | None = None,
    superordinate: Paper | None = None,
    suffix_kind: str = "",
    parent: Strategy | None = None,
    **text: Any,
) -> Paper:
    """Create the draft below the index of originals, or below ``parent`` for a sub-topic of a strategy.

    ``text`` may set any text field of the page. Raises PermissionDenied if ``by`` may not draft for the office,
    ValidationError by field name."""
    DRAFT_PAPER.allow(by, originating_office)
    if not title.strip():
        raise ValidationError({"title": _("A paper needs a title.")})
    check_confidentiality(confidentiality)
    if bool(superordinate) != bool(suffix_kind):
        raise ValidationError({"suffix_kind": _("Say which paper this one belongs to, and how.")})
    page_class = Strategy if kind.slug == STRATEGY_SLUG else Paper
    where = parent or PaperIndexPage.objects.select_related("locale").get(locale__language_code=settings.LANGUAGE_CODE)
    if "body" not in text:
        text["body"] = opening_sections(kind)
    paper = page_class(
        title=title.strip(),
        slug=_free_slug(where, title),
        locale=where.locale,
        kind=kind,
        originating_office=originating_office,
        author=by,
        owner=by,
        confidentiality=confidentiality,
        date=date or timezone.localdate(),
        superordinate=superordinate,
        suffix_kind=suffix_kind,
        live=False,
        **text,
    )
    where.add_child(instance=paper)
    paper.save_revision(user=by, log_action=False, clean=False)
    return paper


def check_confidentiality(level: str) -> None:
    """Raises ValidationError on the field ``confidentiality``: an unknown level would be readable by nobody, or by
    chance."""
    if level not in Confidentiality.values:
        raise ValidationError({"confidentiality": _("Unknown level of confidentiality: %(level)s.") % {"level": level}})


def opening_sections(kind: PaperKind) -> list[tuple[str, dict[str, Any]]]:
    """The required sections as StreamField data, each opened with the block it is usually filled with."""
    return [
        ("section", {"key": section.key, "heading": section.heading, "content": _opening_content(section.block)})
        for section in kind.required_sections.all()
    ]


def _opening_content(block: str) -> list[tuple[str, Any]]:
    if block == SectionBlockKind.COST_TABLE:
        return [("text", ""), ("cost_table", {"caption": "", "rows": [], "note": ""})]
    return [(str(block), "")]


def _free_slug(parent: Any, title: str) -> str:
    """Readable while a draft; the number replaces it later. The tail keeps two drafts of one title apart without asking
    the tree."""
    return f"{slugify(title)[:80].strip('-') or 'paper'}-{uuid.uuid4().hex[:6]}"
