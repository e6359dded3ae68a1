"""What a channel did wrong, beside what is known to be wrong."""

from __future__ import annotations

import zlib
from collections import defaultdict

from tests.access.cells import Result, Wrong
from tests.access.known import KNOWN
from tests.access.people import ROLES

# with no business in most of the papers: whoever should not read finds what leaks, and is refused quickly
STRANGERS = (
    "anonymous",
    "partner-city reader",
    "author of another office",
    "deputy of a deputy",
    "former member",
    "future member",
    "former colleague",
    "member of another committee",
    "chair of a faction",
    "adviser of the council office",
    "deputy whose delegation has ended",
)


def todays_roles(channel: str) -> tuple[str, ...]:
    """Strangers always, and a fifth of the others, the same every day and others for each channel."""
    drawn = (role for role in ROLES if zlib.crc32(f"{channel}/{role}".encode()) % 5 == 0)
    return tuple(dict.fromkeys((*STRANGERS, *drawn)))


def unknown(result: Result) -> list[str]:
    """One line for each kind of fault, with who and where."""
    by_kind: dict[tuple[str, str, str], list[Wrong]] = defaultdict(list)
    for wrong in result.wrong:
        by_kind[wrong.channel, wrong.part, wrong.fault].append(wrong)
    known = {(one.channel, one.part, one.fault) for one in KNOWN}
    return [_line(wrongs) for kind, wrongs in sorted(by_kind.items()) if kind not in known]


def mended(channel: str, result: Result, *, everyday: bool) -> list[str]:
    """Entries of the list for this channel that nothing is wrong with any more."""
    wrong = {(one.channel, one.part, one.fault) for one in result.wrong}
    entries = [one for one in KNOWN if one.channel == channel and (one.everyday or not everyday)]
    return [f"{one.part} {one.fault}" for one in entries if (one.channel, one.part, one.fault) not in wrong]


def _line(wrongs: list[Wrong]) -> str:
    first = wrongs[0]
    roles = ", ".join(sorted({wrong.role for wrong in wrongs}))
    papers = ", ".join(sorted({f"{wrong.stage}/{wrong.level}" for wrong in wrongs}))
    routes = ", ".join(sorted({wrong.route for wrong in wrongs if wrong.route}))
    return f"{first.channel}: {first.part or 'an answer'} {first.fault} to {roles}, of {papers} ({routes})"
