"""The first paper of the demo was distributed, so that its log has something to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papers.models import Paper
from workflows.distribution import distribute

if TYPE_CHECKING:
    from umlauf.demo.company import Company

DISTRIBUTED = "0383/2019"


def load_distribution(company: Company) -> Paper | None:
    paper = Paper.objects.get(number=DISTRIBUTED).specific
    distribute(paper, by=company.people[company.cast.releases])
    return None
