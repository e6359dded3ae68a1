"""What a decision about an address of the desk is, and where all of them are kept.

A decision is made for the name of an address (``wagtailadmin_pages:edit``). A view of ours that stands in front of one
of Wagtail's has no name and goes by the decision for the one behind it. The few addresses without any name are called
by their pattern.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from umlauf.desk.who import NOBODY, Who

READ = frozenset({"GET", "HEAD", "OPTIONS"})
FORM = READ | {"POST"}
POST = frozenset({"POST", "OPTIONS"})
PREVIEW = FORM | {"DELETE"}
# of wagtail-localize's editor, for one text
TEXT = frozenset({"PUT", "DELETE", "OPTIONS"})


@dataclass(frozen=True)
class Decision:
    who: Who
    why: str
    methods: frozenset[str]


DECISIONS: dict[str, Decision] = {}
UNDECIDED = Decision(NOBODY, "nobody has thought about it yet", frozenset())


def decide(who: Who, methods: frozenset[str], why: str, *names: str) -> None:
    """``why``: a plain sentence. A name that was decided before is an error."""
    for name in names:
        if name in DECISIONS:
            raise ValueError(f"{name} was decided before")
        DECISIONS[name] = Decision(who, why, methods)


def close(why: str, *names: str) -> None:
    decide(NOBODY, frozenset(), why, *names)


def within(namespace: str, names: Iterable[str]) -> list[str]:
    return [f"{namespace}:{name}" for name in names]
