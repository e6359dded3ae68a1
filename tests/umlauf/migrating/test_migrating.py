"""The demo as it was before versions kept their annexes, results were corrected and bodies ended: migrated, nothing of
it is lost or becomes another."""

from __future__ import annotations

import json
import lzma
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).resolve().parents[3]
BEFORE = Path(__file__).with_name("demo_before.sqlite3.xz")  # without its index of the search, which is made anew
MADE_ANEW = ("search_", "wagtailsearch_", "django_session", "sqlite_")

# the counters of numbers belong to more than one pattern now: they are looked at by what they count
COUNTED_ANEW = "papers_numbercounter"

# what the migrated product itself says of the record
ASKED = """
import json
import django
django.setup()
from django.test import Client
from papers.contents import Contents, contents_of
from papers.models import Act, Attachment, NumberCounter, Paper, Version
page = Client(headers={"host": "localhost"}).get("/de/papers/0383-2019/").content.decode()
latest = {version.paper_id: version for version in Version.objects.order_by("paper", "number").select_related("paper")}
print(json.dumps({
    "lines": page.count("data-consultation"),
    "versions": len(latest),
    "unlike": [str(one) for one in latest.values() if Contents.from_data(one.contents) != contents_of(one.paper)],
    "corrections": Act.objects.exclude(corrects=None).count(),
    "late": Attachment.objects.exclude(handed_in_late_on=None).count(),
    "counters": sorted(NumberCounter.objects.filter(year__gt=0).values_list("year", "last")),
}))
"""


def rows(file: Path) -> dict[str, dict[object, dict[str, object]]]:
    """By table and first column, which is the key in all of Django's."""
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {}
    for table in tables:
        if not table.startswith(MADE_ANEW) and table != COUNTED_ANEW:
            found[table] = {row[0]: dict(row) for row in database.execute(f'SELECT * FROM "{table}"')}
    database.close()
    return found


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    file = folder / "before.sqlite3"
    file.write_bytes(lzma.decompress(BEFORE.read_bytes()))
    before = rows(file)
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{file}",
        "DJANGO_SETTINGS_MODULE": "umlauf.settings.demo",
        "MEDIA_ROOT": str(folder / "media"),
        "PYTHONPATH": ".:site",
    }

    def run(*arguments):
        command = [sys.executable, *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout

    run("manage.py", "migrate", "--verbosity", "0")
    return before, rows(file), json.loads(run("-c", ASKED).splitlines()[-1])


def _has_got_pages(table, name, old, new):
    """The home of a language counts those about the site, which came with an update."""
    is_home = table == "wagtailcore_page" and old["depth"] == 2
    return is_home and name == "numchild" and new[name] > old[name]


def test_every_row_is_there_and_says_what_it_said(migrated):
    before, after, _asked = migrated
    lost, changed = [], set()
    for table, old in before.items():
        new = after.get(table, {})
        for key, row in old.items():
            if key not in new:
                lost.append((table, key))
                continue
            changed |= {
                (table, name)
                for name, value in row.items()
                if name in new[key] and new[key][name] != value and not _has_got_pages(table, name, row, new[key])
            }

    assert lost == []
    assert changed == set()


def test_the_record_is_read_as_before(migrated):
    _before, _after, asked = migrated

    assert asked["lines"] == 13
    assert asked["versions"] > 40
    assert asked["corrections"] == asked["late"] == 0


def test_the_latest_version_keeps_what_the_paper_consists_of(migrated):
    assert migrated[2]["unlike"] == []


def test_numbers_go_on(migrated):
    assert migrated[2]["counters"] == [[2019, 384], [2024, 10], [2025, 15], [2026, 12]]
