"""What Elasticsearch keeps: one index per language behind an alias, fed from the texts the database keeps.

Terms come analysed, so the server only splits at spaces. Access is kept beside each text in tokens
(``papers.access.read_principals``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.helpers import bulk

from papers.access import read_principals
from papers.enums import Confidentiality
from papers.models import Paper
from search.engines.base import FACETS, Unavailable
from search.models import ElasticsearchUpdate, IndexedText, Rebuild

FIELDS = {"terms_title": 12.0, "terms_head": 4.0, "terms_body": 1.0, "terms_parts": 0.3}
TIMEOUT = 5  # seconds
PATIENCE = 120  # seconds
BATCH = 500
SMALL = 100  # documents: so few are made findable at once
PK: list[Any] = ["pk"]
BY_PK: list[Any] = [{"pk": "asc"}]

TERMS = {"type": "text", "analyzer": "whitespace"}
KEYWORD = {"type": "keyword"}
LONG = {"type": "long"}
BOOLEAN = {"type": "boolean"}
MAPPING = {
    "dynamic": False,
    "_source": {"enabled": False},
    "properties": {
        **dict.fromkeys(FIELDS, TERMS),
        **dict.fromkeys((*FACETS, "access"), KEYWORD),
        **dict.fromkeys(("key", "pk"), LONG),
        "date": {"type": "date"},
        "published": {"type": "date"},
        "of_a_paper": BOOLEAN,
        "alone": BOOLEAN,  # the only document of its paper
    },
}


@lru_cache(maxsize=4)
def client_for(urls: str) -> Elasticsearch:
    """``urls``: of the nodes, separated by commas. What one of them does not answer is asked of the next."""
    nodes = urls.split(",")
    return Elasticsearch(
        nodes, request_timeout=TIMEOUT, max_retries=max(1, len(nodes)), retry_on_timeout=len(nodes) > 1
    )


def client() -> Elasticsearch:
    return client_for(settings.ELASTICSEARCH_URL)


def feeder() -> Elasticsearch:
    """The client for work that nobody waits for."""
    return client().options(request_timeout=PATIENCE)


def alias(language: str) -> str:
    return f"{settings.ELASTICSEARCH_INDEX}-{language.lower()}"


def aliases() -> list[str]:
    return [alias(code) for code, _name in settings.LANGUAGES]


def send() -> int:
    """Tell the server what it has not heard of yet; returns how many changes. Raises Unavailable; what is not confirmed
    stays."""
    sent = 0
    while True:
        rows = list(ElasticsearchUpdate.objects.order_by("pk")[:BATCH])
        if not rows:
            return sent
        documents = {
            document.pk: document
            for document in IndexedText.objects.filter(pk__in=[row.document for row in rows if not row.gone])
        }
        sources = dict(told_of(documents.values()))
        operations: list[dict[str, Any]] = []
        stamps = list(Rebuild.objects.values_list("stamp", flat=True))
        for row in rows:
            for index in _indices(row.language, stamps):
                if row.gone:
                    operations.append({"_op_type": "delete", "_index": index, "_id": row.document})
                elif row.document in sources:
                    operations.append(
                        {"_op_type": "index", "_index": index, "_id": row.document, **sources[row.document]}
                    )
        try:
            ensure_indices()
            _succeeded, errors = bulk(
                feeder(), operations, refresh=True if len(rows) < SMALL else "wait_for", raise_on_error=False
            )
        except (ApiError, TransportError) as problem:
            raise Unavailable(str(problem)) from problem
        told: Any = errors  # a number, where nobody asked for more
        failed = [error for error in told if not ("delete" in error and error["delete"]["status"] == 404)]
        if failed:
            raise Unavailable(str(failed[0]))
        ElasticsearchUpdate.objects.filter(pk__in=[row.pk for row in rows]).delete()
        sent += len(rows)


def _indices(language: str, stamps: list[str]) -> list[str]:
    """The one that answers, and the one that is being built: what becomes confidential or is removed meanwhile must not
    come back when they are swapped."""
    return [alias(language), *(f"{alias(language)}-{stamp}" for stamp in stamps if alias(language) in aliases())]


def ensure_indices() -> None:
    for name in aliases():
        if not feeder().indices.exists_alias(name=name):
            create(new := f"{name}-{timezone.now():%Y%m%d%H%M%S%f}")
            feeder().indices.put_alias(index=new, name=name)


def create(name: str) -> None:
    feeder().indices.create(
        index=name,
        mappings=MAPPING,
        settings={
            "number_of_shards": settings.ELASTICSEARCH_SHARDS,
            "number_of_replicas": settings.ELASTICSEARCH_REPLICAS,
        },
    )


def rebuild(*, resume: bool = False) -> Iterator[tuple[int, int]]:
    """Build new indices beside those that answer, then swap all aliases in one step. Yields how many documents of how
    many are there.

    What changes meanwhile goes to both at once (``send``), and what is copied never takes its place: it was read
    before. ``resume`` goes on with what an interrupted rebuild left."""
    begun = Rebuild.objects.first() if resume else None
    if begun is None:
        _discard_unfinished()
        newest = IndexedText.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        begun = Rebuild(stamp=f"{timezone.now():%Y%m%d%H%M%S%f}", started=newest)
    new = {name: f"{name}-{begun.stamp}" for name in aliases()}
    for name in new.values():
        if not feeder().indices.exists(index=name):
            create(name)
    begun.save()  # from here on they are told of changes, which would make them otherwise than they have to be
    started = begun.started
    documents = IndexedText.objects.filter(pk__lte=started)
    total, done = documents.count(), documents.filter(pk__lte=begun.last).count()
    while batch := list(documents.filter(pk__gt=begun.last).order_by("pk")[:BATCH]):
        sources = dict(told_of(batch))
        rows = [(document.pk, new[alias(document.language)]) for document in batch if alias(document.language) in new]
        _copy(
            [{"_op_type": "create", "_index": index, "_id": pk, **sources[pk]} for pk, index in rows if pk in sources]
        )
        begun.last, done = batch[-1].pk, done + len(batch)
        begun.save()
        yield done, total
    feeder().indices.refresh(index=list(new.values()))
    present = set(IndexedText.objects.filter(pk__lte=started).values_list("pk", flat=True))
    ElasticsearchUpdate.objects.bulk_create(
        [
            ElasticsearchUpdate(document=document.pk, key=_key(document), language=document.language)
            for document in IndexedText.objects.filter(pk__gt=started)
        ]
    )
    actions: list[dict[str, Any]] = []
    for name, index in new.items():
        gone = [hit for hit in _ids(index) if hit not in present]  # replaced or deleted while we copied
        bulk(
            feeder(),
            [{"_op_type": "delete", "_index": index, "_id": pk} for pk in gone],
            raise_on_error=False,
            refresh=True,
        )
        old = list(feeder().indices.get_alias(name=name).keys()) if feeder().indices.exists_alias(name=name) else []
        actions += [{"remove_index": {"index": one}} for one in old]
        actions.append({"add": {"index": index, "alias": name}})
    feeder().indices.update_aliases(actions=actions)
    begun.delete()
    send()


def _copy(operations: list[dict[str, Any]]) -> None:
    """What is there already is newer. Raises Unavailable."""
    _succeeded, errors = bulk(feeder(), operations, raise_on_error=False)
    told: Any = errors  # a number, where nobody asked for more
    failed = [error for error in told if error.get("create", {}).get("status") != 409]
    if failed:
        raise Unavailable(str(failed[0]))


def _discard_unfinished() -> None:
    for left in Rebuild.objects.all():
        names = [name for name in (f"{one}-{left.stamp}" for one in aliases()) if feeder().indices.exists(index=name)]
        if names:
            feeder().indices.delete(index=names)
        left.delete()


def _ids(index: str) -> Iterator[int]:
    after: list[Any] = []
    while True:
        more: dict[str, Any] = {"search_after": after} if after else {}
        hits = client().search(index=index, query={"match_all": {}}, size=5000, sort=BY_PK, docvalue_fields=PK, **more)[
            "hits"
        ]["hits"]
        if not hits:
            return
        yield from (hit["fields"]["pk"][0] for hit in hits)
        after = hits[-1]["sort"]


def told_of(documents: Iterable[IndexedText]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yields what the server is told of each text, by primary key; of a text whose paper is gone nothing. What is read
    for this has to be named in ``search.sources``."""
    documents = list(documents)
    wanted = {document.paper_id for document in documents if document.paper_id}
    papers = {
        paper.pk: paper
        for paper in Paper.objects.filter(pk__in=wanted).prefetch_related(
            "consultations__latest_act", "partner_cities", "carries_out", "attachments"
        )
    }
    siblings = (
        IndexedText.objects.filter(paper__in=wanted)
        .values("paper")
        .annotate(count=Count("pk"))
        .values_list("paper", "count")
    )
    with_several = {paper for paper, count in siblings if count > 1}
    for document in documents:
        source: dict[str, Any] = {name: getattr(document, name) for name in FIELDS}
        source |= {
            "pk": document.pk,
            "key": _key(document),
            "language": document.language,
            "date": document.date,
            "of_a_paper": bool(document.paper_id),
        }
        source["alone"] = bool(document.paper_id) and document.paper_id not in with_several
        paper = papers.get(document.paper_id or 0)
        if paper is not None:
            yield document.pk, source | _facts(paper, document)
        elif document.paper_id is None:
            yield document.pk, source | {"access": ["public"]}


def _facts(paper: Paper, document: IndexedText) -> dict[str, Any]:
    lines = [line for line in paper.consultations.all() if line.role != "co_sign"]
    level, waits, taken_off = paper.confidentiality, False, False
    if document.attachment_id:
        annex = next((one for one in paper.attachments.all() if one.pk == document.attachment_id), None)
        # of one that was removed a moment ago the server is told next
        level = Confidentiality.stricter(level, annex.confidentiality if annex else Confidentiality.CONFIDENTIAL)
        waits = annex is not None and annex.waits
        taken_off = annex is not None and annex.is_taken_off
    return {
        "kind": str(paper.kind_id),
        "office": str(paper.originating_office_id),
        "state": paper.state,
        "year": str(document.date.year) if document.date else None,
        "committee": [str(line.organization_id) for line in lines if line.state != "cancelled"],
        "outcome": [line.latest_act.outcome for line in lines if line.latest_act],
        "city": [str(city.pk) for city in paper.partner_cities.all()],
        "field": [measure.field_of_action for measure in paper.carries_out.all()],
        "part": "attachment" if document.attachment_id else "text",
        "published": max(filter(None, (paper.last_published_at, paper.released_at)), default=None),
        "access": read_principals(paper, level, waits=waits, taken_off=taken_off),
    }


def _key(document: IndexedText) -> int:
    return document.paper_id or -(document.organization_id or 0)
