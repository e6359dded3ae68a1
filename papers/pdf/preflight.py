"""What of a paper cannot be typeset, or would look wrong, told to the author while it can still be changed. Nothing is
compiled for that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from PIL import Image

from papers.blocks.in_section import Problem, Severity
from papers.links import links_without_address
from papers.pdf.glyphs import name_of, unprintable
from papers.pdf.richtext import DEEPEST_LIST
from papers.pdf.worker import MOST_PIXELS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from papers.models.paper import Paper

KNOWN_FORMATS = frozenset({".gif", ".jpeg", ".jpg", ".png", ".webp"})
LIST_TAG = re.compile(r"<(/?)(?:ul|ol)\b", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Place:
    """A place in the paper, and what is wrong there."""

    block_id: str
    section: str

    def problem(self, code: str, message: StrOrPromise, severity: Severity = "warning") -> Problem:
        return Problem(code, message, self.block_id, self.section, severity)

    def characters(self, *texts: str | None) -> Iterator[Problem]:
        for character in dict.fromkeys(character for text in texts for character in unprintable(text or "")):
            message = _("The character %(name)s cannot be printed; “%(replacement)s” stands in its place.")
            yield self.problem("character", message % {"name": name_of(character), "replacement": "�"})

    def links(self, html: str) -> Iterator[Problem]:
        for text in links_without_address(html):
            message = _("The link “%(text)s” leads to what not everybody may read; readers see its text alone.")
            yield self.problem("hidden_link", message % {"text": text})

    def rich_text(self, html: str) -> Iterator[Problem]:
        yield from self.characters(TAG.sub(" ", html))
        yield from self.links(html)
        if _depth_of_lists(html) > DEEPEST_LIST:
            yield self.problem("deep_list", _("Lists are nested more than %(most)s deep.") % {"most": DEEPEST_LIST})
        levels = [int(level) for level in re.findall(r"<h([1-6])\b", html, re.IGNORECASE)]
        if any(
            level != 3 for level in levels
        ):  # what the editor offers; others come from the clipboard or an interface
            yield self.problem("heading_level", _("A heading within the text skips a level."))

    def picture(self, image: Any) -> Iterator[Problem]:
        if image.width * image.height > MOST_PIXELS:
            yield self.problem(
                "image_too_large", _("The image “%(title)s” has too many pixels.") % {"title": image.title}, "error"
            )
        elif not _is_readable(image):
            yield self.problem(
                "image_unreadable", _("The image “%(title)s” cannot be read.") % {"title": image.title}, "error"
            )


def problems_of(page: Paper) -> list[Problem]:
    """Problems come in the order of the text. An error stands in the way of a document, or of those who do not see it;
    a warning spoils its looks."""
    found = [*Place("", "").characters(page.title, page.place)]
    if hasattr(page, "fields_of_action"):  # a strategy; its model imports its editor, which shows these problems
        found += _strategy_problems(page)
    for section in page.body:
        heading = section.value["heading"]
        place = Place(str(section.id), heading)
        found += place.characters(heading)
        if not heading:
            found.append(place.problem("no_heading", _("A section has no heading."), "error"))
        for block in section.value["content"]:
            found += block.block.problems(block.value, Place(str(block.id), heading))
    return found


def _strategy_problems(page: Any) -> Iterator[Problem]:
    yield from Place("", "").rich_text(page.vision)
    for block in (*page.goals, *page.fields_of_action):
        place = Place(str(block.id), block.value["title"])
        yield from place.characters(block.value["title"])
        yield from place.rich_text(block.value["text"].source if block.value["text"] else "")


def _depth_of_lists(html: str) -> int:
    depth = deepest = 0
    for closing in LIST_TAG.findall(html):
        depth += -1 if closing else 1
        deepest = max(deepest, depth)
    return deepest


def _is_readable(image: Any) -> bool:
    """Not opened where the file is the one that Wagtail read when it was uploaded, else by its first bytes; nothing is
    decoded."""
    try:
        return _is_known(image) or _opens(image)
    except Exception:  # noqa: BLE001 - Pillow raises anything over a bad file
        return False


def _is_known(image: Any) -> bool:
    """Judges by what is kept of the image. Raises OSError where the file is gone."""
    # Wagtail takes no file that is something else than its name says
    suffix = PurePosixPath(image.file.name).suffix.lower()
    return bool(image.width and image.height) and suffix in KNOWN_FORMATS and image.file.size == image.file_size


def _opens(image: Any) -> bool:
    with image.file.open("rb") as file, Image.open(file):
        return True
