"""What the bench of writers looks for afterwards is seen."""

from __future__ import annotations

import pytest
from django.utils import timezone

from papers.models import Act, NumberCounter, Version
from tests.benchmarks.writers.invariants import Before, broken
from tests.benchmarks.writers.journal import Journal, Sent
from tests.factories.many import many
from tests.factories.papers import paper_at


@pytest.mark.django_db
def test_what_is_lost_doubled_or_skipped_is_told(cast):
    before = Before.now(timezone.now())
    paper = paper_at("deliberating", cast)
    [waiting] = broken(Journal(), before)
    assert "mails did not leave" in waiting  # a test commits nothing
    person = cast.secretary.email
    act = Act.objects.first()
    journal = Journal()
    for verb, mark, what in (("act", "Zeichen1", "done"), ("draft", paper.title, "refused"), ("release", "", "done")):
        journal.write(Sent(verb, person, "", mark, what, 0.1))
    NumberCounter.objects.update(last=7)
    Version.objects.filter(paper=paper.pk).update(number=3)
    many(act, 1)  # of which its line does not know

    told = broken(journal, before)

    assert len(told) == 8
    for words in (
        "act Zeichen1",
        f"draft {paper.title}",
        "release was done",
        "missing",
        "versions of paper",
        "points at act",
    ):
        assert any(words in one for one in told), words
