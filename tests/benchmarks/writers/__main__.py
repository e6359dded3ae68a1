"""``make bench-writers``: so many clerks write at once, by real HTTP, and afterwards the record is looked through.

``CLERKS`` (16; 4 on SQLite), ``SECONDS`` (300), ``WORKERS`` (4; 1 on SQLite, where processes do not share the file),
``SEED``. ``POSTGRES_URL``: of any database of the server, in which one is made for the run; without it SQLite.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.benchmarks.writers.city import City, command

POSTGRES = os.environ.get("POSTGRES_URL", "")
CLERKS = int(os.environ.get("CLERKS") or (16 if POSTGRES else 4))
SECONDS = float(os.environ.get("SECONDS") or 300)
WORKERS = int(os.environ.get("WORKERS") or (4 if POSTGRES else 1))
SEED = os.environ.get("SEED", "1")
DRAINED_WITHIN = 300  # seconds, in which what waits for the worker has to be done
NAME = "umlauf_bench_writers"
NAMED = 40  # of each kind of trouble


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """A URL of an empty one."""
    if not POSTGRES:
        yield f"sqlite:///{folder / 'db.sqlite3'}"
        return
    import psycopg

    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {NAME}")
        yield urlsplit(POSTGRES)._replace(path=f"/{NAME}").geturl()
        server.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def main() -> int:
    with tempfile.TemporaryDirectory() as name, database(Path(name)) as url:
        city = City(url, Path(name), shared=bool(POSTGRES), workers=WORKERS)
        print("loading the demo …", file=sys.stderr, flush=True)
        city.fill()
        os.environ.update(city.environment)
        import django

        django.setup()
        return write(city)


def write(city: City) -> int:
    """Returns how much is wrong, as the exit status."""
    from django.utils import timezone

    from tests.benchmarks.writers.invariants import Before, broken
    from tests.benchmarks.writers.journal import Journal
    from tests.benchmarks.writers.people import SEATS, at_once, known_of_the_demo, seated
    from umlauf.demo.content import read_cast

    journal, before = Journal(), Before.now(timezone.now())
    seats = [SEATS[place % len(SEATS)] for place in range(CLERKS)]
    with city:
        clerks = seated(
            city.base, seats, known=known_of_the_demo(), journal=journal, seed=SEED, password=read_cast().password
        )
        print(f"{len(clerks)} clerks write for {SECONDS:.0f} s …", file=sys.stderr, flush=True)
        until = time.monotonic() + SECONDS
        took = at_once(clerks, lambda clerk: clerk.work(until=until), journal)
        drained = drain(city)
    print("\n".join(journal.table()))
    print(f"{len(journal.rows)} forms in {took:.0f} s, {len(journal.rows) / took:.1f} a second; {drained}")
    why = Counter((row.verb, row.said) for row in journal.of("refused"))
    for (verb, said), count in why.most_common(NAMED):
        print(f"refused {count} × {verb}: {said}")
    wrong = [f"{row.verb} of {row.by} at {row.address}: {row.said}" for row in journal.of("error")]
    wrong += broken(journal, before, log=city.log)
    for sentence in wrong[:NAMED]:
        print(f"WRONG: {sentence}")
    print("everything holds" if not wrong else f"{len(wrong)} things are wrong")
    return min(1, len(wrong))


def drain(city: City) -> str:
    """Wait for the worker, and send what is left."""
    from django_tasks_db.models import DBTaskResult

    started = time.monotonic()
    while DBTaskResult.objects.ready().exists() and time.monotonic() - started < DRAINED_WITHIN:
        time.sleep(0.5)
    subprocess.run(command("send_mail"), env=city.environment, check=True, stdout=subprocess.DEVNULL)
    return f"the worker was done {time.monotonic() - started:.0f} s later"


if __name__ == "__main__":
    sys.exit(main())
