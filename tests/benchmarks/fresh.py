"""What a public page costs that has not changed: ``make bench-fresh``.

Each kind of page is asked for in turn in three ways: made anew, as it was kept, and by a browser that knows it (304).
Printed are medians of processor time, of the whole request and of what is ours alone: the same request to a middleware
with nothing in front of it and nothing behind it. Statements are counted; PostgreSQL with ``DATABASE_URL``."""

from __future__ import annotations

import logging
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

ROUNDS = int(os.environ.get("ROUNDS", "300"))
PACKED = {"Accept-Encoding": "gzip"}


def main() -> None:
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{tempfile.mkdtemp()}/fresh.sqlite3")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "umlauf.settings.test")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    from tests.factories.cast import build_cast

    call_command("migrate", verbosity=0)
    setup_test_environment()
    logging.disable(logging.WARNING)
    settings.KEEP_PAGES = True
    cast = build_cast()
    head = f"{'page':<12}{'made ms':>9}{'kept ms':>9}{'304 ms':>9}{'ours, kept':>12}{'ours, 304':>11}{'statements':>14}"
    print(f"{head}   (processor time, medians of {ROUNDS})")
    for name, address in addresses(cast):
        print(line_of(name, address))


def addresses(cast: Any) -> Iterator[tuple[str, str]]:
    from tests.factories.papers import paper_at

    for _once in range(20):
        paper = paper_at("deliberating", cast)
    yield "home", "/de/"
    yield "list", "/de/papers/"
    yield "paper", f"/de/papers/{paper.slug}/"
    yield "abroad", f"/en/papers/{paper.slug}/"  # whose readings are counted
    yield "committee", "/de/committees/europaausschuss/"


def line_of(name: str, address: str) -> str:
    from django.conf import settings
    from django.test import Client, RequestFactory

    from umlauf.fresh.keeping import keeping_middleware

    def not_kept(request: Any) -> Any:
        raise AssertionError("this should have been kept")

    client, ours = Client(), keeping_middleware(not_kept)
    speaks = {"Accept-Language": "de, en", **PACKED}
    client.get(address, headers=speaks)
    known = {**speaks, "If-None-Match": client.get(address, headers=speaks).headers["ETag"]}
    ways: list[tuple[bool, Callable[[], Any]]] = [
        (False, lambda: client.get(address, headers=speaks)),
        (True, lambda: client.get(address, headers=speaks)),
        (True, lambda: client.get(address, headers=known)),
        (True, lambda: ours(RequestFactory().get(address, headers=speaks))),
        (True, lambda: ours(RequestFactory().get(address, headers=known))),
    ]
    times: list[list[float]] = [[] for _way in ways]
    for _round in range(ROUNDS):
        for taken, (settings.KEEP_PAGES, ask) in zip(times, ways, strict=True):
            started = time.process_time()
            ask()
            taken.append((time.process_time() - started) * 1000)
    made, kept, same, ours_kept, ours_same = map(statistics.median, times)
    statements = " / ".join(str(statements_of(keeps, ask)) for keeps, ask in ways[:3])
    return f"{name:<12}{made:>9.2f}{kept:>9.2f}{same:>9.2f}{ours_kept:>12.3f}{ours_same:>11.3f}{statements:>14}"


def statements_of(keeps: bool, ask: Callable[[], Any]) -> int:
    from django.conf import settings
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    settings.KEEP_PAGES = keeps
    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


if __name__ == "__main__":
    main()
