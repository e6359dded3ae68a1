"""The first paper of the demo was distributed on the day of its release, so that its log has something to show."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from papers.models import Paper
from umlauf.demo.clock import at
from workflows.distribution import outbox
from workflows.distribution.distributing import distribute

if TYPE_CHECKING:
    from umlauf.demo.directory import Directory

DISTRIBUTED = "0383/2019"
AFTER_RELEASE = timedelta(minutes=20)
LONG_ENOUGH = timedelta(minutes=5)


def load_distribution(directory: Directory) -> Paper | None:
    paper = Paper.objects.get(number=DISTRIBUTED).specific
    with at(paper.released_at + AFTER_RELEASE):
        distribute(paper, by=directory.people[directory.cast.releases])
    return None


def send_distribution() -> None:
    """Sends it at the time of the story, once the distribution is committed, because nothing is sent inside a
    transaction."""
    paper = Paper.objects.get(number=DISTRIBUTED)
    with at(paper.released_at + AFTER_RELEASE):
        outbox.run(LONG_ENOUGH)
