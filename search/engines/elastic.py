"""Elasticsearch: one index per language behind an alias, fed from the documents the database keeps.

Terms come analysed, so the server only splits at spaces. Access is kept beside each document in tokens
(``papers.access.read_principals``); documents with changes the server has not heard of are left out of its answers, so
that what became confidential a moment ago is in no hit and no count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.helpers import bulk

from papers.access import held_principals, read_principals
from papers.enums import Confidentiality
from papers.models import Paper
from search.engines.base import FACETS, Answer, Candidate, Request, Unavailable
from search.models import ElasticsearchUpdate, IndexedText, PendingUpdate, Rebuild

if TYPE_CHECKING:
    from search.query import Group, Query

FIELDS = {"terms_title": 12.0, "terms_head": 4.0, "terms_body": 1.0, "terms_parts": 0.3}
MOST_BEHIND = 5000  # papers left out of an answer; further behind, the database answers
MOST_VALUES = 100  # of one facet
EXACT_COUNTS = 40_000  # the server counts exactly up to here
TIMEOUT = 5  # seconds
PATIENCE = 120  # seconds
BATCH = 500
SMALL = 100  # documents: so few are made findable at once

BY_DATE: list[Any] = [{"date": {"order": "desc", "missing": "_last"}}, {"pk": "desc"}]
PK: list[Any] = ["pk"]
BY_PK: list[Any] = [{"pk": "asc"}]
BY_SCORE: list[Any] = [{"_score": "desc"}, {"pk": "desc"}]

# A paper of one document is counted by that document; only where there are several is it counted by keys, which costs
# ten times as much.
ALONE: dict[str, Any] = {"term": {"alone": True}}
SHARED: dict[str, Any] = {"bool": {"must_not": ALONE}}

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
    """For what nobody waits for."""
    return client().options(request_timeout=PATIENCE)


def alias(language: str) -> str:
    return f"{settings.ELASTICSEARCH_INDEX}-{language.lower()}"


def aliases() -> list[str]:
    return [alias(code) for code, _name in settings.LANGUAGES]


class ElasticEngine:
    name = "elasticsearch"

    def search(self, request: Request) -> Answer:
        """Raises Unavailable."""
        body: dict[str, Any] = {
            "query": self._query(request),
            "size": request.limit,
            "docvalue_fields": ["pk", "key"],
            "aggs": {"alone": {"filter": ALONE}, "shared": {"filter": SHARED, "aggs": {"papers": _count()}}},
            "sort": BY_DATE if request.by_date else BY_SCORE,
            "track_scores": True,
            "track_total_hits": False,
        }
        if request.facets:
            values = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in FACETS}
            counted = {name: {**terms, "aggs": {"papers": _count()}} for name, terms in values.items()}
            parts = {"alone": {"filter": ALONE, "aggs": values}, "shared": {"filter": SHARED, "aggs": counted}}
            body["aggs"]["facets"] = {"filter": {"term": {"of_a_paper": True}}, "aggs": parts}
        found = self._search(body)
        candidates = [
            Candidate(hit["fields"]["pk"][0], hit["fields"]["key"][0], hit["_score"] or 0.0)
            for hit in found["hits"]["hits"]
        ]
        counts = found["aggregations"]
        return Answer(
            candidates, counts["alone"]["doc_count"] + counts["shared"]["papers"]["value"], self._facets(counts)
        )

    def which_find(self, queries: Sequence[Query], request: Request) -> list[bool]:
        """Raises Unavailable."""
        asked = {str(place): {"bool": _asked(query)} for place, query in enumerate(queries)}
        body: dict[str, Any] = {
            "query": {"bool": self._among(request)},
            "size": 0,
            "aggs": {"asked": {"filters": {"filters": asked}}},
            "track_total_hits": False,
        }
        counted = self._search(body)["aggregations"]["asked"]["buckets"]
        return [counted[place]["doc_count"] > 0 for place in asked]

    def _search(self, body: dict[str, Any]) -> Any:
        try:
            return client().search(index=aliases(), ignore_unavailable=True, **body)
        except (ApiError, TransportError) as problem:
            raise Unavailable(str(problem)) from problem

    def _query(self, request: Request) -> dict[str, Any]:
        asked, among = _asked(request.query), self._among(request)
        return {"bool": {**asked, **among, "must_not": [*asked["must_not"], *among["must_not"]]}}

    def _among(self, request: Request) -> dict[str, Any]:
        """What the reader may be told of, as far as the filters leave it."""
        filters: list[dict[str, Any]] = []
        tokens = held_principals(request.reader)
        if tokens is not None:
            filters.append({"terms": {"access": tokens}})
        chosen = {name: values for name, values in request.filters.items() if values and name in FACETS}
        filters += [{"terms": {name: values}} for name, values in chosen.items()]
        if chosen or request.since is not None:
            filters.append({"term": {"of_a_paper": True}})
        if request.since is not None:
            filters.append({"range": {"published": {"gt": request.since.isoformat()}}})
        return {"must_not": [{"terms": {"key": _unheard_of()}}], "filter": filters}

    def _facets(self, aggregations: Any) -> dict[str, list[tuple[str, int]]]:
        if "facets" not in aggregations:
            return {}
        facets = {}
        alone, shared = aggregations["facets"]["alone"], aggregations["facets"]["shared"]
        for name in FACETS:
            values = Counter({bucket["key"]: bucket["doc_count"] for bucket in alone[name]["buckets"]})
            values.update({bucket["key"]: bucket["papers"]["value"] for bucket in shared[name]["buckets"]})
            if values:
                facets[name] = sorted(values.items(), key=lambda entry: (-entry[1], entry[0]))
        return facets


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
        operations = []
        for row in rows:
            if row.gone:
                operations.append({"_op_type": "delete", "_index": alias(row.language), "_id": row.document})
            elif row.document in sources:
                operations.append(
                    {"_op_type": "index", "_index": alias(row.language), "_id": row.document, **sources[row.document]}
                )
        try:
            ensure_indices()
            _succeeded, errors = bulk(
                feeder(), operations, refresh=True if len(rows) < SMALL else "wait_for", raise_on_error=False
            )
        except (ApiError, TransportError) as problem:
            raise Unavailable(str(problem)) from problem
        failed = [error for error in errors if not ("delete" in error and error["delete"]["status"] == 404)]  # type: ignore[union-attr]
        if failed:
            raise Unavailable(str(failed[0]))
        ElasticsearchUpdate.objects.filter(pk__in=[row.pk for row in rows]).delete()
        sent += len(rows)


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

    What changes meanwhile goes to the old ones at once and to the new ones at the end. ``resume`` goes on with what an
    interrupted rebuild left."""
    begun = Rebuild.objects.first() if resume else None
    if begun is None:
        _discard_unfinished()
        newest = IndexedText.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        begun = Rebuild.objects.create(stamp=f"{timezone.now():%Y%m%d%H%M%S%f}", started=newest)
    new = {name: f"{name}-{begun.stamp}" for name in aliases()}
    for name in new.values():
        if not feeder().indices.exists(index=name):
            create(name)
    started = begun.started
    documents = IndexedText.objects.filter(pk__lte=started)
    total, done = documents.count(), documents.filter(pk__lte=begun.last).count()
    while batch := list(documents.filter(pk__gt=begun.last).order_by("pk")[:BATCH]):
        sources = dict(told_of(batch))
        rows = [(document.pk, new[alias(document.language)]) for document in batch if alias(document.language) in new]
        bulk(feeder(), [{"_op_type": "index", "_index": index, "_id": pk, **sources[pk]} for pk, index in rows])
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
    """By primary key. What is read for this has to be named in ``search.sources``."""
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
        yield document.pk, source | (_facts(paper, document) if paper else {"access": ["public"]})


def _facts(paper: Paper, document: IndexedText) -> dict[str, Any]:
    lines = [line for line in paper.consultations.all() if line.role != "co_sign"]
    level = paper.confidentiality
    if document.attachment_id:
        attachment = next(one for one in paper.attachments.all() if one.pk == document.attachment_id)
        level = Confidentiality.stricter(level, attachment.confidentiality)
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
        "access": read_principals(paper, level),
    }


def _key(document: IndexedText) -> int:
    return document.paper_id or -(document.organization_id or 0)


def _unheard_of() -> list[int]:
    """Keys with changes on their way. Raises Unavailable where they are too many to name."""
    keys = set(ElasticsearchUpdate.objects.values_list("key", flat=True).distinct()[: MOST_BEHIND + 1])
    for paper, organization, other in PendingUpdate.objects.values_list(
        "paper", "organization", "attachment__paper"
    ).distinct()[: MOST_BEHIND + 1]:
        keys.add(paper or other or -organization)
    if len(keys) > MOST_BEHIND:
        raise Unavailable("too many changes are on their way")
    return sorted(keys)


def _asked(query: Query) -> dict[str, Any]:
    return {
        "should": [_any_of(group) for group in query.required] or [{"match_all": {}}],
        "minimum_should_match": query.enough or max(1, len(query.required)),
        "must_not": [_any_of(group) for group in query.excluded],
    }


def _any_of(group: Group) -> dict[str, Any]:
    boosted = [f"{name}^{boost}" for name, boost in FIELDS.items()]
    options: list[dict[str, Any]] = []
    for option in group.options:
        kind = "phrase" if len(option) > 1 else "most_fields"
        options.append(
            {"multi_match": {"query": " ".join(option), "fields": boosted, "type": kind, "analyzer": "whitespace"}}
        )
    options += [
        {"prefix": {name: {"value": prefix, "boost": boost}}}
        for prefix in group.prefixes
        for name, boost in FIELDS.items()
    ]
    return {"dis_max": {"queries": options}}


def _count() -> dict[str, Any]:
    return {"cardinality": {"field": "key", "precision_threshold": EXACT_COUNTS}}
