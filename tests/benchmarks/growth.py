"""What more papers cost: ``make bench-growth``, 10,000 beside 100 on SQLite; with DATABASE_URL on PostgreSQL, or
ELASTICSEARCH_URL, 100,000 beside 10,000.

Two processes, each with its papers, are asked the same in turn; what is reported is the median of the ratios of each
pair, so that a machine that is slower for a while is slower for both. ``find`` is the search alone, ``page`` the whole
answer to a reader's request. SMALL and LARGE may name databases (URLs) that hold the papers already."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from functools import partial
from typing import Any
from urllib.parse import urlsplit

ROUNDS = 25
SIZES = {"SMALL": 10_000, "LARGE": 100_000}
SIZES_ON_SQLITE = {"SMALL": 100, "LARGE": 10_000}
# times as long, with so many more papers
AT_MOST = {"rare": 1.5, "frequent": 3.0, "middle": 3.0, "two words": 3.0}


def main() -> None:
    sizes = _sizes()
    servers = [_start(_database(name, papers), papers) for name, papers in sizes.items()]
    names, _the_same = (server.stdout.readline().split("\t") for server in servers)
    small_size, large_size = (f"{papers:,}" for papers in sizes.values())
    print(
        f"{'query':<20}{small_size:>10}{large_size:>10}{'growth':>9}{'at most':>9}   (median ms, median of {ROUNDS} "
        f"ratios)"
    )
    for name in (name.strip() for name in names):
        for server in servers:
            _asked(server, name)
        pairs = [[_asked(server, name) for server in servers] for _round in range(ROUNDS)]
        growth = statistics.median(large / small for small, large in pairs)
        small, large = (statistics.median(times) for times in zip(*pairs, strict=True))
        most = AT_MOST.get(name.partition(" ")[2])
        print(f"{name:<20}{small:>10.1f}{large:>10.1f}{growth:>9.2f}{most or '–':>9}")
    for server in servers:
        server.stdin.close()
        server.wait()


def _sizes() -> dict[str, int]:
    named = os.environ.get("LARGE") or os.environ.get("DATABASE_URL", "")
    larger = named.startswith("postgres") or os.environ.get("ELASTICSEARCH_URL")
    return SIZES if larger else SIZES_ON_SQLITE


def _database(name: str, papers: int) -> str:
    """The one that is named; or a new one, on the server that DATABASE_URL names."""
    if named := os.environ.get(name):
        return named
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        return f"sqlite:///{tempfile.mkdtemp()}/{papers}.sqlite3"
    import psycopg

    database = f"growth_{papers}"
    with psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            connection.execute(f'CREATE DATABASE "{database}"')
    return urlsplit(server)._replace(path=f"/{database}").geturl()


def _start(url: str, papers: int) -> Any:
    """Filled one after the other: the first is ready before the second begins."""
    command = [sys.executable, "-m", "tests.benchmarks.growth", "serve", str(papers)]
    server = subprocess.Popen(
        command, env={**os.environ, "DATABASE_URL": url}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    while not (line := server.stdout.readline()).startswith("ready"):
        if not line:
            raise SystemExit(f"nothing with {papers} papers: {url}")
        print(line, end="")
    return server


def _asked(server: Any, name: str) -> float:
    server.stdin.write(f"{name}\n")
    server.stdin.flush()
    return float(server.stdout.readline())


def serve(papers: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "umlauf.settings.test")
    import gc

    import django

    django.setup()
    from django.conf import settings

    from search.searching import find
    from tests.benchmarks.search import fill, queries, timed
    from umlauf.operation import limits

    settings.ELASTICSEARCH_URL = os.environ.get("ELASTICSEARCH_URL", "")
    settings.ELASTICSEARCH_INDEX = f"growth-{papers}"
    settings.ALLOWED_HOSTS = ["*"]
    fill(papers)
    asked: dict[str, Any] = {}
    for name, (text, filters, reader) in queries().items():
        asked[f"find {name}"] = partial(find, text, reader=reader, language="de", filters=filters)
        asked[f"page {name}"] = partial(_page, text, filters, reader)
    gc.freeze()
    print("ready", flush=True)
    print("\t".join(asked), flush=True)
    for line in sys.stdin:
        limits.forget()  # nobody is told to wait
        print(timed(asked[line.strip()]), flush=True)


def _page(text: str, filters: dict[str, list[str]], reader: Any) -> None:
    from django.test import Client

    client = _clients.setdefault(reader.pk, Client())
    if reader.pk and not client.cookies:
        client.force_login(reader)
    answer = client.get("/de/search/", {"q": text, **filters})
    assert answer.status_code == 200, answer.status_code


_clients: dict[Any, Any] = {}


if __name__ == "__main__":
    serve(int(sys.argv[2])) if sys.argv[1:2] == ["serve"] else main()
