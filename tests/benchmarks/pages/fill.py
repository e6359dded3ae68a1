"""The databases that are asked: a town whose hundred papers were written by the verbs, and copies of it that hold more.

Each is named after what decides what is in it, so one that is there already is used again, and one whose filler or
migrations have changed is removed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests import template_database
from tests.benchmarks.pages.cities import City

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
FOLDER = Path(os.environ.get("BENCH_FOLDER", ROOT / "var" / "bench-pages"))
WRITE = ("town", "record")  # what decides what is written by the verbs, and what is copied from it
COPY = ("graph", "plan", "copying", "multiplying")
SETTINGS = "tests.benchmarks.pages.settings"


def fingerprint(sources: tuple[str, ...]) -> str:
    digest = hashlib.sha256(template_database.template().stem.encode())
    for name in sources:
        digest.update((HERE / f"{name}.py").read_bytes())
    return f"bench_{digest.hexdigest()[:8]}_"


def media() -> Path:
    return FOLDER / "media"


def name_of(city: City) -> str:
    sources = (*WRITE, *COPY) if city.open_lines else WRITE
    return fingerprint(sources) + "_".join(str(number) for number in city if number)


def filled(city: City, base: City, postgres: str = "") -> str:
    """The URL of a database that holds so many papers. ``base``: the city it is copied from. ``postgres``: URL of any
    database of the server, else SQLite."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    place = Postgres(postgres) if postgres else Sqlite()
    name = name_of(city)
    if place.holds(name):
        return place.url(name)
    place.clear(keep=(fingerprint(WRITE), fingerprint((*WRITE, *COPY))))
    unfinished = f"{name}_unfinished"
    started = time.perf_counter()
    if city == base:
        place.begin(unfinished)
    else:
        filled(base, base, postgres)
        place.copy(name_of(base), unfinished)
    _run("write" if city == base else "multiply", city, place.url(unfinished))
    place.rename(unfinished, name)
    print(f"\r{name} filled in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    return place.url(name)


def environment(url: str) -> dict[str, str]:
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": SETTINGS, "MEDIA_ROOT": str(media())}


def _run(task: str, city: City, url: str) -> None:
    command = [sys.executable, "-m", "tests.benchmarks.pages.fill", task, *map(str, city)]
    subprocess.run(command, cwd=ROOT, env=environment(url), check=True)


class Sqlite:
    def _path(self, name: str) -> Path:
        return FOLDER / f"{name}.sqlite3"

    def url(self, name: str) -> str:
        return f"sqlite:///{self._path(name)}"

    def holds(self, name: str) -> bool:
        return self._path(name).exists()

    def clear(self, keep: tuple[str, ...]) -> None:
        for path in FOLDER.glob("bench_*.sqlite3*"):
            if not path.name.startswith(keep) or "_unfinished" in path.name:
                path.unlink()

    def begin(self, name: str) -> None:
        template_database.make_template()
        shutil.copy(template_database.template(), self._path(name))

    def copy(self, source: str, name: str) -> None:
        shutil.copy(self._path(source), self._path(name))

    def rename(self, name: str, new: str) -> None:
        self._path(name).rename(self._path(new))


class Postgres:
    def __init__(self, server: str) -> None:
        self.server = server

    def url(self, name: str) -> str:
        return urlsplit(self.server)._replace(path=f"/{name}").geturl()

    def _do(self, statement: str, *values: str) -> list[Any]:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as server:
            answer = server.execute(statement, values or None)  # type: ignore[arg-type]
            return answer.fetchall() if answer.description else []

    def holds(self, name: str) -> bool:
        return bool(self._do("SELECT 1 FROM pg_database WHERE datname = %s", name))

    def clear(self, keep: tuple[str, ...]) -> None:
        for (name,) in self._do("SELECT datname FROM pg_database WHERE datname LIKE 'bench\\_%%'"):
            if not name.startswith(keep) or "_unfinished" in name:
                self._do(f'DROP DATABASE "{name}"')

    def begin(self, name: str) -> None:
        template_database.make_postgres_template(self.server)
        self.copy(template_database.postgres_template(self.server), name)

    def copy(self, source: str, name: str) -> None:
        self._do(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')

    def rename(self, name: str, new: str) -> None:
        self._do(f'ALTER DATABASE "{name}" RENAME TO "{new}"')


def main(task: str, city: City) -> None:
    """In the database the settings name."""
    import django

    django.setup()
    from django.db import connection

    from tests.benchmarks.pages.multiplying import multiply
    from tests.benchmarks.pages.record import write

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous=OFF")
        for papers in write(city.papers) if task == "write" else multiply(city):
            print(f"\r{papers} papers ", end="", file=sys.stderr, flush=True)
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    print("\r", end="", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1], City(*map(int, sys.argv[2:])))
