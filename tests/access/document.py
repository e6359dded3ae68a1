"""Writes the generated part of ``docs/access.md`` from the tables: ``python -m tests.access.document``."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import django
from django.apps import apps

if not apps.ready:  # asked from the command line, and not by a test
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "umlauf.settings.test")
    django.setup()

from tests.access.channels import CHANNELS
from tests.access.expected import (
    CITIZENS,
    DRAFT,
    EVERYBODY,
    FILE,
    GROUPS,
    RELEASED,
    TEXT,
    UNFINISHED_TRANSLATION,
    Table,
)
from tests.access.words import STAGES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "access.md"
BEGIN = "<!-- generated from tests/access/expected.py: python -m tests.access.document -->"
END = "<!-- end of the generated part -->"

IN_WORDS = {
    "draft": "draft",
    "co_signing": "being co-signed",
    "checking": "in formal check",
    "releasing": "awaiting release",
    "deliberating": "released, under deliberation",
    "completed": "completed",
    "returned": "returned before its release",
    "withdrawn": "withdrawn before its release",
    "returned_after_release": "returned after its release",
    "withdrawn_after_release": "withdrawn after its release",
    "confirming": "changed after its release, signed anew",
    "taken_off": "taken off the public after its release",
}
TABLES: tuple[tuple[str, str, Table], ...] = (
    ("The text", "The released one; before that the one that circulates, or the draft. Its images, too.", TEXT),
    ("A text that is to replace the released one", "In the other states there is none.", DRAFT),
    (
        "The paper in lists of the portal",
        "Lists, counts, committees, kept prints. In a package the council office also gets what was taken off.",
        RELEASED,
    ),
    ("The paper in feeds and mails to subscribers", "The same for whoever asks.", CITIZENS),
    ("A translation nobody has approved", "Here for a language of a city that is on no slip.", UNFINISHED_TRANSLATION),
    ("The file", "Remarks of co-signers, reasons, who did what; in the administration only.", FILE),
)


def generated() -> str:
    return "\n".join((BEGIN, *_lines(), END))


def _lines() -> Iterator[str]:
    yield ""
    yield "## State by state"
    yield ""
    yield "These tables are what the tests hold every channel against. An annex is read like the text of a paper of the"
    yield "stricter of both levels."
    for heading, sentence, table in TABLES:
        yield from ("", f"### {heading}", "", sentence, "")
        yield "| state | public | non-public | confidential |"
        yield "|---|---|---|---|"
        for stage in STAGES:
            if stage in table:
                yield f"| {IN_WORDS[stage]} | {' | '.join(_in_words(groups) for groups in table[stage])} |"
    yield from ("", "### Who is meant", "")
    for group, roles in GROUPS.items():
        yield f"- *{group}*: {', '.join(roles)}"
    yield from ("", "### Channels", "", f"Asked for every person, state and level: {', '.join(CHANNELS)}.", "")


def _in_words(groups: tuple[str, ...]) -> str:
    if set(groups) == set(EVERYBODY):
        return "everybody"
    return ", ".join(dict.fromkeys(groups)) or "nobody"


def written(page: str) -> str:
    """The page with its generated part made anew, at its end where it has none yet."""
    if BEGIN not in page:
        return f"{page.rstrip()}\n\n{generated()}\n"
    return re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _old: generated(), page, flags=re.DOTALL)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text()))
