"""Papers of the year it is: counting begins anew with it, and only this year's is asked about in the forms."""

from __future__ import annotations

import datetime

from django.utils import timezone

from papers.models import Paper
from tests.factories.cast import Cast
from tests.factories.papers import paper_at

YEAR = timezone.localdate().year
SHORT = f"{YEAR % 100:02}"


def dated_at(stage: str, cast: Cast, slug: str = "decision", **fields) -> Paper:
    """As ``paper_at``, whose papers are all of one year for ever."""
    return paper_at(stage, cast, slug, **{"date": datetime.date(YEAR, 1, 2)} | fields)
