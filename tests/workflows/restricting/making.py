"""Short ways to take something back."""

from __future__ import annotations

from papers.access import may_read
from papers.models import Paper
from tests.factories.papers import fresh
from workflows.restricting.restricting import make_stricter, take_off_the_public

RELEASED = ("deliberating", "completed", "returned_after_release", "withdrawn_after_release", "confirming")
UNRELEASED = ("draft", "co_signing", "checking", "releasing", "returned", "withdrawn")
OFFICE = {"council_clerk", "second_clerk", "admin"}
WHY = "Eine private Anschrift stand im Text."
PDF = b"%PDF-1.7 "


def stricter(subject, cast, level="non_public", **more):
    return make_stricter(subject, level=level, reason=WHY, by=cast.council_clerk, **more)


def taken_off(subject, cast, **more):
    return take_off_the_public(subject, reason=WHY, by=cast.council_clerk, **more)


def readers(paper, cast):
    return {name for name, person in cast.people().items() if may_read(person, fresh(paper))}


def listed(paper, cast):
    return {
        name for name, person in cast.people().items() if Paper.objects.readable_by(person).filter(pk=paper.pk).exists()
    }
