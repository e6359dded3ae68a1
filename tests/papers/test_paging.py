"""No more rows are counted than a list can show."""

from __future__ import annotations

import pytest
from django.core.paginator import EmptyPage
from django.db import connection
from django.db.models.functions import Upper
from django.test.utils import CaptureQueriesContext

from papers.models import Paper, PaperKind
from papers.paging import BoundedPaginator
from tests.factories.papers import paper_at


class OfThree(BoundedPaginator):
    most = 3


@pytest.fixture
def kinds(db):
    """Four rows and no more, whatever is shipped."""
    PaperKind.objects.all().delete()
    return [PaperKind.objects.create(slug=f"kind-{number}", name=f"Kind {number}") for number in range(4)]


def pages_of(kinds, per_page=2):
    return OfThree(PaperKind.objects.filter(pk__in=[kind.pk for kind in kinds]).order_by("slug"), per_page)


def test_all_rows_are_counted_while_they_are_not_many(kinds):
    pages = pages_of(kinds[:3])

    assert (pages.count, pages.num_pages, pages.holds_more) == (3, 2, False)
    assert list(pages.page(2)) == kinds[2:3]


def test_what_is_more_is_said_and_cannot_be_turned_to(kinds):
    pages = pages_of(kinds)

    assert (pages.count, pages.num_pages, pages.holds_more) == (3, 2, True)
    assert [list(page) for page in pages] == [kinds[:2], kinds[2:3]]
    assert not pages.page(2).has_next()
    with pytest.raises(EmptyPage):
        pages.page(3)
    assert pages.get_page(9).number == 2


def test_nothing_is_counted_behind_the_last_row_that_may_be_shown(kinds):
    pages = pages_of(kinds)
    with CaptureQueriesContext(connection) as asked:
        assert (pages.count, pages.holds_more) == (3, True)

    assert len(asked) == 1
    assert "LIMIT 4" in asked[0]["sql"]
    assert "ORDER BY" not in asked[0]["sql"]


def test_what_is_no_query_is_bounded_as_well():
    pages = OfThree(["a", "b", "c", "d"], 2)

    assert (pages.count, pages.num_pages, pages.holds_more) == (3, 2, True)
    assert list(pages.page(2)) == ["c"]


@pytest.mark.django_db
def test_what_is_only_shown_is_not_worked_out_to_count(cast):
    paper = paper_at("deliberating", cast)
    lines = paper.consultations.count()
    rows = Paper.objects.filter(consultations__isnull=False).annotate(told=Upper("summary")).order_by("pk")

    with CaptureQueriesContext(connection) as asked:
        assert BoundedPaginator(rows, 50).count == lines > 1
    assert "UPPER" not in asked[0]["sql"]
    assert BoundedPaginator(rows.distinct(), 50).count == 1
    assert BoundedPaginator(rows.values("told").distinct(), 50).count == 1
    keys = rows.order_by().values("pk")
    assert BoundedPaginator(keys.union(keys, all=True).order_by("pk"), 50).count == 2 * lines
