"""What a paper's way costs, verb by verb, in statements and milliseconds: ``make bench-verbs`` (DATABASE_URL for
PostgreSQL, VERB=release for its statements).

The fixed cast takes paper after paper from the draft to the decision. A verb's own statements are counted apart from
what follows on its commit (mail, index, print), which a worker does where there is one. The time is the median over all
papers after the first, which pays for what a process looks up once."""

from __future__ import annotations

import os
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from papers.models import Paper
    from tests.factories.cast import Cast
    from workflows.routing.slips import Line

PAPERS = int(os.environ.get("PAPERS", "8"))
SHOWN = 15  # shapes of statements

Step = tuple[str, Callable[[], Any]]


@dataclass
class Measured:
    """One run of a verb. ``commit``: what its commit set off."""

    verb: list[str] = field(default_factory=list)
    commit: list[str] = field(default_factory=list)
    seconds: float = 0.0


def measured(verb: Callable[[], Any]) -> Measured:
    """In a transaction of its own, as a request would run it, so that the end of the verb can be told from what its
    commit sets off."""
    from django.db import connection, transaction

    found = Measured()
    current = found.verb

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        current.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        started = time.perf_counter()
        with transaction.atomic():
            verb()
            found.seconds = time.perf_counter() - started
            current = found.commit
    return found


def steps(cast: Cast) -> Iterator[Step]:
    """The names of the verbs and the verbs, ready to be called. Each has to be called before the next is asked for."""
    yield from _to_the_decision(cast)
    yield from _back_and_forth(cast)
    yield from _translated(cast)


def long_slip(cast: Cast) -> list[Line]:
    """13 lines, as a decision of some weight has them."""
    from workflows.routing.slips import Line

    org = cast.org
    return [
        *(
            Line(office, "co_sign", 1)
            for office in (org.planning_office, org.works_office, org.council_office, org.international_office)
        ),
        *(Line(body, "hearing", 1) for body in (org.culture_committee, org.finance_committee)),
        *(
            Line(body, "preliminary", stage)
            for stage, body in enumerate((org.europe_committee, org.culture_committee, org.finance_committee), start=1)
        ),
        Line(org.council, "decision", 4),
        *(Line(organization, "information", 1) for organization in (org.bristol, org.faction, org.europe_committee)),
    ]


def _to_the_decision(cast: Cast) -> Iterator[Step]:
    from papers.drafting import draft_paper
    from tests.factories.papers import DATE, add_attachment, filled_body, fresh, kind, line_of, slip_for
    from workflows.distribution.distributing import distribute
    from workflows.routing.acting import act_on
    from workflows.routing.release import pass_formal_check, release
    from workflows.routing.slips import set_slip
    from workflows.routing.steps import start_routing

    made: list[Paper] = []
    org, decision = cast.org, kind("decision")
    body = filled_body(decision)
    fields = {
        "kind": decision,
        "title": "Städtepartnerschaft",
        "originating_office": org.international_office,
        "date": DATE,
        "body": body,
    }
    yield "draft_paper", lambda: made.append(draft_paper(by=cast.author, **fields))
    paper = made[0]
    yield "attach", lambda: add_attachment(paper, by=cast.author, name="anlage.txt", content=b"Ein Vertrag.")
    yield "set_slip, 5 lines", lambda: set_slip(fresh(paper), lines=slip_for(cast, "decision"), by=cast.author)
    yield "start_routing", lambda: start_routing(paper, by=cast.author)
    yield (
        "act_on, last co-signature",
        lambda: act_on(line_of(paper, org.planning_office, "co_sign"), by=cast.cosigner, outcome="signed"),
    )
    yield "pass_formal_check", lambda: pass_formal_check(paper, by=cast.council_clerk)
    yield "release", lambda: release(paper, by=cast.council_clerk)
    yield "distribute", lambda: distribute(paper, by=cast.council_clerk)
    yield (
        "act_on, hearing",
        lambda: act_on(line_of(paper, org.culture_committee, "hearing"), by=cast.secretary, outcome="heard"),
    )
    yield (
        "act_on, recommendation",
        lambda: act_on(line_of(paper, org.europe_committee, "preliminary"), by=cast.secretary, outcome="recommended"),
    )
    yield "act_on, decision", lambda: act_on(line_of(paper, org.council, "decision"), by=cast.chair, outcome="adopted")


def _back_and_forth(cast: Cast) -> Iterator[Step]:
    """With 13 lines: what is taken back, changed and sent on its way again."""
    from tests.factories.papers import draft, edit, finish_open, fresh, line_of, paper_at
    from workflows.routing.acting import act_on
    from workflows.routing.slips import set_slip
    from workflows.routing.steps import recall, resubmit, return_to_author, start_routing, withdraw

    org, slip = cast.org, long_slip(cast)
    paper = draft(cast, slip=[])
    yield "set_slip, 13 lines", lambda: set_slip(paper, lines=slip, by=cast.author)
    yield "set_slip, 13 lines moved", lambda: set_slip(paper, lines=slip[::-1], by=cast.author)
    yield "start_routing, 13 lines", lambda: start_routing(paper, by=cast.author)
    yield (
        "act_on, co-signature",
        lambda: act_on(line_of(paper, org.planning_office, "co_sign"), by=cast.cosigner, outcome="signed"),
    )
    yield "return_to_author", lambda: return_to_author(paper, by=cast.council_clerk, reason="Es fehlen Zahlen.")
    yield "resubmit, same text", lambda: resubmit(paper, by=cast.author)
    yield (
        "act_on, objection",
        lambda: act_on(
            line_of(paper, org.works_office, "co_sign"), by=cast.outsider, outcome="objected", remark="Nein."
        ),
    )
    edit(paper, by=cast.author, summary="Mit Zahlen.")
    yield "resubmit, new text", lambda: resubmit(paper, by=cast.author)
    yield "recall", lambda: recall(paper, by=cast.author)
    start_routing(fresh(paper), by=cast.author)
    yield "withdraw", lambda: withdraw(paper, by=cast.author, reason="Hat sich erledigt.")
    information = paper_at("deliberating", cast, "information")
    yield (
        "act_on, deliberation",
        lambda: act_on(line_of(information, org.europe_committee, "deliberation"), by=cast.secretary, outcome="noted"),
    )
    finish_open(information, cast, "information")


def _translated(cast: Cast) -> Iterator[Step]:
    from wagtail.models import Locale
    from wagtail_localize.models import Translation

    from papers.translation.drafts import begin_translation
    from papers.translation.side_by_side import fingerprint, side_by_side
    from tests.factories.papers import fresh, paper_at
    from workflows.translation.review import approve_translation, return_translation, submit_translation

    english = Locale.objects.get(language_code="en")
    original = paper_at("deliberating", cast)
    made: list[Paper] = []
    clerk = cast.council_clerk
    yield "begin_translation", lambda: made.append(begin_translation(original, english, by=clerk))
    page = made[0]
    yield "submit_translation", lambda: submit_translation(fresh(page), by=clerk, partial=True)
    yield "return_translation", lambda: return_translation(fresh(page), by=clerk, reason="Ein Fehler.")
    submit_translation(fresh(page), by=clerk, partial=True)
    seen = fingerprint(
        side_by_side(Translation.objects.get(source__object_id=page.translation_key, target_locale=english))
    )
    yield "approve_translation", lambda: approve_translation(fresh(page), by=clerk, seen=seen, partial=True)


def shape(statement: str) -> str:
    """What statements that differ in their values have in common, short enough to read."""
    statement = re.sub(r'"s?\d+_x\d+"|s\d+_x\d+', "…", statement)
    statement = re.sub(r"\(%s(, %s)+\)(, \(%s(, %s)*\))*", "(…)", statement)
    statement = re.sub(r"^(SELECT(?: DISTINCT)?) .+? FROM", r"\1 … FROM", statement, flags=re.DOTALL)
    statement = re.sub(r'(INSERT (?:OR IGNORE )?INTO "\w+") .*', r"\1", statement, flags=re.DOTALL)
    statement = re.sub(
        r'^(UPDATE "\w+") SET (.+?) WHERE',
        lambda found: f"{found[1]} SET {found[2] if len(found[2]) < 60 else '…'} WHERE",
        statement,
    )
    return re.sub(r'"\w+"\.(?=")', "", statement).replace('"', "")


def main(only: str) -> None:
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{tempfile.mkdtemp()}/verbs.sqlite3")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "umlauf.settings.test")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from tests.factories.cast import build_cast

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        cast = build_cast()
    runs: dict[str, list[Measured]] = {}
    for paper in range(PAPERS + 1):
        for name, verb in steps(cast):
            run = measured(verb)
            if paper:
                runs.setdefault(name, []).append(run)
    print(f"{connection.vendor}, median of {PAPERS} papers")
    print(f"{'verb':<28}{'statements':>11}{'on commit':>11}{'ms':>8}")
    for name, of_verb in runs.items():
        own, after = (
            statistics.median_high(len(statements) for statements in kind)
            for kind in zip(*((run.verb, run.commit) for run in of_verb), strict=True)
        )
        print(f"{name:<28}{own:>11}{after:>11}{statistics.median(run.seconds for run in of_verb) * 1000:>8.1f}")
    for name, of_verb in runs.items():
        if only and name.startswith(only):
            print(f"\n{name}")
            for statement, count in Counter(map(shape, of_verb[-1].verb)).most_common(SHOWN if only != "all" else None):
                print(f"{count:>4}  {statement[:200]}")


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
