"""Translations of the demo's papers, and the correction that makes one of them out of date on purpose: through the
verbs, in the order they happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polib
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.models import Translation

from papers.access.verbs import may_edit
from papers.translation.drafts import begin_translation, import_pofile
from papers.translation.side_by_side import fingerprint, side_by_side
from umlauf.demo.clock import Clock, at
from umlauf.demo.content import FOLDER, BrokenContent, DemoCorrection, DemoTranslation
from workflows.translation.review import approve_translation, submit_translation

if TYPE_CHECKING:
    from papers.models import Paper
    from umlauf.demo.directory import Directory


def load_translation(story: DemoTranslation, directory: Directory) -> Paper | None:
    """Works as liaisons do who translate in a program of their own: take the file out, bring it back translated, have
    it read and published."""
    paper = directory.loaded_paper(story.paper)
    if paper is None:
        return None  # deleted since
    translator, reviewer = directory.people[story.by], directory.people[story.review or story.by]
    clock = Clock(f"{story.paper}/{story.language}")
    with at(clock.moment(story.on, "draft")):
        page = begin_translation(paper, Locale.objects.get(language_code=story.language), by=translator)
        translation = Translation.objects.get(source__object_id=paper.translation_key, target_locale=page.locale)
        import_pofile(translation, _translated(translation, story), by=translator)
    if story.review:
        with at(clock.moment(story.on, "submit")):
            submit_translation(page, by=translator)
    with at(clock.moment(story.on, "release")):
        return approve_translation(page, by=reviewer, seen=fingerprint(side_by_side(translation)))


def load_correction(story: DemoCorrection, directory: Directory) -> Paper | None:
    """The council office corrects a released text in the editor."""
    paper = directory.loaded_paper(story.paper)
    if paper is None:
        return None
    office = directory.people[story.by]
    with at(Clock(f"{story.paper}/correction").moment(story.on, "revise")):
        if not may_edit(office, paper):
            raise PermissionDenied(_("You cannot change this paper now."))
        page = paper.get_latest_revision_as_object()
        found = _replace(page, story.replaces, story.text)
        if not found:
            raise BrokenContent(f"{story.paper}: nothing reads “{story.replaces}”")
        page.save_revision(user=office, log_action=True).publish(user=office)
    return directory.loaded_paper(story.paper)


def _translated(translation: Translation, story: DemoTranslation) -> SimpleUploadedFile:
    rendered = {
        entry.msgid: entry.msgstr
        for entry in polib.pofile(FOLDER / "translations" / f"{story.paper}.{story.language}.po")
    }
    catalogue = translation.export_po()
    for entry in catalogue:
        if entry.msgid not in rendered:
            raise BrokenContent(f"{story.paper}.{story.language}.po does not translate “{entry.msgid}”")
        entry.msgstr = rendered[entry.msgid]
    return SimpleUploadedFile(f"{story.paper}.po", str(catalogue).encode())


def _replace(page: Paper, old: str, new: str) -> bool:
    raw = list(page.body.raw_data)
    found = False
    for section in raw:
        for block in section["value"]["content"]:
            if isinstance(block["value"], str) and old in block["value"]:
                block["value"] = block["value"].replace(old, new)
                found = True
    page.body = type(page.body)(page.body.stream_block, raw, is_lazy=True)
    return found
