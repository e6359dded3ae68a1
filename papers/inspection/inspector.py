"""Looks through one file for what it says unseen. A program that may die (``papers.programs``), which ``inspecting``
starts: it does not import Django.

The file is its standard input, the job its argument. Each finding is answered by a line of JSON: a code and, where it
helps, a detail; the last line says that it came to its end.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import IO

from papers.programs import guest

OPEN_FILES = 64
Finding = tuple[str, str]

ZIP = b"PK\x03\x04"


def findings_in(file: IO[bytes]) -> Iterator[Finding]:
    head = file.read(8)
    file.seek(0)
    if head.startswith(b"%PDF"):
        from papers.inspection.pdfs import findings  # each parser after the limits are set, and only where needed
    elif head.startswith(ZIP):
        from papers.inspection.packages import findings
    elif head.startswith((b"\xff\xd8", b"\x89PNG")):
        from papers.inspection.images import findings
    else:
        return
    yield from findings(file)


def main() -> None:
    job = guest.arguments()
    guest.limit(memory=job["memory"], open_files=OPEN_FILES, seconds=job["seconds"])
    out = guest.answers()
    with sys.stdin.buffer as file:
        try:
            for code, detail in dict.fromkeys(findings_in(file)):
                out.write(json.dumps([code, detail[:200]]).encode() + b"\n")
            out.write(b'["end", ""]\n')
        except Exception:  # noqa: BLE001 - parsers raise anything over a bad file
            out.write(b'["unreadable", ""]\n["end", ""]\n')
        out.flush()
    guest.end()


if __name__ == "__main__":
    main()
