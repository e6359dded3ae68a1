"""The watch over statements sees what grows, and nothing else."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.management import BaseCommand, call_command
from django.db import connection
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from papers.once import one_verb
from tests.statements import PARAMETERS, ROWS, allowed

pytestmark = pytest.mark.django_db


def many_values():
    return Group.objects.filter(pk__in=range(PARAMETERS + 1)).count()


def many_rows(fetch=lambda cursor: cursor.fetchall()):
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s) SELECT i FROM n", [ROWS + 1]
        )
        return len(list(fetch(cursor)))


def view(what):
    return lambda request: HttpResponse(str(what()))


urlpatterns = [
    path("values/", view(many_values)),
    path("rows/", view(many_rows)),
    path("rows.csv", view(many_rows)),
]
here = override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[])


@here
@pytest.mark.parametrize("address", ["/values/", "/rows/"])
def test_a_request_whose_statement_grows_fails(client, statements, address):
    with pytest.raises(pytest.fail.Exception, match="more than 1000 rows|201 parameters"):
        client.get(address)

    assert len(statements.take()) == 1


@here
@pytest.mark.parametrize("address", ["/rows/?export=csv", "/rows.csv"])
def test_an_export_may_read_more(client, address):
    assert client.get(address).content == b"1001"


@pytest.mark.parametrize("asked", [many_values, many_rows])
def test_a_verb_whose_statement_grows_fails(statements, asked):
    with pytest.raises(pytest.fail.Exception), one_verb():
        asked()

    assert "test_statements.py" in statements.take()[0]


@pytest.mark.parametrize(
    "fetch",
    [
        iter,
        lambda cursor: iter(cursor.fetchone, None),
        lambda cursor: [row for rows in iter(lambda: cursor.fetchmany(100), []) for row in rows],
    ],
)
def test_it_sees_rows_however_they_are_fetched(statements, fetch):
    assert many_rows(fetch) == ROWS + 1  # outside of a verb

    with pytest.raises(pytest.fail.Exception), one_verb():
        many_rows(fetch)

    assert statements.take()


def test_what_writes_many_rows_may_name_their_values():
    with one_verb():
        Group.objects.bulk_create(Group(name=f"Gruppe {one}") for one in range(PARAMETERS + 1))

    assert Group.objects.filter(name__startswith="Gruppe").count() == PARAMETERS + 1


def test_what_is_allowed_by_name_may():
    with one_verb(), allowed("a reason"):
        assert many_values() is not None


class Command(BaseCommand):
    def handle(self, *args, **options):
        many_values()
        many_rows()


def test_commands_may():
    with one_verb():
        call_command(Command())
