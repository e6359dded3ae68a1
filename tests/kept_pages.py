"""Whether the public pages are still what they were, byte by byte: for changes that must not be seen.

    make keep-pages PAGES=folder       every page of the demo in every language, before the change
    make compare-pages PAGES=folder    again, after it; prints how the first pages differ and ends with 1 if any does

The folder also keeps the demo's database and files, so both runs look at the same rows at the same moment. Pages are
found by their links, without query strings; what only a query string shows is in ``ASKED``. Nonces of forms and ids of
requests are left out."""

from __future__ import annotations

import difflib
import hashlib
import os
import re
import sqlite3
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path

MOMENT = "2026-11-27T10:00:00+00:00"
ASKED = (
    "search/?q=Stadt",
    "search/?q=Stra%C3%9Fe&sort=date",
    "papers/?page=2",
    "papers/?state=decided",
    "search/?q=Fahrad",
)
LINK = re.compile(rb'(?:href|src)="(/[^"?#]*)')
CHANGES_EVERY_TIME = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
NEW_IN_EVERY_ANSWER = ("X-Request-ID",)
NOT_PAGES = ("/static/", "/admin/")
TELLS_THE_TIME = ".xlsx"  # of its making, in every entry of the archive
CARRIES_A_SEARCH = "/subscriptions/search/"  # one address for every search there is
READERS = (None, "adeyemi")  # nobody in particular, and a person of the demo by the first half of the log-in


def main() -> None:
    task, folder = sys.argv[1], Path(sys.argv[2]).resolve()
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/demo.sqlite3"
    os.environ["MEDIA_ROOT"] = str(folder / "media")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "umlauf.settings.dev")
    if task == "keep":
        folder.mkdir(parents=True)
        for command in (["migrate", "--verbosity", "0"], ["load_demo"]):
            subprocess.run([sys.executable, "manage.py", *command], check=True)
    elif task == "compare":
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], check=True)
    else:
        sys.exit(__doc__)
    # reading leaves traces, such as when a delivery was first opened: each run begins with the demo as it was loaded
    with sqlite3.connect(folder / "demo.sqlite3") as loaded, sqlite3.connect(folder / "run.sqlite3") as run:
        loaded.backup(run)
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/run.sqlite3"
    pages = folder / ("before" if task == "keep" else "after")
    pages.mkdir(exist_ok=True)
    addresses = folder / "addresses.txt"
    found = [f"{reader or '-'} {address}" for reader, address in _keep(pages)]
    if task == "keep":
        addresses.write_text("\n".join(found))
        print(f"{len(found)} pages kept in {pages}")
        return
    sys.exit(_compare(folder, sorted({*addresses.read_text().splitlines(), *found})))


def _keep(folder: Path) -> Iterator[tuple[str | None, str]]:
    """Every reader (None is nobody in particular) and address, once its answer lies in the folder."""
    import django

    django.setup()
    import time_machine
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    settings.ALLOWED_HOSTS, settings.DEBUG = ["testserver"], False
    for reader in READERS:
        client = Client(raise_request_exception=False)
        if reader:
            client.force_login(get_user_model().objects.get(email=f"{reader}@umlauf.example"))
        languages = [code for code, _name in settings.LANGUAGES]
        waiting = deque(["/", "/sitemap.xml", "/robots.txt", "/health/", *(f"/{code}/" for code in languages)])
        waiting.extend(f"/{code}/{asked}" for code in languages for asked in ASKED)
        seen = set(waiting)
        while waiting:
            address = waiting.popleft()
            with time_machine.travel(MOMENT, tick=False):
                answer = client.get(address)
                content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            content = CHANGES_EVERY_TIME.sub(b"", content)
            headers = "".join(
                f"{name}: {'; '.join(sorted(value.split('; ')))}\n"
                for name, value in sorted(answer.headers.items())
                if name not in NEW_IN_EVERY_ANSWER
            )
            (folder / _name(reader, address)).write_bytes(f"{answer.status_code}\n{headers}\n".encode() + content)
            yield reader, address
            if "html" not in answer.headers.get("Content-Type", ""):
                continue
            for link in LINK.findall(content):
                found = link.decode()
                if not (
                    found in seen
                    or found.startswith(NOT_PAGES)
                    or found.endswith(TELLS_THE_TIME)
                    or CARRIES_A_SEARCH in found
                ):
                    seen.add(found)
                    waiting.append(found)


def _name(reader: str | None, address: str) -> str:
    return hashlib.sha256(f"{reader or '-'} {address}".encode()).hexdigest()


def _compare(folder: Path, asked: list[str]) -> int:
    different = 0
    for line in asked:
        reader, address = line.split(" ", 1)
        name = _name(None if reader == "-" else reader, address)
        before, after = folder / "before" / name, folder / "after" / name
        old, new = (path.read_bytes() if path.exists() else b"(no such page)" for path in (before, after))
        if old == new:
            continue
        different += 1
        if different <= 10:
            print(f"--- {line}")
            lines = (text.decode(errors="replace").splitlines() for text in (old, new))
            print("\n".join([*difflib.unified_diff(*lines, lineterm="", n=0)][2:12]))
    print(f"{different} of {len(asked)} pages differ")
    return int(different > 0)


if __name__ == "__main__":
    main()
