"""Which papers are copied how often, and what is another in each copy: the word of the paper, its number and address,
its days, and the keys of its annexes. Exactly so many lines are still open, and as many papers as were asked for are
there in the end."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from papers.models import Attachment, Consultation, Paper, Strategy
from papers.number_patterns import slug_of
from search.analysis import terms_of_number
from tests.benchmarks.pages.cities import City
from tests.benchmarks.pages.graph import Graph
from tests.benchmarks.pages.record import FIRST_YEAR, LAST_DAY, field_of_action, mark
from tests.benchmarks.pages.town import BUSY, CALM

OPEN_AGO = 180  # days over which what is still open was released
TEXTS = ("number", "slug", "term", "word", "day", "annex1", "annex2", "annex3", "field")  # what is replaced in texts


class Pair(NamedTuple):
    before: str
    after: str


@dataclass
class Copy:
    """``copy``: counts copies of one group, by which its keys are moved."""

    original: int
    copy: int
    days: int
    year: int
    sequence: int
    pairs: dict[str, Pair] = field(default_factory=dict)


class Plan:
    def __init__(self, graph: Graph, city: City, *, annex_stride: int) -> None:
        self.graph, self.stride = graph, annex_stride
        self.papers = {one.pk: one for one in Paper.objects.originals()}
        self.annexes: dict[int, list[int]] = {}
        for pk, paper in Attachment.objects.order_by("pk").values_list("pk", "paper"):
            self.annexes.setdefault(paper, []).append(pk)
        self.fields = {
            one.pk: field_of_action(one) for one in self.papers.values() if isinstance(one.specific, Strategy)
        }
        self.last: dict[int, int] = {}  # numbers given in each year
        for paper in self.papers.values():
            self.last[paper.number_year or 0] = max(self.last.get(paper.number_year or 0, 0), paper.sequence or 0)
        self.copies: dict[int, int] = {}
        self.words = len(self.papers) + 100
        there = Consultation.objects.open()
        self.open = max(0, city.open_lines - there.count())
        self.of_busy = max(0, city.of_busy - there.filter(organization__slug=BUSY).count())
        self.closed = max(0, city.papers - len(self.papers) - self.open)

    def __iter__(self) -> Iterator[Copy]:
        yield from self._closed()
        yield from self._open()

    def _closed(self) -> Iterator[Copy]:
        groups = self.graph.groups()
        finished = [group for group in groups.values() if all(self._is_finished(one) for one in group)]
        alone = [group for group in finished if len(group) == 1]
        first, days = datetime.date(FIRST_YEAR, 1, 7), (LAST_DAY - datetime.date(FIRST_YEAR, 1, 7)).days
        made = turn = 0
        while made < self.closed:
            group = finished[turn % len(finished)]
            if made + len(group) > self.closed:
                group = alone[turn % len(alone)]
            yield from self._copied(group, first + datetime.timedelta(days=days * made // self.closed))
            made += len(group)
            turn += 1

    def _open(self) -> Iterator[Copy]:
        """Each is one paper that waits before one committee, never that of the secretary who has little to do."""
        waiting: dict[bool, list[int]] = {True: [], False: []}
        for paper in self.papers:
            lines = list(Consultation.objects.filter(paper=paper).open().select_related("organization"))
            if len(lines) == 1 and self.papers[paper].live and lines[0].organization.slug != CALM:
                waiting[lines[0].organization.slug == BUSY].append(paper)
        for turn in range(self.open):
            # evenly among the others
            which = waiting[(turn + 1) * self.of_busy // self.open > turn * self.of_busy // self.open]
            day = LAST_DAY - datetime.timedelta(days=OPEN_AGO * (self.open - turn) // self.open)
            yield from self._copied([which[turn % len(which)]], day)

    def _is_finished(self, original: int) -> bool:
        return self.papers[original].state in ("completed", "withdrawn") and bool(self.papers[original].number)

    def _copied(self, group: list[int], day: datetime.date) -> Iterator[Copy]:
        head = group[0]
        self.copies[head] = copy = self.copies.get(head, 0) + 1
        days = (day - max(self.papers[one].date for one in group)).days
        for original in group:
            paper = self.papers[original]
            date = paper.date + datetime.timedelta(days=days)
            self.last[date.year] = sequence = self.last.get(date.year, 0) + 1
            self.words += 1
            found = Copy(original, copy, days, date.year, sequence)
            found.pairs = self._pairs(paper, found, date)
            yield found

    def befores(self, name: str) -> dict[int, str]:
        """What is replaced in the texts of each paper that can be copied, by its key."""
        found = {}
        for key, paper in self.papers.items():
            if paper.number:
                pairs = self._pairs(paper, Copy(key, 0, 0, 0, 0), paper.date)
                found[key] = pairs[name].before if name in pairs else ""
        return {key: text for key, text in found.items() if text}

    def _pairs(self, paper: Any, found: Copy, date: datetime.date) -> dict[str, Pair]:
        number = f"{found.sequence:04}/{found.year}"
        terms = [terms_of_number(*one) for one in (
            (paper.number, paper.sequence, paper.number_year), (number, found.sequence, found.year)
        )]  # fmt: skip
        pairs = {
            "number": Pair(paper.number, number),
            "slug": Pair(paper.slug, slug_of(number)),
            "term": Pair(terms[0][0], terms[1][0]),
            "word": Pair(self.graph.marks[paper.pk], mark(self.words)),
            "day": Pair(f'"date": "{paper.date}"', f'"date": "{date}"'),
        }
        for place, key in enumerate(self.annexes.get(paper.pk, ())[:3], start=1):
            pairs[f"annex{place}"] = Pair(f'"key": {key},', f'"key": {key + found.copy * self.stride},')
        if field := self.fields.get(paper.pk):
            pairs["field"] = Pair(field, f"{field[:-8]}{found.copy:08x}")
        return pairs
