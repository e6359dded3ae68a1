"""Keeping the index up to date.

Whoever changes something marks it in the same transaction (``mark_paper``); after the commit a task brings the index up
to date and takes the mark away. A mark made meanwhile is one of its own and survives: nothing is lost, whatever dies in
between."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from papers.files.kept import Altered, opened_attachment
from papers.models import Attachment, Organization, Paper
from papers.once import found, keep
from search.engines import Unavailable
from search.events import index_updated
from search.extraction import Extracted, Problem, extract
from search.indexed_texts import indexed_texts_of, indexed_texts_of_attachment, indexed_texts_of_organization
from search.models import AttachmentText, ElasticsearchUpdate, IndexedText, PendingUpdate
from search.spelling import learn

if TYPE_CHECKING:
    from datetime import timedelta

logger = logging.getLogger(__name__)

BATCH = 50


def mark_paper(paper_id: int) -> None:
    """``paper_id``: of the original."""
    _mark(paper_id=paper_id)


def mark_organization(organization_id: int) -> None:
    _mark(organization_id=organization_id)


@task()
def update_index() -> None:
    waiting = PendingUpdate.objects.exists()
    for _progress in process_pending():
        pass
    send_out()
    if waiting:
        index_updated.send(sender=PendingUpdate)


def process_pending() -> Iterator[int]:
    """Bring everything marked up to date; yields how many marks are left. What cannot be indexed keeps its mark and
    holds up nothing else."""
    failed: set[int] = set()
    while True:
        waiting = PendingUpdate.objects.exclude(pk__in=failed)
        # attachments last: they take longest
        marks = list(waiting.order_by(F("attachment").asc(nulls_first=True), "pk")[:BATCH])
        if not marks:
            return
        for mark in marks:
            try:
                index(mark)
            except Exception:
                logger.exception("mark %s could not be indexed", mark.pk)  # what it marks may have a confidential title
                failed.add(mark.pk)
        yield PendingUpdate.objects.count()


def send_out() -> None:
    """What the search server cannot be told now is told next time."""
    if settings.ELASTICSEARCH_URL:
        from search.engines.elastic_index import send  # its client is imported only where there is a server

        try:
            send()
        except Unavailable as problem:
            logger.warning("Elasticsearch is behind: %s", problem)


def index(mark: PendingUpdate) -> None:
    """Bring one thing up to date, with all its changes so far. Files are read before anything is locked."""
    same = PendingUpdate.objects.filter(
        paper=mark.paper_id, organization=mark.organization_id, attachment=mark.attachment_id
    )
    changes = list(same.values_list("pk", flat=True))  # those that come later are not ours to delete
    attachment = (
        Attachment.objects.select_related("paper__locale").filter(pk=mark.attachment_id).first()
        if mark.attachment_id and changes
        else None
    )
    read = _read(attachment) if attachment is not None else None
    with transaction.atomic():
        if not list(
            PendingUpdate.objects.select_for_update().filter(pk__in=changes).order_by("pk").values_list("pk", flat=True)
        ):
            return  # another worker was faster
        _index(mark, attachment, read)
        PendingUpdate.objects.filter(pk__in=changes).delete()


def _index(mark: PendingUpdate, attachment: Attachment | None, read: Extracted | None) -> None:
    """What was deleted since it was marked is nothing to index."""
    if attachment is not None and read is not None:
        _replace(IndexedText.objects.filter(attachment=attachment), indexed_texts_of_attachment(attachment, read.pages))
        # the paper is no longer alone, or alone again
        _send_later(IndexedText.objects.filter(paper=attachment.paper, attachment=None))
        values = {"sha512": attachment.sha512, "problem": read.problem, "pages": len(read.pages)}
        AttachmentText.objects.update_or_create(attachment=attachment, defaults=values)
    elif mark.organization_id:
        for organization in Organization.objects.filter(pk=mark.organization_id):
            _replace(IndexedText.objects.filter(organization=organization), indexed_texts_of_organization(organization))
    elif mark.paper_id:
        for paper in Paper.objects.select_related("locale").filter(pk=mark.paper_id):
            _index_paper(paper.specific)


def _index_paper(paper: Paper) -> None:
    old = IndexedText.objects.filter(paper=paper, attachment=None)
    known = {language: facts for language, *facts in old.values_list("language", "terms_title", "date")}
    new = indexed_texts_of(paper)
    _replace(old, new)
    # who may read them, and what they are counted among
    _send_later(IndexedText.objects.filter(attachment__paper=paper))
    now = {document.language: [document.terms_title, document.date] for document in new}
    if any(known.get(language, facts) != facts for language, facts in now.items()):
        for attachment_id in paper.attachments.values_list("pk", flat=True):
            mark_attachment(
                attachment_id
            )  # found by number and title of the paper, too, and stands where its date does


def _read(attachment: Attachment) -> Extracted:
    """What was altered on the disk is damaged: its text is not the annex's."""
    if not attachment.is_servable:
        return Extracted([])  # marked again when the scanner has said something
    try:
        opened_attachment(attachment).close()
    except Altered:
        return Extracted([], Problem.BROKEN)
    try:
        path = attachment.file.path
    except NotImplementedError:  # a storage that keeps no local files
        with NamedTemporaryFile(suffix=Path(attachment.filename).suffix) as copy, attachment.file.open() as original:
            copyfileobj(original, copy)
            copy.flush()
            return extract(copy.name, suffix=attachment.suffix.lower())
    return extract(path, suffix=attachment.suffix.lower())


def mark_attachment(attachment_id: int) -> None:
    _mark(attachment_id=attachment_id)


def mark_everything() -> int:
    """Marks everything for a rebuild, while searching goes on in what there is. Returns how many there are."""
    papers = Paper.objects.originals().values_list("pk", flat=True)
    PendingUpdate.objects.bulk_create([PendingUpdate(paper_id=pk) for pk in papers], batch_size=1000)
    organizations = Organization.objects.values_list("pk", flat=True)
    PendingUpdate.objects.bulk_create([PendingUpdate(organization_id=pk) for pk in organizations], batch_size=1000)
    attachments = Attachment.objects.values_list("pk", flat=True)
    PendingUpdate.objects.bulk_create([PendingUpdate(attachment_id=pk) for pk in attachments], batch_size=1000)
    return PendingUpdate.objects.count()


def lag() -> timedelta | None:
    """How long the oldest change has been waiting; None where nothing waits."""
    waiting = [
        model.objects.order_by("since").values_list("since", flat=True).first()
        for model in (PendingUpdate, ElasticsearchUpdate)
    ]
    oldest = min(filter(None, waiting), default=None)
    return timezone.now() - oldest if oldest else None


def _mark(**what: int) -> None:
    """Once in a verb: it saves, logs and publishes, and each of these says that the paper changed."""
    key = ("marked", *what.items())
    if _is_waiting(found(key)):
        return
    PendingUpdate.objects.create(**what)
    task = partial(update_index.enqueue)
    transaction.on_commit(task)
    keep(key, task)


def _is_waiting(task: Any) -> bool:
    """Says whether it will run. What a savepoint wanted done is forgotten when it is rolled back, and its mark is gone
    then, too."""
    return any(waiting is task for _savepoints, waiting, _robust in transaction.get_connection().run_on_commit)


def forget(documents: Any) -> None:
    """Have Elasticsearch told that they are gone. ``documents``: a queryset, which somebody else deletes, whether by a
    verb or not: nobody else might ask for the server to be told."""
    if _send_later(documents.only("paper", "organization", "language"), gone=True):
        transaction.on_commit(partial(update_index.enqueue))


def _replace(old: Any, new: list[IndexedText]) -> None:
    """By a worker, which sends when it is through."""
    _send_later(old.only("paper", "organization", "language"), gone=True)
    old.delete()
    IndexedText.objects.bulk_create(new)
    _send_later(new)
    learn(new)


def _send_later(documents: Iterable[IndexedText], *, gone: bool = False) -> bool:
    """Says whether there is something to send."""
    rows = []
    if settings.ELASTICSEARCH_URL:
        rows = [
            ElasticsearchUpdate(
                document=row.pk, key=row.paper_id or -(row.organization_id or 0), language=row.language, gone=gone
            )
            for row in documents
        ]
        ElasticsearchUpdate.objects.bulk_create(rows)
    return bool(rows)
