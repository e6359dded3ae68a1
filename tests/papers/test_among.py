"""Rows among keys in memory, in one value of the statement."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.among import among
from papers.models import Membership, Organization

pytestmark = pytest.mark.django_db


def test_rows_are_found_by_their_key_and_by_what_they_point_at(cast):
    wanted = [cast.org.council, cast.org.bristol]

    found = Organization.objects.filter(among("pk", [one.pk for one in wanted]))
    members = Membership.objects.filter(among("organization", {cast.org.council.pk: ""}))

    assert set(found) == set(wanted)
    assert set(members) == set(Membership.objects.filter(organization=cast.org.council))
    assert members
    assert set(Organization.objects.filter(among("slug", ["rat", "bristol", "keiner"]))) == set(
        Organization.objects.filter(slug__in=["rat", "bristol", "keiner"])
    )


def test_without_keys_there_are_none(cast):
    assert not Organization.objects.filter(among("pk", ())).exists()
    assert Organization.objects.exclude(among("pk", ())).count() == Organization.objects.count()


def test_the_statement_is_the_same_however_many_keys_there_are():
    statements = []
    for keys in ([1], range(5000)):
        with CaptureQueriesContext(connection) as queries:
            list(Organization.objects.filter(among("pk", keys)))
        statements.append(len(queries[0]["sql"].split("%s")))
        assert len(queries) == 1
    assert statements[0] == statements[1]
