"""Every change of what is shown raises the stamp, whoever makes it; what is not shown does not."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

from papers.models import Organization, Paper
from papers.translation.drafts import count_reading
from tests.factories.papers import draft, edit, paper_at
from tests.factories.screens import editor_form
from umlauf.fresh import migrating, stamp, triggers
from umlauf.fresh.checks import changes_are_noticed
from umlauf.fresh.models import Stamp
from umlauf.fresh.shown import ONLY_WHILE_LIVE, SHOWN

pytestmark = pytest.mark.django_db

ODD = 987_654_321


def now():
    value, _uncounted = stamp.read()
    assert value
    return value


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def columns_of(table):
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return [field.column for field in models[table]._meta.local_concrete_fields]


def insert_odd_row(table, key):
    """With a number in each column, whatever it is for; which is as good as yes where it is for yes and no."""
    columns = columns_of(table)
    names, places = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.execute(f'INSERT INTO "{table}" ({names}) VALUES ({places})', range(key, key + len(columns)))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="puts into each column what no other database takes there")
@pytest.mark.parametrize("table", sorted(SHOWN))
def test_every_column_of_every_table_counts_but_those_left_out(table):
    first, *others = columns_of(table)
    with connection.cursor() as cursor, undone():
        cursor.execute("PRAGMA ignore_check_constraints = 1")
        if table in ONLY_WHILE_LIVE:
            insert_odd_row("wagtailcore_page", ODD)
        before = now()
        insert_odd_row(table, ODD if table != "wagtailcore_page" else ODD + 1)
        assert now() != before
        row = ODD if table != "wagtailcore_page" else ODD + 1
        for column in [*others, first]:
            before = now()
            cursor.execute(f'UPDATE "{table}" SET "{column}" = "{column}" WHERE "{first}" = %s', [row])
            assert now() == before, f"{column} stayed as it was"
            cursor.execute(f'UPDATE "{table}" SET "{column}" = %s WHERE "{first}" = %s', [-ODD, row])
            assert (now() == before) is (column in SHOWN[table]), column
        before = now()
        cursor.execute(f'DELETE FROM "{table}" WHERE "{first}" = %s', [-ODD])
        assert now() != before
        cursor.execute("PRAGMA ignore_check_constraints = 0")


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(name="Anders"),
        lambda rows: rows.bulk_update([rows.model(pk=rows[0].pk, name="Anders")], ["name"]),
        lambda rows: rows.bulk_create([rows.model(name="Neu", slug="neu", kind="committee")]),
        lambda rows: rows.bulk_create([rows.model(name="Neu", slug="neu", kind="committee")], ignore_conflicts=True),
        lambda rows: rows.filter(pk=rows[0].pk).delete(),
    ],
    ids=["update", "bulk_update", "bulk_create", "or ignore", "delete"],
)
def test_no_signal_is_needed(change):
    Organization.objects.create(name="Kurzlebig", slug="kurzlebig", kind="committee")
    before = now()

    change(Organization.objects.filter(slug="kurzlebig"))

    assert now() != before


def test_what_is_undone_was_no_change():
    before = now()

    with undone():
        Organization.objects.create(name="Kurzlebig", slug="kurzlebig", kind="committee")
        assert now() != before

    assert now() == before


@pytest.mark.parametrize("stage", ["draft", "returned", "returned_after_release"])
def test_drafts_that_save_themselves_change_nothing(cast, stage):
    paper = paper_at(stage, cast)
    edit(paper, by=cast.author, summary="Erste Fassung.")
    before = now()

    edit(paper, by=cast.author, summary="Zweite Fassung.")

    assert now() == before


def test_the_editor_saving_by_itself_changes_nothing(cast, signed_in):
    paper = draft(cast)
    client = signed_in(cast.author)
    address = f"/admin/pages/{paper.pk}/edit/"
    before = now()

    answer = client.post(address, editor_form(paper), headers={"accept": "application/json"})

    assert answer.status_code == 200
    assert Paper.objects.get(pk=paper.pk).get_latest_revision_as_object().title.endswith("(geändert)")
    assert now() == before


def test_a_text_counts_from_its_release_on(cast):
    unreleased, released = paper_at("draft", cast), paper_at("deliberating", cast)
    before = now()

    Paper.objects.filter(pk=unreleased.pk).update(summary="Neu.", title="Neu")
    assert now() == before
    Paper.objects.filter(pk=released.pk).update(summary="Neu.")
    assert now() != before


def test_reading_and_signing_in_change_nothing(cast, client):
    paper = paper_at("deliberating", cast)
    before = now()

    count_reading(paper.pk, "en")
    client.force_login(cast.member)
    client.get("/de/papers/")

    assert now() == before


def test_without_its_row_nothing_is_known():
    Stamp.objects.all().delete()

    assert stamp.read() == ("", 0)


def test_triggers_of_another_release_are_none():
    Stamp.objects.update(watched="something else")

    assert stamp.read() == ("", 0)
    assert triggers.missing()


def test_the_check_names_a_trigger_that_is_gone():
    assert changes_are_noticed(None) == []
    name = "umlauf_shown_papers_paper_update"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + (' ON "papers_paper"' if connection.vendor == "postgresql" else ""))

    problem = changes_are_noticed(None)[0]
    assert problem.id == "umlauf.E002"
    assert name in problem.msg

    call_command("migrate", verbosity=0)

    assert changes_are_noticed(None) == []


def test_migrating_has_every_page_made_anew():
    before = now()

    call_command("migrate", verbosity=0)

    assert now() != before


def test_while_tables_are_altered_nothing_is_known_and_then_all_is_new():
    before = now()

    migrating._before(using="default", plan=["a migration"])
    assert stamp.read() == ("", 0)
    assert triggers.missing()
    migrating._after(sender=None, using="default")

    assert now() != before
    assert triggers.missing() == []
