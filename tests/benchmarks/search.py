"""What searching costs: ``make bench-search`` (``PAPERS=10000``, ``ENGINES="sqlite postgres elasticsearch"``).

For each engine: how fast it is fed, how large it becomes, and how long a query takes, warm, asked by one reader and by
four at a time. Beside the whole (``find``: parse, ask, weigh again, show passages) stands the engine's raw time: the
same statement or request sent once more, bare. The difference, taken round by round, is what is ours. PostgreSQL is
used when DATABASE_URL names one, Elasticsearch when ELASTICSEARCH_URL does. A database that holds so many papers
already is asked as it is."""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS = 15


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--papers", type=int, default=10_000)
    options.add_argument("--elasticsearch", action="store_true", help="ask Elasticsearch, fed from the database")
    arguments = options.parse_args()
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{tempfile.mkdtemp()}/bench.sqlite3")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "umlauf.settings.test")
    import django

    django.setup()
    from django.conf import settings

    settings.ELASTICSEARCH_URL = os.environ.get("ELASTICSEARCH_URL", "") if arguments.elasticsearch else ""
    settings.ELASTICSEARCH_INDEX = f"bench-{os.getpid()}"
    fill(arguments.papers)
    ask()


def fill(papers: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from search.models import IndexedText
    from tests.search.corpus import generate
    from tests.search.loading import load

    call_command("migrate", verbosity=0)
    if IndexedText.objects.count() >= papers:
        print(f"{connection.vendor}: {papers} papers are there")
        feed_elasticsearch()
        return
    started = time.perf_counter()
    for batch, _keys in enumerate(load(generate(papers)), start=1):
        print(f"\r{batch * 1000} papers", end="", file=sys.stderr)
    seconds = time.perf_counter() - started
    print(
        f"\r{connection.vendor}: {papers} papers in {seconds:.0f} s, {papers / seconds:.0f} per second, analysed and "
        f"stored"
    )
    print(f"size: {size() / 1e6:.0f} MB for {IndexedText.objects.count()} documents")
    feed_elasticsearch()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def feed_elasticsearch() -> None:
    from django.conf import settings

    if not settings.ELASTICSEARCH_URL:
        return
    from search.engines import elastic_index

    started, total = time.perf_counter(), 0
    for progress in elastic_index.rebuild():
        total = progress[1]
    seconds = time.perf_counter() - started
    stats = elastic_index.client().indices.stats(index=elastic_index.aliases(), metric="store")
    print(
        f"elasticsearch: {total / seconds:.0f} documents per second, "
        f"{stats['_all']['total']['store']['size_in_bytes'] / 1e6:.0f} MB"
    )


def size() -> int:
    from django.db import connection

    if connection.vendor == "sqlite":
        return Path(connection.settings_dict["NAME"]).stat().st_size
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('search_document')")
        return cursor.fetchone()[0]


def queries() -> dict[str, tuple[str, dict[str, list[str]], Any]]:
    """By what they are: words, filters and reader."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import AnonymousUser

    from papers.models import Membership, Organization
    from search.models import IndexedText

    words: dict[str, int] = {}
    for text in IndexedText.objects.order_by("pk").values_list("text", flat=True)[:100]:
        for word in {word for word in text.split() if word.isalpha() and len(word) > 5 and word[0].isupper()}:
            words[word] = words.get(word, 0) + 1
    ranked = sorted(words, key=lambda word: (-words[word], word))
    frequent, middle, rare = ranked[0], ranked[len(ranked) // 10], ranked[-1]
    # there are some
    first = " ".join(IndexedText.objects.exclude(paper=None).order_by("pk").first().text.split()[3:6])  # type: ignore[union-attr]
    citizen = AnonymousUser()
    member, _new = get_user_model().objects.get_or_create(email="member@example.org")
    committee, _new = Organization.objects.get_or_create(name="Ausschuss", slug="bench-ausschuss", kind="committee")
    Membership.objects.get_or_create(person=member, organization=committee, role="member")
    return {
        "rare": (rare, {}, citizen),
        "middle": (middle, {}, citizen),
        "frequent": (frequent, {}, citizen),
        "two words": (f"{frequent} {middle}", {}, citizen),
        "phrase": (f'"{first}"', {}, citizen),
        "filtered": (frequent, {"year": ["2024"]}, citizen),
        "as a member": (middle, {}, member),
    }


def ask() -> None:
    from search.searching import find

    gc.freeze()  # as the server does
    print(f"{'query':<14}{'hits':>8}{'find':>9}{'95 %':>9}{'raw':>9}{'ours':>8}{'4 readers':>11}   (median ms)")
    of_all = []
    for name, (text, filters, reader) in queries().items():

        def whole(text: str = text, filters: Any = filters, reader: Any = reader) -> int:
            return find(text, reader=reader, language="de", filters=filters).total

        hits, raw = whole(), raw_request(whole)
        raw()
        wholes, raws = [], []
        for _round in range(ROUNDS):  # side by side
            wholes.append(timed(whole))
            raws.append(timed(raw))
        ours = statistics.median(a - b for a, b in zip(wholes, raws, strict=True))
        of_all.append(ours)
        ordered = sorted(wholes)
        print(
            f"{name:<14}{hits:>8}{statistics.median(wholes):>9.1f}{ordered[int(0.95 * (len(ordered) - 1))]:>9.1f}"
            f"{statistics.median(raws):>9.1f}{ours:>8.1f}{four_at_a_time(whole):>11.1f}"
        )
    print(f"ours, median over the queries: {statistics.median(of_all):.1f} ms")


def raw_request(search: Callable[[], int]) -> Callable[[], object]:
    """What ``search`` asks its engine, to be asked again without anything around it."""
    from django.conf import settings
    from django.db import connection

    from search.engines import elastic_index

    if settings.ELASTICSEARCH_URL:
        asked: dict[str, Any] = {}
        client = elastic_index.client()

        def keep(**request: Any) -> Any:
            asked.update(request)
            return type(client).search(client, **request)

        client.search = keep  # type: ignore[method-assign]  # only listens
        search()
        del client.search  # type: ignore[method-assign]
        return lambda: client.search(**asked)
    statements: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if "AS MATERIALIZED" in sql:
            statements.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(listen):
        search()

    def again() -> object:
        with connection.cursor() as cursor:
            cursor.execute(*statements[-1])
            return cursor.fetchall()

    return again


def four_at_a_time(search: Callable[[], int]) -> float:
    """Median in milliseconds, four processes asking at once."""
    from django.db import connections

    from search.engines import elastic_index

    def reader(results: Any) -> None:
        connections.close_all()
        elastic_index.client_for.cache_clear()
        search()
        results.put([timed(search) for _round in range(5)])

    connections.close_all()
    processes = multiprocessing.get_context("fork")
    results = processes.Queue()
    readers = [processes.Process(target=reader, args=(results,)) for _reader in range(4)]
    for one in readers:
        one.start()
    times = [time for _reader in readers for time in results.get()]
    for one in readers:
        one.join()
    return statistics.median(times)


def timed(function: Callable[[], object]) -> float:
    started = time.perf_counter()
    function()
    return 1000 * (time.perf_counter() - started)


if __name__ == "__main__":
    main()
