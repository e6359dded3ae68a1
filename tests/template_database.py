"""Migrating takes longer than any test, so it is done once and every worker begins with a copy.

On SQLite a migrated file is kept per set of migrations and copied into each worker's memory; on PostgreSQL a database
beside the one named in DATABASE_URL is the template of the workers' databases. Only a head start: Django migrates the
copy as it would an empty database, and finds nothing left to do."""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "test-databases"


def template() -> Path:
    """Named after everything that decides what is in it: the pinned packages, our own migrations, and the triggers that
    are made behind them."""
    digest = hashlib.sha256((ROOT / "requirements" / "dev.txt").read_bytes())
    for source in ("papers", "workflows", "search", "site"):
        for migration in sorted((ROOT / source).glob("**/migrations/*.py")):
            digest.update(migration.read_bytes())
    for name in ("shown", "triggers"):
        digest.update((ROOT / "site" / "umlauf" / "fresh" / f"{name}.py").read_bytes())
    return FOLDER / f"{digest.hexdigest()[:16]}.sqlite3"


def make_template() -> None:
    wanted = template()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of two runs that begin together, one waits for what the other makes
        if wanted.exists():
            return
        for outdated in FOLDER.glob("*.sqlite3*"):
            outdated.unlink()
        unfinished = wanted.with_suffix(f".{os.getpid()}")
        _migrate(f"sqlite:///{unfinished}")
        with sqlite3.connect(unfinished) as database:
            database.execute("PRAGMA journal_mode=DELETE")  # what was written ahead goes into the one file that is kept
        unfinished.rename(wanted)


def copy_into_memory(alias: str) -> sqlite3.Connection:
    """Fill the database Django is about to use for tests. It lives as long as a connection to it is open: keep the one
    returned."""
    memory = sqlite3.connect(f"file:memorydb_{alias}?mode=memory&cache=shared", uri=True, check_same_thread=False)
    with sqlite3.connect(f"file:{template()}?mode=ro", uri=True) as kept:  # never an empty one in its place
        kept.backup(memory)
    kept.close()
    return memory


def make_postgres_template(url: str) -> None:
    """``url`` names a database on the server; its own content is neither read nor changed. What an earlier run left is
    renewed if outdated."""
    import psycopg

    name = postgres_template(url)
    with psycopg.connect(url, autocommit=True) as server:
        if server.execute("SELECT FROM pg_database WHERE datname = %s AND datistemplate", [name]).fetchone():
            return
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}"')
        _migrate(urlsplit(url)._replace(path=f"/{name}").geturl())
        server.execute(f'ALTER DATABASE "{name}" IS_TEMPLATE true')


def postgres_template(url: str) -> str:
    return f"{urlsplit(url).path.strip('/')}_{template().stem}"


def _migrate(url: str) -> None:
    """In a process of its own, because the settings of this one already name another database."""
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "umlauf.settings.test"}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=environment, check=True)
