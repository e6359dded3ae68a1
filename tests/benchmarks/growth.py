"""What ten times as many papers cost: ``make bench-growth`` (ELASTICSEARCH_URL for Elasticsearch).

Two processes, one with 10,000 and one with 100,000 papers, are asked the same in turn; what is reported is the median
of the ratios of each pair, so that a machine that is slower for a while is slower for both. SMALL and LARGE may name
databases (URLs) that hold the papers already."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from functools import partial
from typing import Any

ROUNDS = 25
SIZES = {"SMALL": 10_000, "LARGE": 100_000}


def main() -> None:
    folder = tempfile.mkdtemp()
    servers = [
        _start(os.environ.get(name) or f"sqlite:///{folder}/{papers}.sqlite3", papers) for name, papers in SIZES.items()
    ]
    names, _the_same = (server.stdout.readline().split("\t") for server in servers)
    print(f"{'query':<14}{'10,000':>10}{'100,000':>10}{'growth':>9}   (median ms, median of {ROUNDS} ratios)")
    growths = []
    for name in (name.strip() for name in names):
        for server in servers:
            _asked(server, name)
        pairs = [[_asked(server, name) for server in servers] for _round in range(ROUNDS)]
        growths.append(statistics.median(large / small for small, large in pairs))
        small, large = (statistics.median(times) for times in zip(*pairs, strict=True))
        print(f"{name:<14}{small:>10.1f}{large:>10.1f}{growths[-1]:>9.2f}")
    print(f"growth, median over the queries: {statistics.median(growths):.2f}")
    for server in servers:
        server.stdin.close()
        server.wait()


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

    settings.ELASTICSEARCH_URL = os.environ.get("ELASTICSEARCH_URL", "")
    settings.ELASTICSEARCH_INDEX = f"growth-{papers}"
    fill(papers)
    asked = queries()
    gc.freeze()
    print("ready", flush=True)
    print("\t".join(asked), flush=True)
    for line in sys.stdin:
        text, filters, reader = asked[line.strip()]
        print(timed(partial(find, text, reader=reader, language="de", filters=filters)), flush=True)


if __name__ == "__main__":
    serve(int(sys.argv[2])) if sys.argv[1:2] == ["serve"] else main()
