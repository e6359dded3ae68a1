"""Many papers at once, past the verbs: for relevance and for benchmarks, where only what is found counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import Locale, Page

from papers.enums import Circle
from papers.models import Organization, Paper, PaperIndexPage, PaperKind
from search.indexed_texts import analyse
from search.models import IndexedText
from tests.search.corpus import CorpusPaper

BATCH = 1000


def load(papers: Iterable[CorpusPaper]) -> Iterator[dict[str, int]]:
    """Released public papers with the documents of the index, batch by batch; yields primary keys by corpus key."""
    index = PaperIndexPage.objects.get(locale__language_code="de")
    places = Places(index)
    remaining = iter(papers)
    while batch := list(islice(remaining, BATCH)):
        keys = dict(zip([paper.key for paper in batch], places.fill(batch), strict=True))
        IndexedText.objects.bulk_create(
            [document for paper in batch for document in indexed_texts_of(paper, keys[paper.key])], batch_size=500
        )
        yield keys


def indexed_texts_of(paper: CorpusPaper, pk: int) -> Iterator[IndexedText]:
    texts = [("de", paper.title, paper.summary, [section.heading for section in paper.sections], paper.body)]
    texts += [
        (language, text.title, text.summary, [], f"{text.summary}\n{text.text}")
        for language, text in paper.translations.items()
    ]
    for language, title, summary, headings, body in texts:
        document = IndexedText(
            paper_id=pk,
            page_id=pk,
            language=language,
            title=title[:255],
            text=f"{summary}\n{body}",
            date=date(paper.year, 6, 1),
        )
        analyse(document, title=f"{paper.number} {title}", head="\n".join((summary, *headings)), body=body)
        yield document


class Places:
    """Places in the page tree below an index, without asking it each time."""

    def __init__(self, index: PaperIndexPage) -> None:
        self.index = index
        self.next = index.get_children().count() + 1
        self.kinds = {kind.slug: kind for kind in PaperKind.objects.all()}
        self.office = Organization.objects.filter(kind="office").first() or Organization.objects.create(
            name="Amt", slug="amt", kind="office"
        )
        self.author = get_user_model().objects.first() or get_user_model().objects.create(email="author@example.org")
        self.type = ContentType.objects.get_for_model(Paper)
        self.locale = Locale.objects.get(language_code="de")

    def fill(self, batch: list[CorpusPaper]) -> list[int]:
        rows = [self._paper(paper) for paper in batch]
        pages = Page.objects.bulk_create(
            [
                Page(**{field.attname: getattr(row, field.attname) for field in Page._meta.local_concrete_fields})
                for row in rows
            ]
        )
        own = [field for field in Paper._meta.local_concrete_fields if field.name != "page_ptr"]
        columns = ", ".join(connection.ops.quote_name(field.column) for field in own)
        values = [
            [page.pk, *(field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in own)]
            for page, row in zip(pages, rows, strict=True)
        ]
        with connection.cursor() as cursor:
            marks = ", ".join(["%s"] * (len(own) + 1))
            cursor.executemany(f"INSERT INTO papers_paper (page_ptr_id, {columns}) VALUES ({marks})", values)
        return [page.pk for page in pages]

    def _paper(self, paper: CorpusPaper) -> Paper:
        now = datetime(paper.year, 6, 1, tzinfo=UTC)
        number, _slash, year = paper.number.partition("/")
        slug = f"{self.next}-{number}-{year}"
        path = Page._get_path(self.index.path, self.index.depth + 1, self.next)
        self.next += 1
        return Paper(
            title=paper.title[:255],
            draft_title=paper.title[:255],
            slug=slug,
            path=path,
            depth=self.index.depth + 1,
            url_path=f"{self.index.url_path}{slug}/",
            content_type=self.type,
            locale=self.locale,
            translation_key=uuid4(),
            live=True,
            first_published_at=now,
            last_published_at=now,
            kind=self.kinds[paper.kind],
            circle=Circle.PUBLIC,
            number=paper.number,
            state="completed",
            originating_office=self.office,
            author=self.author,
            date=date(paper.year, 6, 1),
            released_at=now,
            summary=paper.summary,
        )
