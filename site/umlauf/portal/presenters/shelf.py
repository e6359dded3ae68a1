"""Released papers as readers meet them, and how many there are: of each kind, year and state, and before each body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef

from papers.enums import BODIES, ConsultationState
from papers.models import Consultation, Paper
from umlauf.fresh.kept_for import kept_for

if TYPE_CHECKING:
    from papers.access import Reader


# Slug of the kind, year of the number, state: plain, because a kept shelf is read from bytes for each list.
Place = tuple[str, str, str]
KIND, YEAR, STATE = range(3)
PART = {"kind": KIND, "year": YEAR, "state": STATE}


@dataclass
class Shelf:
    """``before``: by the slug of a body."""

    papers: Counter[Place] = field(default_factory=Counter)
    before: dict[str, Counter[Place]] = field(default_factory=dict)

    def total(self, chosen: Mapping[str, str]) -> int:
        return sum(count for _place, count in self._matching(chosen))

    def counts(self, name: str, chosen: Mapping[str, str]) -> Mapping[str, int]:
        """How many papers each answer to the question ``name`` would leave, beside what else is chosen."""
        others = {question: answer for question, answer in chosen.items() if question != name}
        if name == "committee":
            return {body: self.total({**others, "committee": body}) for body in self.before}
        counts: Counter[str] = Counter()
        for place, count in self._matching(others):
            counts[place[PART[name]]] += count
        return counts

    def _matching(self, chosen: Mapping[str, str]) -> Iterator[tuple[Place, int]]:
        body = chosen.get("committee")
        wanted = [(PART[name], answer) for name, answer in chosen.items() if name != "committee"]
        places = self.papers if body is None else self.before.get(body, Counter())
        for place, count in places.items():
            if all(place[part] == answer for part, answer in wanted):
                yield place, count


def released_papers(user: Reader) -> Any:
    """Named in the language of the page, where they are translated."""
    return Paper.objects.released().originals_readable_by(user).titled()


def released_lines(user: Reader) -> Any:
    """Lines of the slips of released papers the user may read. Asked of each line, as lists of a few are: to join them
    SQLite looks through all papers first."""
    papers = Paper.objects.released().originals_readable_by(user).filter(pk=OuterRef("paper"))
    return Consultation.objects.filter(Exists(papers))


def latest_results(lines: Any) -> Any:
    """The latest first."""
    done = lines.filter(state=ConsultationState.DONE, completed_at__isnull=False)
    return done.order_by("-decided_on", "-completed_at", "-pk")


def shelf_of(user: Reader) -> Shelf:
    """Of all the user may read. One statement while nothing changes."""
    return kept_for(user, "shelf", lambda: shelf_with(Paper.objects.released().originals_readable_by(user)))


def shelf_with(papers: Any) -> Shelf:
    """Two statements, which read all of ``papers``."""
    shelf = Shelf()
    columns = ("kind__slug", "number_year", "state")
    for *place, count in papers.order_by().values_list(*columns).annotate(Count("pk")):
        shelf.papers[_place(*place)] = count
    lines = Consultation.objects.not_cancelled().filter(paper__in=papers.order_by().values("pk"))
    rows = lines.filter(organization__kind__in=BODIES).order_by()
    of_paper = (f"paper__{column}" for column in columns)
    for body, *place, count in rows.values_list("organization__slug", *of_paper).annotate(
        Count("paper", distinct=True)
    ):
        shelf.before.setdefault(body, Counter())[_place(*place)] = count
    return shelf


def _place(kind: str, year: int | None, state: str) -> Place:
    """The same words as of other places, so that they are kept once."""
    return intern(kind), intern(str(year)), intern(str(state))
