"""Whole papers, each brought where it is by the verbs people use, at moments that lie decades apart: 13 lines with what
was resolved on them, two texts, annexes, a print, deliveries; of a tenth a translation, of strategies their measures.

In every text of a paper stands a word that stands in no other (``mark``). By it copies of the paper are told apart, and
it is what is asked for where a rare word is looked up."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import time_machine
from django.db import transaction
from wagtail.models import Locale
from wagtail_localize.models import Translation

from papers.models import Consultation, Measure, Paper
from papers.translation.side_by_side import fingerprint, side_by_side
from tests.benchmarks.pages.town import BUSY, CALM, Town, build_town
from tests.factories.papers import add_attachment, bring_to, draft, edit, fresh, kind, translate
from tests.search.corpus import generate
from workflows.distribution.distributing import distribute
from workflows.routing.acting import act_on
from workflows.routing.release import pass_formal_check, release
from workflows.routing.slips import Line
from workflows.routing.steps import resubmit, return_to_author, start_routing, withdraw
from workflows.translation.review import approve_translation, submit_translation

if TYPE_CHECKING:
    from tests.search.corpus import CorpusPaper

FIRST_YEAR = 1986
LAST_DAY = datetime.date(2026, 8, 31)  # released before the people who ask about it were asked anything
LETTERS = "bdfghjkmnprtvwxz"  # no vowels: nothing takes such a word for an inflected one
KINDS = ("decision", "decision", "information", "motion", "question", "decision")
COMMON = "Verwaltung"  # a word of every paper
OTHERS = ("schulausschuss", "umweltausschuss")
OUTCOMES = {
    "co_sign": "signed", "hearing": "heard", "deliberation": "noted",
    "preliminary": "recommended", "decision": "adopted", "information": "noted",
}  # fmt: skip
# How many of a hundred papers are where. Before a committee: which one.
STAGES = (
    ("completed", 38),
    (f"before {CALM}", 20),
    (f"before {BUSY}", 20),
    *((f"before {slug}", 1) for slug in OTHERS),
    ("withdrawn_after_release", 4),
    ("withdrawn", 2),
    *((stage, 2) for stage in ("draft", "co_signing", "checking", "releasing", "returned", "returned_after_release")),
    ("confirming", 2),
)

# of a town that only shows that everything is there
FEWEST = (*["completed"] * 3, f"before {CALM}", f"before {BUSY}", "draft", "checking")


def mark(number: int) -> str:
    """A word nobody uses; those of neighbours begin and end differently, as words do."""
    mixed = (number + 1) * 0x9E3779B1 % 2**32
    return "".join(LETTERS[mixed >> shift & 15] for shift in range(0, 32, 4))


@dataclass(frozen=True)
class Story:
    number: int
    stage: str
    kind: str
    day: datetime.date
    level: str
    translated: bool
    text: CorpusPaper

    @property
    def title(self) -> str:
        return f"{self.text.title} {mark(self.number)}"


def stories(papers: int) -> Iterator[Story]:
    """Of a town with a hundred papers, or with as few as there can be."""
    stages = FEWEST if papers == len(FEWEST) else [stage for stage, share in STAGES for _one in range(share)]
    finished = [number for number, stage in enumerate(stages) if stage == "completed"]
    for number, (stage, text) in enumerate(zip(stages, generate(len(stages), seed=15), strict=True)):
        is_strategy = stage == "completed" and number % 12 == 2
        years = LAST_DAY.year - FIRST_YEAR
        day = LAST_DAY - datetime.timedelta(days=number % 97 + 30)
        if stage in ("completed", "withdrawn", "withdrawn_after_release"):
            day = day.replace(year=FIRST_YEAR + number * years // len(finished) % years, day=min(day.day, 28))
        yield Story(
            number=number,
            stage=stage,
            kind="strategy" if is_strategy else KINDS[number % len(KINDS)],
            day=day,
            level="public" if number % 7 or is_strategy else ("non_public", "confidential")[number // 7 % 2],
            translated=stage == "completed" and number % 10 == 1,
            text=text,
        )


def write(papers: int) -> Iterator[int]:
    """Into an empty, migrated database; yields how many papers there are."""
    with time_machine.travel(datetime.datetime(FIRST_YEAR - 1, 1, 1, 9, tzinfo=datetime.UTC)), transaction.atomic():
        town = build_town()
    before: Paper | None = None
    for written, story in enumerate(sorted(stories(papers), key=lambda one: one.day), start=1):
        moment = datetime.datetime.combine(story.day, datetime.time(8), tzinfo=datetime.UTC)
        with time_machine.travel(moment):
            with transaction.atomic():
                paper = _draft(story, town)
                _bring_to(story.stage, paper, town)
            if story.kind == "strategy" and before is not None:
                _measures(fresh(paper), before, town)
            if story.translated:
                _translate(fresh(paper), town)
            if story.stage.startswith(("completed", "before ")):
                distribute(fresh(paper), by=town.cast.council_clerk)
        before = paper if story.stage == "completed" and story.kind != "strategy" else before
        yield written


def _draft(story: Story, town: Town) -> Paper:
    cast = town.cast
    fields: dict[str, Any] = {
        "title": story.title,
        "summary": f"{story.text.summary} Die {COMMON} berichtet ({mark(story.number)}).",
        "body": _body(story),
        "date": story.day,
        "confidentiality": story.level,
        "partner_cities": [cast.org.bristol],
    }
    if story.kind == "strategy":
        fields["vision"] = f"<p>{story.text.sections[0].text}</p>"
        text = f"<p>{story.text.sections[1].text}</p>"
        fields["goals"] = [("goal", {"title": "Ziel", "text": text})]
        fields["fields_of_action"] = [("field", {"title": "Handlungsfeld", "text": text})]
    paper = draft(
        cast, story.kind, slip=_slip(story, town), by=(cast.author, cast.colleague)[story.number % 2], **fields
    )
    for number in range(story.number % 3 + 1):
        text = f"Anlage {number + 1} zu {mark(story.number)}\n\n{story.text.body}"
        add_attachment(paper, by=cast.author, title=f"Anlage {number + 1}", name="anlage.txt", content=text.encode())
    return fresh(paper)


def _body(story: Story) -> list[Any]:
    sections = kind(story.kind).required_sections.all()
    body = []
    for place, section in enumerate(sections):
        parts = story.text.sections[place :: len(sections)]
        text = "".join(f"<p>{part.text}</p>" for part in parts) + f"<p>Die {COMMON} wird beauftragt.</p>"
        content = [("cost_table", {"caption": "", "rows": [], "note": "Es entstehen keine Kosten."})]
        if section.block in ("text", "motion"):
            content = [(section.block, text)]
        body.append(("section", {"key": section.key, "heading": section.heading, "content": content}))
    return body


def _slip(story: Story, town: Town) -> list[Line]:
    """13 lines. Of a paper that waits before a committee, the line of that committee is the second to meet."""
    org, committees = town.cast.org, town.committees
    body = story.stage.removeprefix("before ")
    waits_at = committees.get(body) or list(committees.values())[story.number % len(committees)]
    decides = story.kind in ("decision", "motion", "strategy")
    offices = (org.planning_office, org.works_office, org.council_office, org.international_office)
    return [
        *(Line(office, "co_sign", 1) for office in offices),
        *(Line(committee, "hearing", 1) for committee in (org.culture_committee, org.finance_committee)),
        *(
            Line(committee, "preliminary" if decides else "deliberation", stage)
            for stage, committee in enumerate((org.europe_committee, waits_at, org.culture_committee), start=1)
        ),
        Line(org.council, "decision" if decides else "deliberation", 4),
        *(Line(organization, "information", 1) for organization in (org.bristol, org.faction, org.finance_committee)),
    ]


def _bring_to(stage: str, paper: Paper, town: Town) -> None:
    cast = town.cast
    if stage not in ("completed", "withdrawn_after_release") and not stage.startswith("before "):
        bring_to(stage, paper, cast)
        return
    start_routing(paper, by=cast.author)
    return_to_author(fresh(paper), by=cast.council_clerk, reason="Bitte die Zahlen ergänzen.")
    edit(paper, by=cast.author, place="Rathaus")
    resubmit(fresh(paper), by=cast.author)
    _finish(paper, town, "co_sign")
    pass_formal_check(fresh(paper), by=cast.council_clerk)
    release(fresh(paper), by=cast.council_clerk)
    waits_at = town.committees.get(stage.removeprefix("before "))
    if stage == "withdrawn_after_release":
        withdraw(fresh(paper), by=cast.council_clerk, reason="Der Anlass ist entfallen.")
        return
    while _finish(paper, town, *OUTCOMES, but=waits_at):
        pass


def _finish(paper: Paper, town: Town, *roles: str, but: Any = None) -> int:
    lines = [
        line for line in Consultation.objects.filter(paper=paper, role__in=roles).open() if line.organization != but
    ]
    for line in lines:
        act_on(line, by=town.who_acts_on(line), outcome=OUTCOMES[line.role], remark="Wie besprochen.")
    return len(lines)


def _measures(strategy: Any, carried_out_by: Paper, town: Town) -> None:
    field = field_of_action(strategy)
    for position, state in enumerate(("planned", "running", "done")):
        measure = Measure.objects.create(
            strategy=strategy, title=f"Maßnahme {position + 1}", state=state, position=position,
            office=town.cast.org.works_office, period="fortlaufend", field_of_action=field,
        )  # fmt: skip
        measure.papers.add(carried_out_by)


def field_of_action(strategy: Any) -> str:
    """The id of the only one."""
    return str(strategy.specific.fields_of_action[0].id)


def _translate(paper: Paper, town: Town) -> None:
    """Into English, by the council office, which reads it once more."""
    clerk = town.cast.council_clerk
    page = translate(paper, "en", by=clerk, publish=False)
    submit_translation(fresh(page), by=clerk, partial=True)
    locale = Locale.objects.get(language_code="en")
    found = Translation.objects.get(source__object_id=page.translation_key, target_locale=locale)
    approve_translation(fresh(page), by=clerk, seen=fingerprint(side_by_side(found)), partial=True)
