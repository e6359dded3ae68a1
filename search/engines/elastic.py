"""Elasticsearch answers; what it keeps is in ``elastic_index``.

Texts with changes the server has not heard of are left out of its answers, so that what became confidential a moment
ago is in no hit and no count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from elastic_transport import TransportError
from elasticsearch import ApiError

from papers.access import held_principals
from search.engines.base import FACETS, Answer, Candidate, Request, Unavailable
from search.engines.elastic_index import FIELDS, aliases, client
from search.models import ElasticsearchUpdate, PendingUpdate

if TYPE_CHECKING:
    from search.query import Group, Query

MOST_BEHIND = 5000  # papers left out of an answer; further behind, the database answers
MOST_VALUES = 100  # of one facet
EXACT_COUNTS = 40_000  # the server counts exactly up to here

BY_DATE: list[Any] = [{"date": {"order": "desc", "missing": "_last"}}, {"pk": "desc"}]
BY_SCORE: list[Any] = [{"_score": "desc"}, {"pk": "desc"}]

# A paper of one document is counted by that document; only where there are several is it counted by keys, which costs
# ten times as much.
ALONE: dict[str, Any] = {"term": {"alone": True}}
SHARED: dict[str, Any] = {"bool": {"must_not": ALONE}}


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
