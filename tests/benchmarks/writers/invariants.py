"""What has to hold in the database whatever was sent at once, compared with what the clerks were told."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count, F
from django_tasks_db.models import DBTaskResult
from wagtail.models import PageLogEntry, Revision

from papers.mail.letters import Letter
from papers.mail.outgoing import UNFINISHED
from papers.models import Act, Attachment, Consultation, NumberCounter, Paper, Version
from tests.benchmarks.writers.journal import Journal
from workflows.distribution.deliveries import Delivery

# Of the verbs that write one entry each, and nothing else writes.
LOGGED = {
    "act": ("umlauf.act",),
    "check": ("umlauf.check",),
    "release": ("umlauf.release",),
    "return": ("umlauf.return",),
    "submit": ("umlauf.submit", "umlauf.resubmit"),
    "slip": ("umlauf.slip",),
    "attach": ("umlauf.attach",),
    "distribute": ("umlauf.distribute",),
}
WRONG = re.compile(r"\bERROR\b|\bCRITICAL\b|Traceback|deadlock|database is locked", re.IGNORECASE)


@dataclass
class Before:
    """What there was before the clerks began."""

    since: datetime
    numbers: dict[tuple[str, int], int]
    deadlocks: int

    @classmethod
    def now(cls, moment: datetime) -> Before:
        counters = NumberCounter.objects.values_list("series", "year", "last")
        return cls(moment, {(series, year): last for series, year, last in counters}, deadlocks())


def deadlocks() -> int:
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def broken(journal: Journal, before: Before, *, log: Path | None = None) -> list[str]:
    """Sentences; none where everything holds."""
    found = [
        *_marks(journal),
        *_entries(journal, before),
        *_numbers(before),
        *_versions(),
        *_lines(),
        *_sent(),
        *_record(),
    ]
    if more := deadlocks() - before.deadlocks:
        found.append(f"{more} deadlocks")
    if log is not None:
        found += [f"log: {line[:300]}" for line in log.read_text(errors="replace").splitlines() if WRONG.search(line)]
    return found


def _marks(journal: Journal) -> Iterator[str]:
    """What was done is there once, what was refused is not there at all."""
    there: dict[str, Any] = {
        "act": lambda mark: Act.objects.filter(remark=mark).count(),
        "draft": lambda mark: Paper.objects.originals().filter(draft_title=mark).count(),
        "attach": lambda mark: Attachment.objects.filter(title=mark).count(),
        # later revisions carry on what the paper says
        "write": lambda mark: min(1, Revision.objects.filter(content__summary=mark).count()),
    }
    for row in journal.rows:
        if row.mark and row.verb in there:
            count, wanted = there[row.verb](row.mark), {"done": 1, "refused": 0}.get(row.what)
            if wanted is not None and count != wanted:
                yield f"{row.verb} {row.mark} of {row.by} was {row.what} and is there {count} times"


def _entries(journal: Journal, before: Before) -> Iterator[str]:
    for (verb, by), done in sorted(journal.done().items()):
        if verb in LOGGED:
            entries = PageLogEntry.objects.filter(
                action__in=LOGGED[verb], user__email=by, timestamp__gte=before.since
            ).count()
            if entries != done:
                yield f"{by} was told {done} times that {verb} was done, the log knows of {entries}"


def _numbers(before: Before) -> Iterator[str]:
    """Numbers of a series follow each other."""
    for counter in NumberCounter.objects.exclude(year=0):
        first = before.numbers.get((counter.series, counter.year), 0)
        given = Counter(
            Paper.objects.originals()
            .filter(number_year=counter.year, sequence__gt=first, suffix_kind="")
            .values_list("sequence", flat=True)
        )
        wanted = Counter(range(first + 1, counter.last + 1))
        if given != wanted:
            missing, more = sorted((wanted - given).elements()), sorted((given - wanted).elements())
            yield f"numbers of {counter}: {missing} missing, {more} too many"


def _versions() -> Iterator[str]:
    found: dict[int, list[int]] = {}
    for paper, number in Version.objects.order_by("paper", "number").values_list("paper", "number"):
        found.setdefault(paper, []).append(number)
    for paper, numbers in found.items():
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"versions of paper {paper}: {numbers}"


def _lines() -> Iterator[str]:
    """The latest act of a line is its latest one."""
    for line in Consultation.objects.filter(acts__isnull=False).distinct().only("pk", "latest_act"):
        latest = Act.objects.filter(consultation=line.pk).order_by("pk").last()
        if latest is not None and line.latest_act_id != latest.pk:
            yield f"line {line.pk} points at act {line.latest_act_id}, its latest is {latest.pk}"


def _sent() -> Iterator[str]:
    doubled = Delivery.objects.values("version", "person").annotate(count=Count("pk")).filter(count__gt=1)
    yield from (f"delivered twice: {row}" for row in doubled)
    waiting = Letter.objects.filter(state__in=UNFINISHED).count() + Delivery.objects.unfinished().count()
    if waiting:
        yield f"{waiting} mails did not leave"
    wrong = DBTaskResult.objects.failed()
    yield from (f"task {task.task_name} failed: {task.traceback[-300:]}" for task in wrong)


def _record() -> Iterator[str]:
    try:
        call_command("check_record", stdout=io.StringIO())
    except (CommandError, SystemExit) as error:
        yield f"check_record: {error}"
    foreign = Paper.objects.originals().exclude(versions=None).filter(live_revision__isnull=False)
    for paper in foreign.exclude(versions__revision=F("live_revision"))[:10]:
        yield f"paper {paper.pk} shows a text that is no version"
