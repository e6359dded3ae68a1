"""Somebody at a desk: opens what waits, fills in the form and sends it, and begins papers of their own. Chance decides,
by a seed; what others do meanwhile is met as people meet it, by a refusal that says so."""

from __future__ import annotations

import json
import random
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.urls import reverse

from papers.enums import OUTCOMES_WITH_AMENDED_TEXT
from tests.benchmarks.writers.browser import Browser, Form, NoForm, Page
from tests.benchmarks.writers.journal import Journal, Sent

INBOX = "/admin/inbox/"
TASK = re.compile(r"/admin/inbox/(?:lines/(\d+)/|papers/(\d+)/(check|release)/)$")
PAPER = re.compile(r"/admin/pages/(\d+)/edit/")
GONE = (403, 404)  # what somebody else has done meanwhile may take a paper out of one's sight
KINDS = ("information", "decision")
MOST_DRAFTS = 4  # of one clerk at a time
SENTENCE = {"key": "a", "text": "Die Stadt pflegt ihre Partnerschaften.", "type": "unstyled", "depth": 0}
TEXT = json.dumps({"blocks": [SENTENCE | {"inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}})
SECTIONS = {"value": TEXT, "note": "Es entstehen keine Kosten."}
OUTCOMES = {"objected": 0.1, "rejected": 0.1, "postponed": 0.05, "referred": 0.05, "not_dealt_with": 0.05}  # else 1


class Known(NamedTuple):
    """What a clerk knows of the house: keys of organizations by what they are on a slip, and of kinds by their name."""

    offices: list[int]
    committees: list[int]
    council: int
    kinds: dict[str, int]


class Board:
    """Papers that are at a stage, as people tell each other."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.at: dict[str, set[str]] = defaultdict(set)

    def put(self, stage: str, paper: str, before: str = "") -> None:
        with self.lock:
            self.at[before].discard(paper)
            self.at[stage].add(paper)

    def any(self, stage: str, chance: random.Random) -> str:
        """Raises NoForm where there is none."""
        with self.lock:
            papers = sorted(self.at[stage])
        if not papers:
            raise NoForm([f"no paper is {stage}"])
        return chance.choice(papers)


class Clerk:
    def __init__(
        self,
        base: str,
        email: str,
        *,
        known: Known,
        board: Board,
        journal: Journal,
        seed: str,
        writes: bool,
        office: bool,
    ) -> None:
        self.browser = Browser(base)
        self.email, self.known, self.board, self.journal = email, known, board, journal
        self.chance = random.Random(seed)
        self.seed, self.count = seed, 0
        self.own = Board()
        # what somebody does, and how often
        self.moves: dict[Callable[[], None], int] = {self.work_off: 10}
        if writes:
            self.moves |= {self.draft: 3, self.write: 4, self.annex: 3, self.set_slip: 3, self.submit: 4}
        if office:
            self.moves |= {self.distribute: 3, self.change_slip: 2, self.annex_on_the_way: 1}

    def work(self, *, until: float = 0, moves: int = 0) -> None:
        """Until that second of the clock, or so many moves."""
        while moves > 0 or time.monotonic() < until:
            moves -= 1
            try:
                self.chance.choices([*self.moves], [*self.moves.values()])[0]()
            except NoForm:
                continue

    # --- what waits

    def work_off(self) -> None:
        links = [link for link in self.open(INBOX).links(INBOX) if TASK.search(urlsplit(link).path)]
        if not links:
            raise NoForm(["nothing waits"])
        link = self.chance.choice(links)
        match = TASK.search(urlsplit(link).path)
        assert match is not None
        _line, paper, step = match.groups()
        if step is None:
            self.act(link)
        elif self.chance.random() < 0.1:
            page = self.send("return", link.replace(f"/{step}/", "/return/"), reason=self.mark())
            self.moved(page, paper, "returned", before="submitted")
        elif step == "check":
            self.send("check", link, remark=self.mark(), editorial="on")
        else:
            self.moved(self.send("release", link, editorial="on"), paper, "released", before="submitted")

    def act(self, link: str) -> None:
        page = self.open(link)
        form = page.form()
        outcomes = form.options("outcome")
        outcome = self.chance.choices(outcomes, [OUTCOMES.get(one, 1) for one in outcomes])[0]
        bodies = form.options("refer_to")
        self.sent(
            "act", page, outcome=outcome, remark=self.mark(),
            amended_text="Geändert." if outcome in OUTCOMES_WITH_AMENDED_TEXT else "",
            refer_to=self.chance.choice(bodies) if bodies and outcome == "referred" else "",
        )  # fmt: skip

    # --- own papers

    def draft(self) -> None:
        if len(self.own.at["draft"]) >= MOST_DRAFTS:
            raise NoForm(["enough is begun"])
        kind = self.chance.choice(KINDS)
        page = self.open(reverse("papers_admin:new"))
        offices = page.form().options("originating_office")
        answer = self.sent(
            "draft",
            page,
            title=self.mark(),
            kind=self.known.kinds[kind],
            originating_office=self.chance.choice(offices),
        )
        if match := PAPER.search(answer.address):
            self.own.put("draft", match[1])

    def write(self) -> None:
        paper = self.own.any("draft", self.chance)
        page = self.open(reverse("wagtailadmin_pages:edit", args=[paper]))
        form = page.form("title")
        self.fill_sections(form)
        if self.sent("write", page, form=form, summary=self.mark()).done:
            self.own.put("written", paper)

    def fill_sections(self, form: Form) -> None:
        """What the council demands of the kind, where nothing stands there yet."""
        form.values = [
            (name, SECTIONS.get(_part(name), value) if _is_empty(value) else value) for name, value in form.values
        ]

    def annex(self) -> None:
        self.attach(self.own.any("draft", self.chance))

    def set_slip(self) -> None:
        """Offices sign, a committee is heard, the council has the last word."""
        paper = self.own.any("draft", self.chance)
        page = self.open(reverse("workflows:slip", args=[paper]))
        form = page.form("lines-TOTAL_FORMS")
        if "lines-1-organization" in form.names():  # it has one by now
            self.move_due(page)
            return
        rows = self.usual_slip(form.options("lines-0-role"))
        values = {"save": 1, "lines-TOTAL_FORMS": len(rows)}  # as a script adds rows
        for place, (organization, role, stage) in enumerate(rows):
            row = {"organization": organization, "role": role, "stage": stage, "ORDER": place + 1}
            values |= {f"lines-{place}-{name}": value for name, value in row.items()}
        form.values += [(name, "") for name in values]
        if self.sent("slip", page, form=form, **values).done:
            self.own.put("with a slip", paper)

    def usual_slip(self, roles: list[str]) -> list[tuple[int, str, int]]:
        offices, bodies = self.chance.sample(self.known.offices, 2), self.chance.sample(self.known.committees, 2)
        between, last = ("preliminary", "decision") if "decision" in roles else ("deliberation", "deliberation")
        lines = [(office, "co_sign", 1) for office in offices]
        return [*lines, *((body, between, 1) for body in bodies), (self.known.council, last, 2)]

    def submit(self) -> None:
        finished = self.own.at["written"] & self.own.at["with a slip"] & self.own.at["draft"]
        if not finished:
            raise NoForm(["nothing is finished"])
        paper = self.chance.choice(sorted(finished))
        if self.send("submit", reverse("workflows:submit", args=[paper]), editorial="on").done:
            self.own.put("submitted", paper, before="draft")
            self.board.put("submitted", paper)

    # --- the council office

    def distribute(self) -> None:
        paper = self.board.any("released", self.chance)
        self.send("distribute", reverse("workflows:distribute", args=[paper]), remark=self.mark())
        self.board.put("distributed", paper, before="released")

    def change_slip(self) -> None:
        paper = self.board.any("submitted", self.chance)
        self.move_due(self.open(reverse("workflows:slip", args=[paper])))

    def annex_on_the_way(self) -> None:
        self.attach(self.board.any("submitted", self.chance))

    # --- how

    def attach(self, paper: str) -> None:
        page = self.open(reverse("papers_admin:attachments", args=[paper]))
        mark = self.mark()
        files = {"file": (f"{mark}.txt", f"Anlage {mark}".encode(), "text/plain")}
        self.sent("attach", page, form=page.form("file"), files=files, title=mark, reason="Nachgereicht.")

    def move_due(self, page: Page) -> None:
        """Another day for the last line."""
        form = page.form()
        last = max(int(name.split("-")[1]) for name in form.names() if re.fullmatch(r"lines-\d+-round", name))
        day = f"{self.chance.randint(1, 28):02}.{self.chance.randint(1, 12):02}.{time.localtime().tm_year + 2}"
        rows = [place for place in range(last + 1) if dict(form.values).get(f"lines-{place}-organization")]
        if not rows:
            raise NoForm(["an empty slip"])
        self.sent("slip", page, save="1", **{f"lines-{rows[-1]}-due": day})

    def mark(self) -> str:
        self.count += 1
        self.last_mark = f"Zeichen{self.seed}x{self.count}y"
        return self.last_mark

    def open(self, address: str) -> Page:
        page = self.browser.open(address)
        if page.status >= 500:
            self.journal.write(Sent("look", self.email, page.address, "", "error", page.seconds, str(page.status)))
        if page.status != 200 or urlsplit(page.address).path != urlsplit(address).path:
            raise NoForm([str(page.status), *page.said])  # it is over, and led elsewhere
        return page

    def send(self, verb: str, address: str, **values: Any) -> Page:
        return self.sent(verb, self.open(address), **values)

    def sent(self, verb: str, page: Page, *, form: Form | None = None, files: Any = None, **values: Any) -> Page:
        """A form sent, and noted what came of it. ``done``: the page that follows says so, or is that of a paper that
        was not there before."""
        form = form or page.form()
        mark = self.last_mark if self.last_mark in map(str, values.values()) else ""
        answer = self.browser.send(form, files=files, **values)
        is_done = bool(answer.done) or (verb == "draft" and bool(PAPER.search(answer.address)))
        failed = answer.status >= 400 and answer.status not in GONE
        what = "error" if failed else "done" if is_done else "refused"
        said = (
            "; ".join(answer.done)
            if is_done
            else f"{answer.status} {'; '.join([*answer.said, *answer.problems])[:300]}"
        )
        self.journal.write(Sent(verb, self.email, page.address, mark, what, answer.seconds, said))
        return answer

    def moved(self, page: Page, paper: str, stage: str, before: str) -> None:
        if page.done:
            self.board.put(stage, paper, before=before)

    last_mark = ""


def _part(name: str) -> str:
    """Which part of a block of a section it is."""
    match = re.fullmatch(r"body-\d+-value-content-\d+-value(?:-(\w+))?", name)
    return (match[1] or "value") if match else ""


def _is_empty(value: str) -> bool:
    """As the editor of rich text says it, too."""
    return value in ("", "null") or (value.startswith("{") and not re.search(r'"text": ?"[^"]', value))
