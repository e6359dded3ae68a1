"""Typesets content into PDF, in a few processes that stay.

A process of its own, because a document can be made to take all time and memory there is; one that stays, because
reading the fonts takes longer than typesetting a paper."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from papers.pdf import worker
from papers.pdf.glyphs import font_folders, sanitised
from papers.programs import pool
from papers.programs.host import MEBIBYTE, Ending
from papers.programs.pool import Busy, Died, Pool

logger = logging.getLogger(__name__)

PROGRAM = Path(worker.__file__)
TEMPLATES = PROGRAM.parent
# few threads, each of which takes address space
ENVIRONMENT = {"RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"}


class Reason(models.TextChoices):
    """Why a document could not be made."""

    TOO_SLOW = "too_slow", _("The document takes too long to typeset. Shorten its tables or divide it.")
    TOO_LARGE = worker.TOO_LARGE, _("The document is too large to typeset. Shorten its tables or divide it.")
    BUSY = "busy", _("Too many documents are being typeset at the moment. Try again in a minute.")
    IMAGE_TOO_LARGE = (
        worker.IMAGE_TOO_LARGE,
        _("An image has too many pixels for a document. Replace it by a smaller one."),
    )
    IMAGE_UNREADABLE = worker.IMAGE_UNREADABLE, _("An image cannot be read. Replace it.")
    LOST = "lost", _("The document that was kept of this text is missing from the archive.")
    ALTERED = "altered", _("The document that was kept of this text was altered and is not handed out.")
    FAILED = worker.FAILED, _("The document could not be typeset.")


class NotTypeset(Exception):
    """``str`` is for people; ``detail`` is what the compiler said, for the log."""

    def __init__(self, reason_code: str, detail: str = "") -> None:
        super().__init__(reason_code, detail)
        self.reason_code = Reason(reason_code)
        self.detail = detail

    def __str__(self) -> str:
        return str(self.reason_code.label)


# A compiler in Rust crashes where its stack does not suffice for what is nested.
REASONS = {
    Ending.TOO_SLOW: Reason.TOO_SLOW,
    Ending.TOO_LARGE: Reason.TOO_LARGE,
    Ending.CRASHED: Reason.TOO_LARGE,
    Ending.FAILED: Reason.FAILED,
}


@dataclass(frozen=True)
class Limits(pool.Limits):
    seconds: float = 20.0
    wait: float = 60.0
    memory: int = 3072 * MEBIBYTE
    resident: int = 600 * MEBIBYTE
    jobs: int = 200
    answer: int = worker.LARGEST_FILE


LIMITS = Limits()


def typeset(
    content: Mapping[str, Any],
    images: Mapping[str, bytes] | None = None,
    *,
    template: str = "paper.typ",
    limits: Limits = LIMITS,
) -> bytes:
    """Every text in it is made printable first. The same content gives the same bytes. Raises NotTypeset."""

    def job() -> dict[str, Any]:
        return {"template": template, "data": json.dumps(sanitised(dict(content)))}

    try:
        head, document = TYPESETTERS.ask(job, images or {}, limits)
        if "problem" in head:
            raise NotTypeset(head["problem"], head["detail"])
    except Busy:
        raise NotTypeset(Reason.BUSY) from None
    except Died as death:
        logger.warning("Not typeset: %s %s", death.ending.name, death)
        raise NotTypeset(REASONS[death.ending], str(death)) from death
    except NotTypeset as refusal:
        logger.warning("Not typeset: %s %s", refusal.reason_code, refusal.detail)
        raise
    return document


def _prepare(folder: Path) -> dict[str, Any]:
    for template in TEMPLATES.glob("*.typ"):
        shutil.copy(template, folder)
    return {"fonts": font_folders()}


TYPESETTERS = Pool(PROGRAM, size=lambda: getattr(settings, "TYPESETTERS", 2), prepare=_prepare, environment=ENVIRONMENT)
