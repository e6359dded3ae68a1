"""The demo's content as plain data, read from the TOML files beside this module and checked for names that lead
nowhere."""

from __future__ import annotations

import datetime
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"


class BrokenContent(Exception):
    """A content file names something that no file defines."""


@dataclass(frozen=True)
class DemoPerson:
    key: str
    name: tuple[str, str]
    part: dict[str, str]
    language: str = ""
    superuser: bool = False
    address: str = ""  # of who gets papers by post
    memberships: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class DemoCast:
    domain: str
    password: str
    since: datetime.date
    checks: str
    releases: str
    people: tuple[DemoPerson, ...]
    delegations: tuple[dict[str, Any], ...] = ()

    def email(self, key: str) -> str:
        return f"{key}@{self.domain}"


@dataclass(frozen=True)
class DemoElected:
    """People without a log-in, and the bodies they fill up to so many votes."""

    names: tuple[tuple[str, str], ...]
    seats: dict[str, int]


@dataclass(frozen=True)
class SlipLine:
    to: str
    role: str
    stage: int = 1
    due: datetime.date | None = None


@dataclass(frozen=True)
class Step:
    """Something somebody did on a day. Without ``do`` it is an act on the line of the organization ``line``."""

    on: datetime.date
    do: str = "act"
    line: str = ""
    role: str = ""
    outcome: str = ""
    remark: str = ""
    reason: str = ""
    name: str = ""
    amended_text: str = ""
    refer_to: str = ""
    votes: tuple[int, int, int, int] | None = None
    by: str = ""
    annex: str = ""  # the file name of one that is handed in late
    keeps_title: bool = True


@dataclass(frozen=True)
class Annex:
    title: str
    filename: str
    text: str
    confidentiality: str = "public"
    late: bool = False  # a step hands it in


@dataclass(frozen=True)
class DemoMeasure:
    field: str
    title: str
    office: str
    period: str
    state: str
    indicator: str
    description: str = ""
    papers: tuple[str, ...] = ()


@dataclass(frozen=True)
class DemoPaper:
    """``text`` maps a required section's key, or the heading of a section of its own, to its content (see
    ``umlauf.demo.sections``)."""

    key: str
    kind: str
    title: str
    office: str
    author: str
    date: datetime.date
    place: str
    summary: str
    text: dict[str, Any]
    slip: tuple[SlipLine, ...]
    steps: tuple[Step, ...]
    revised: dict[str, Any] = field(default_factory=dict)
    annexes: tuple[Annex, ...] = ()
    confidentiality: str = "public"
    agenda_item: str = ""
    belongs_to: str = ""
    suffix: str = ""
    continues_series_at: int | None = None
    concerns: tuple[str, ...] = ()  # partner cities
    # strategies only
    parent: str = ""
    vision: str = ""
    goals: tuple[dict[str, str], ...] = ()
    fields: tuple[dict[str, str], ...] = ()
    measures: tuple[DemoMeasure, ...] = ()
    related: tuple[str, ...] = ()

    @property
    def numbered_on(self) -> datetime.date:
        """The day that decides about its place in the number series; papers without a number come where they were
        drafted."""
        return next((step.on for step in self.steps if step.do == "check"), self.date)


@dataclass(frozen=True)
class DemoEnding:
    """A body that was merged into another."""

    organization: str
    successor: str
    on: datetime.date
    ends_on: datetime.date
    reason: str


@dataclass(frozen=True)
class DemoTranslation:
    """Where ``review`` is missing, the translator reads it once more and publishes it."""

    paper: str
    language: str
    by: str
    on: datetime.date
    review: str = ""


@dataclass(frozen=True)
class DemoCorrection:
    paper: str
    by: str
    on: datetime.date
    replaces: str
    text: str


@cache
def read_cast() -> DemoCast:
    data = _read(FOLDER / "cast.toml")
    people = [
        DemoPerson(**{**person, "name": tuple(person["name"]), "memberships": tuple(person.get("memberships", ()))})
        for person in data.pop("people")
    ]
    if twice := [key for key, times in Counter(person.key for person in people).items() if times > 1]:
        raise BrokenContent(f"cast.toml: more than one person has the key {', '.join(twice)}")
    return DemoCast(people=tuple(people), delegations=tuple(data.pop("delegations")), **data)


@cache
def read_elected() -> tuple[datetime.date, tuple[DemoElected, ...]]:
    """Since when they sit, and who was elected together."""
    data = _read(FOLDER / "members.toml")
    groups = (DemoElected(tuple(map(tuple, group["names"])), group["seats"]) for group in data["elected"])
    return data["since"], tuple(groups)


@cache
def read_organizations() -> tuple[dict[str, Any], ...]:
    return tuple(_read(FOLDER / "organizations.toml")["organizations"])


@cache
def read_endings() -> tuple[DemoEnding, ...]:
    return tuple(DemoEnding(**row) for row in _read(FOLDER / "organizations.toml")["endings"])


@cache
def read_papers() -> tuple[DemoPaper, ...]:
    """All papers in the order in which they got their numbers. Raises BrokenContent."""
    files = [*(FOLDER / "papers").glob("*.toml"), *(FOLDER / "strategies").glob("*.toml")]
    papers = sorted((_paper(file) for file in files), key=lambda paper: (paper.numbered_on, paper.key))
    _check_names(papers)
    return tuple(papers)


@cache
def read_translations() -> tuple[DemoTranslation | DemoCorrection, ...]:
    """Steps come in the order they happened."""
    data = _read(FOLDER / "translations" / "translations.toml")
    events: list[DemoTranslation | DemoCorrection] = [
        *(DemoTranslation(**row) for row in data["translations"]),
        *(DemoCorrection(**row) for row in data["corrections"]),
    ]
    return tuple(sorted(events, key=lambda event: event.on))


def _paper(file: Path) -> DemoPaper:
    data = _read(file)
    data["slip"] = tuple(SlipLine(**line) for line in data["slip"])
    data["steps"] = tuple(_step(step) for step in data["steps"])
    data["annexes"] = tuple(Annex(**annex) for annex in data.get("annexes", ()))
    data["measures"] = tuple(
        DemoMeasure(**{**measure, "papers": tuple(measure.get("papers", ()))}) for measure in data.get("measures", ())
    )
    for name in ("goals", "fields", "related", "concerns"):
        data[name] = tuple(data.get(name, ()))
    return DemoPaper(key=file.stem, **data)


def _step(data: dict[str, Any]) -> Step:
    if "votes" in data:
        data = {**data, "votes": tuple(data["votes"])}
    return Step(**data)


def _read(file: Path) -> dict[str, Any]:
    with file.open("rb") as opened:
        return tomllib.load(opened)


def _check_names(papers: list[DemoPaper]) -> None:
    organizations = {organization["slug"] for organization in read_organizations()}
    people = {person.key for person in read_cast().people}
    seen: set[str] = set()
    keys = {paper.key for paper in papers}
    for paper in papers:
        fields = {block["key"] for block in paper.fields}
        wrong = [
            *({*paper.concerns} - organizations),
            *(
                {paper.office, *(line.to for line in paper.slip), *(step.line for step in paper.steps if step.line)}
                - organizations
            ),
            *({step.refer_to for step in paper.steps if step.refer_to} - organizations),
            *({paper.author, *(step.by for step in paper.steps if step.by)} - people),
            *({paper.belongs_to, paper.parent} - seen - {""}),  # must be loaded before
            *({*paper.related, *(key for measure in paper.measures for key in measure.papers)} - keys),
            *({measure.field for measure in paper.measures} - fields),
            *({measure.office for measure in paper.measures} - organizations),
        ]
        if wrong:
            raise BrokenContent(f"{paper.key}: {', '.join(wrong)}")
        seen.add(paper.key)
