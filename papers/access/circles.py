"""The circle of readers an original has by itself, kept in its row so that lists of papers are read from one table.

It follows from the facts: whether the paper is released, how confidential it is, and whether it was taken off the
public. Whatever writes one of them writes the circle in the same statement (``papers.models.recorded_page``).
``may_read`` answers from the facts and its twins from the column; ``check_record`` and every verb compare the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, CheckConstraint, Exists, F, OuterRef, Q, Value, When
from django.db.models.expressions import Combinable
from wagtail.models import Page

from papers.enums import Circle, Confidentiality

if TYPE_CHECKING:
    from papers.models.paper import Paper
    from papers.models.paper_queries import PaperQuerySet

FACTS = frozenset({"translation_of", "live", "confidentiality", "taken_off_at"})
_OF_LEVEL = {
    Confidentiality.PUBLIC: Circle.PUBLIC,
    Confidentiality.NON_PUBLIC: Circle.BODIES,
    Confidentiality.CONFIDENTIAL: Circle.SLIP,
}
# what the database can see by itself; whether a paper is released stands in another table
CONSTRAINTS = (
    CheckConstraint(
        name="papers_originals_have_a_circle",
        condition=Q(translation_of__isnull=True, circle__in=list(Circle)) | Q(translation_of__isnull=False, circle=""),
    ),
    CheckConstraint(
        name="papers_circle_fits_its_level",
        condition=Q(circle__in=["", Circle.WORKERS, Circle.COUNCIL_OFFICE])
        | Q(*(Q(confidentiality=level, circle=circle) for level, circle in _OF_LEVEL.items()), _connector=Q.OR),
    ),
    CheckConstraint(
        name="papers_taken_off_is_for_the_council_office",
        condition=Q(circle=Circle.COUNCIL_OFFICE, taken_off_at__isnull=False)
        | (~Q(circle=Circle.COUNCIL_OFFICE) & Q(taken_off_at__isnull=True)),
    ),
)


class WrongCircle(Exception):
    """The row says another circle than its facts: somebody wrote one of them past the verbs. Nothing is done with such
    a paper before somebody has looked at it."""

    def __init__(self, paper: Paper) -> None:
        super().__init__(f"paper {paper.pk} is kept for “{paper.circle}” and by its facts for “{circle_of(paper)}”")


def circle_of(page: Paper) -> str:
    """Returns the circle by the facts; "" for a translation, which is read by the circle of its original."""
    if page.translation_of_id is not None:
        return ""
    if page.taken_off_at is not None:
        return Circle.COUNCIL_OFFICE
    return _OF_LEVEL[Confidentiality(page.confidentiality)] if page.live else Circle.WORKERS


def written(facts: dict[str, Any]) -> Combinable:
    """Returns the circle as the database finds it in the statement that writes ``facts``: these as they will be, the
    others as they stand there, which need not be what somebody read a moment ago."""
    ways = [] if "translation_of" in facts else [When(translation_of__isnull=False, then=Value(""))]
    if facts.get("translation_of") is not None:
        return _case(ways, "")
    if facts.get("taken_off_at") is not None:
        return _case(ways, Circle.COUNCIL_OFFICE)
    if "taken_off_at" not in facts:
        ways.append(When(taken_off_at__isnull=False, then=Value(Circle.COUNCIL_OFFICE)))
    if "live" not in facts:
        drafts = Page.objects.order_by().filter(pk=OuterRef("page_ptr"), live=False)
        ways.append(When(Exists(drafts), then=Value(Circle.WORKERS)))
    elif not facts["live"]:
        return _case(ways, Circle.WORKERS)
    if "confidentiality" in facts:
        return _case(ways, _OF_LEVEL[facts["confidentiality"]])
    ways += [When(confidentiality=level, then=Value(circle)) for level, circle in _OF_LEVEL.items()]
    return _case(ways, Circle.COUNCIL_OFFICE)  # there is no other level; if there were, it would be nobody's to read


def _case(ways: list[When], otherwise: str) -> Combinable:
    if not ways:
        return Value(otherwise)
    return Case(*ways, default=Value(otherwise), output_field=CharField())


def wrong(pages: PaperQuerySet) -> PaperQuerySet:
    """Those whose row says another circle than their facts."""
    kept_wrong: PaperQuerySet = pages.annotate(by_the_facts=written({})).exclude(circle=F("by_the_facts"))
    return kept_wrong


def check(paper: Paper) -> None:
    """``paper``: as it stands in the database. Raises WrongCircle."""
    if paper.circle != circle_of(paper):
        raise WrongCircle(paper)
