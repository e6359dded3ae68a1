"""Several write at once: nobody waits for the stamp, and no commit goes unseen, however late."""

from __future__ import annotations

import re

import psycopg
import pytest
from django.core.cache import caches
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from papers.models import Organization, Paper
from tests.factories.cast import build_cast
from tests.factories.papers import draft
from tests.workflows.routing.concurrency.threads import at_once
from umlauf.fresh import stamp, triggers
from umlauf.fresh.models import Change, Stamp
from umlauf.fresh.shown import SHOWN
from umlauf.home.models import HomePage

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

COMPARED = re.compile(r'new\."?(\w+)"? ?\)')
RENAME = "UPDATE papers_organization SET name = %s WHERE slug = %s"


@pytest.fixture
def offices():
    triggers.install()  # a flush empties the row of the stamp
    for slug in ("one", "two"):
        Organization.objects.create(name=slug, slug=slug, kind="office")


@pytest.fixture
def psql(offices):
    """A connection that knows nothing of us."""
    connection.ensure_connection()
    with psycopg.connect(**{k: v for k, v in connection.get_connection_params().items() if k in KNOWN}) as other:
        other.execute("SET lock_timeout = '2s'")
        other.commit()
        yield other


KNOWN = ("dbname", "user", "password", "host", "port")


def now():
    value, _uncounted = stamp.read()
    assert value
    return value


def test_a_change_is_seen_when_it_is_committed_and_not_before(psql):
    before = now()
    psql.execute(RENAME, ["late", "one"])
    assert now() == before

    Organization.objects.filter(slug="two").update(name="early")
    between = now()
    psql.commit()

    assert len({before, between, now()}) == 3


def test_a_late_commit_is_seen_behind_a_fold(psql):
    psql.execute(RENAME, ["late", "one"])
    Organization.objects.filter(slug="two").update(name="early")
    before = now()

    stamp.fold()
    assert now() == before
    psql.commit()

    assert now() != before


def test_nobody_waits_for_anybody(psql):
    with transaction.atomic():
        Organization.objects.filter(slug="two").update(name="early")
        psql.execute(RENAME, ["meanwhile", "one"])
        psql.commit()


def test_a_transaction_adds_one_row_whatever_it_changes(offices):
    before = Change.objects.count()

    with transaction.atomic():
        for slug in ("one", "two"):
            Organization.objects.filter(slug=slug).update(name="new")
        Organization.objects.create(name="three", slug="three", kind="office")

    assert Change.objects.count() == before + 1


def test_what_comes_behind_an_undone_part_counts(offices):
    before = now()
    with transaction.atomic():
        with pytest.raises(IntegrityError), transaction.atomic():
            Organization.objects.filter(slug="one").update(name="new")
            Organization.objects.filter(slug="one").update(slug="two")
        Organization.objects.filter(slug="two").update(name="new")

    assert now() != before


def test_the_next_transaction_of_a_connection_counts_anew(offices):
    seen = set()
    for name in ("a", "b", "c"):
        Organization.objects.filter(slug="one").update(name=name)
        seen.add(now())

    assert len(seen) == 3


def test_folding_leaves_the_stamp_as_it_is(offices):
    for number in range(20):
        Organization.objects.filter(slug="one").update(name=f"name {number}")
    before, uncounted = stamp.read()
    assert uncounted >= 20

    stamp.fold()

    assert stamp.read() == (before, 0)
    assert not Change.objects.exists()


def test_two_who_fold_and_one_who_writes_lose_nothing(offices):
    def change():
        for number in range(30):
            Organization.objects.filter(slug="one").update(name=f"name {number}")

    def fold():
        for _once in range(15):
            stamp.fold()

    before = int(now().partition(".")[0])
    at_once(change, fold, fold)
    stamp.fold()

    assert int(now().partition(".")[0]) == before + 30
    assert stamp.read()[1] == 0


def test_without_its_row_nothing_is_folded_away(offices):
    Organization.objects.filter(slug="one").update(name="new")
    Stamp.objects.all().delete()

    stamp.fold()

    assert Change.objects.exists()


def test_emptying_a_table_counts(offices):
    before = now()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE papers_organization_successors")
    assert now() != before


def test_a_trigger_that_is_switched_off_is_missing(offices):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE papers_paper DISABLE TRIGGER umlauf_shown_papers_paper_update")
    assert triggers.missing() == ["umlauf_shown_papers_paper_update"]
    triggers.install()
    assert triggers.missing() == []


def test_a_column_that_is_named_can_be_altered_between_the_two_signals(offices):
    triggers.remove()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE papers_organization ALTER COLUMN name TYPE varchar(300)")
    triggers.install()

    assert triggers.missing() == []


def test_every_column_is_compared_but_those_left_out(offices):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_get_triggerdef(pg_trigger.oid) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE tgname LIKE 'umlauf_shown_%%_update'"
        )
        compared = {
            table: set(re.findall(r'new\."?(\w+)"? ?\)', definition)) for table, definition in cursor.fetchall()
        }
        there = {
            table: {column.name for column in connection.introspection.get_table_description(cursor, table)}
            for table in SHOWN
        }

    assert compared == {table: columns - SHOWN[table] for table, columns in there.items()}


def test_a_text_counts_from_its_release_on(offices):
    home = HomePage.objects.first()
    before = now()
    Page.objects.filter(pk=home.pk).update(live=False)
    assert now() != before

    before = now()
    Page.objects.filter(pk=home.pk).update(title="unseen")
    assert now() == before

    Page.objects.filter(pk=home.pk).update(live=True)
    assert now() != before
    before = now()
    Page.objects.filter(pk=home.pk).update(title="seen")
    assert now() != before


def test_the_text_of_a_paper_asks_its_page(transactional_db, offices):
    paper = draft(build_cast())
    before = now()
    Paper.objects.filter(pk=paper.pk).update(summary="Unreleased.")
    assert now() == before

    Page.objects.filter(pk=paper.pk).update(live=True)
    before = now()
    Paper.objects.filter(pk=paper.pk).update(summary="Unreleased.")
    assert now() == before, "it stayed as it was"
    Paper.objects.filter(pk=paper.pk).update(summary="Released.")
    assert now() != before


def test_a_page_is_kept_until_somebody_commits(psql, settings):
    settings.KEEP_PAGES = True
    caches["pages"].clear()
    address = "/de/committees/"
    first = Client().get(address)
    psql.execute(RENAME, ["Amt für Neues", "one"])

    with CaptureQueriesContext(connection) as asked:
        assert Client().get(address).content == first.content
    assert len(asked) == 1
    psql.commit()

    changed = Client().get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert "Amt für Neues" in changed.content.decode()


def test_whoever_makes_a_page_adds_up(offices, settings, monkeypatch):
    settings.KEEP_PAGES = True
    monkeypatch.setattr(stamp, "MOST_UNCOUNTED", 3)
    for number in range(5):
        Organization.objects.filter(slug="one").update(name=f"name {number}")

    tag = Client().get("/de/committees/").headers["ETag"]

    assert stamp.read()[1] == 0
    assert Client().get("/de/committees/", headers={"If-None-Match": tag}).status_code == 304
