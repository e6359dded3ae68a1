"""From a hundred papers to many."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from papers.models import Attachment, NumberCounter
from tests.benchmarks.pages.cities import City
from tests.benchmarks.pages.copying import Copier
from tests.benchmarks.pages.graph import Graph
from tests.benchmarks.pages.plan import Plan


def multiply(city: City) -> Iterator[int]:
    """Yields how many papers there are."""
    graph = Graph()
    copier = Copier(graph)
    plan = Plan(graph, city, annex_stride=copier.strides[Attachment._meta.db_table])
    there = len(plan.papers)
    for copied in copier.copy(plan):
        yield there + copied
    series = NumberCounter.objects.order_by("pk").values_list("series", flat=True)[0]
    for year, last in plan.last.items():
        if year:
            NumberCounter.objects.update_or_create(series=series, year=year, defaults={"last": last})
    if connection.vendor == "sqlite":
        connection.check_constraints()  # all that is pointed at is there; raises IntegrityError
