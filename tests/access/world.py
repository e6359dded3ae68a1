"""One paper for every stage and every level, each with everything that could be told of it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.db import connection
from django.test import TestCase
from django.utils.translation import override
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from papers.attaching import attach
from papers.models import Paper, RemovedAttachment
from papers.pdf.archive import print_of
from search.indexing import process_pending
from tests.access.people import people_of
from tests.access.words import COMMON, LEVELS, STAGES, TAKEN_OFF, Cell, word
from tests.factories.cast import Cast
from tests.factories.images import image_of, with_image
from tests.factories.papers import bring_to, draft, edit, fresh
from tests.search.extraction.files import pdf
from workflows.distribution.distributing import distribute
from workflows.restricting.restricting import take_off_the_public
from workflows.translation.review import submit_translation

RELEASED = ("deliberating", "completed", "returned_after_release", "withdrawn_after_release", "confirming", TAKEN_OFF)
WAITING = ("completed", "confirming", TAKEN_OFF)  # an unfinished translation was submitted
CHANGED = ("returned_after_release", "confirming")  # there is a text that is to replace the released one


@dataclass
class Specimen:
    """A paper at one stage and level. Keys are of rows that stay as they are while the matrix is asked."""

    stage: str
    level: str
    paper: Paper
    image: object
    thumbnail: object
    annexes: dict[str, object] = field(default_factory=dict)  # by level
    english: Paper | None = None
    french: Paper | None = None
    print_sha256: str = ""
    distribution: object = None
    removed: object = None

    @property
    def cell(self) -> Cell:
        return self.stage, self.level

    def word(self, part: str) -> str:
        return word(self.stage, self.level, part)


EVERYTHING = tuple((stage, level) for stage in STAGES for level in LEVELS)
# Where a fault would do most harm; these are asked about every day.
MOST_DANGEROUS = (
    ("draft", "confidential"),
    ("co_signing", "public"),
    ("deliberating", "public"),
    ("deliberating", "confidential"),
    ("withdrawn_after_release", "non_public"),
    (TAKEN_OFF, "public"),
    ("confirming", "public"),
)


class World:
    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.people = people_of(cast)
        self.specimens: list[Specimen] = []

    def fill(self, cells: tuple[Cell, ...]) -> None:
        """Makes the papers that are not there yet."""
        there = {specimen.cell for specimen in self.specimens}
        with override("de"):
            for cell in cells:
                if cell not in there:
                    self.specimens.append(_specimen(self.cast, *cell))
            for _left in process_pending():
                pass
        connection.run_on_commit = []  # nothing is ever committed, and each savepoint looks through all of it

    @property
    def numbers(self) -> dict[str, Cell]:
        return {one.paper.number: one.cell for one in self.specimens if one.paper.number}


def _specimen(cast: Cast, stage: str, level: str) -> Specimen:
    def own(part: str) -> str:
        return word(stage, level, part)

    image = image_of(cast.author, title=own("image"), name=f"{own('image')}.png", size=(40, 20))
    paper = draft(
        cast,
        title=f"{COMMON} {own('title')}",
        summary=f"Zusammenfassung {own('summary')}.",
        body=_body(image, own("text")),
        confidentiality=level,
    )
    specimen = Specimen(stage, level, paper, image, image.get_rendition("max-165x165"))
    for other in LEVELS:
        file = ContentFile(pdf(own(f"inside{other[0]}")), name=f"{own(f'file{other[0]}')}.pdf")
        title = own(f"annex{other[0]}")
        specimen.annexes[other] = attach(paper, file=file, title=title, by=cast.author, confidentiality=other)
    # whoever only reads what is released does not know what the paper may be called next either
    renewed = {"title": f"{COMMON} {own('title')} {own('draft')}", "summary": f"Neu {own('draft')}."}
    on_the_way = "deliberating" if stage == TAKEN_OFF else stage
    paper = bring_to(on_the_way, paper, cast, remark=own("remark"), reason=own("reason"), **renewed)
    if stage == "returned_after_release":
        paper = edit(paper, by=cast.author, **renewed)
    specimen.paper = paper
    specimen.removed = _removed(paper, own("reason"))
    if stage in RELEASED:
        _release_the_rest(specimen, cast)
    if stage == TAKEN_OFF:
        take_off_the_public(specimen.paper, reason=own("reason"), by=cast.council_clerk)
        specimen.paper = fresh(specimen.paper)
    return specimen


def _removed(paper: Paper, word: str) -> RemovedAttachment:
    """An annex of an earlier version, for those who know why it went."""
    content = pdf(word)
    return RemovedAttachment.objects.create(
        paper=paper,
        key=10_000_000 + paper.pk,
        title=word,
        file=ContentFile(content, name=f"attachments/{word}.pdf"),
        filename=f"{word}.pdf",
        media_type="application/pdf",
        size=len(content),
        sha512=hashlib.sha512(content).hexdigest(),
        confidentiality="public",
        scan_state="not_scanned",
    )


def _body(image, sentence: str) -> list:
    body = with_image(image)
    kind, section = body[0]
    return [(kind, section | {"content": [("text", f"<p>Der Text: {sentence}.</p>")]}), *body[1:]]


def _release_the_rest(specimen: Specimen, cast: Cast) -> None:
    """What only a released paper has: translations, a kept print, and deliveries."""
    specimen.english = _translated(specimen, "en", "english", publish=True)
    specimen.french = _translated(specimen, "fr", "french", publish=False)
    if specimen.stage in WAITING:  # for its review, in the inbox of whoever gives one
        specimen.french = submit_translation(specimen.french, by=cast.council_clerk, partial=True)
    specimen.print_sha256 = print_of(fresh(specimen.paper)).sha256
    if specimen.stage != "withdrawn_after_release":
        specimen.distribution = distribute(fresh(specimen.paper), by=cast.council_clerk)
    specimen.paper = fresh(specimen.paper)


def _translated(specimen: Specimen, language: str, part: str, *, publish: bool) -> Paper:
    """Its words are the translation's own: whoever reads them has read it and not the original."""
    locale = Locale.objects.get(language_code=language)
    source, _created = TranslationSource.update_or_create_from_instance(fresh(specimen.paper))
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    for segment in source.stringsegment_set.select_related("string", "context"):
        data = re.sub(r"qz[a-l][pnc][a-z]+", specimen.word(part), segment.string.data)
        StringTranslation.objects.update_or_create(
            translation_of=segment.string, locale=locale, context=segment.context, defaults={"data": data}
        )
    with TestCase.captureOnCommitCallbacks(execute=True):  # only then it is published
        translation.save_target(user=None, publish=publish)
    return fresh(fresh(specimen.paper).get_translation(locale))
